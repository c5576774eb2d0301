#!lua flags=allow-oom
-- Takes a second opinion: counted with the first, and put before a lead if they differ. The comment
-- stays what it is.
--
-- KEYS  1  gr:{site}:second:waiting    zset    left
--       2  gr:{site}:second:firsts     hash    read; left if they agree
--       3  gr:{site}:second:disputed   zset    joined if they differ
--       4  gr:{site}:second:seconds    hash    joined if they differ
--       5  gr:{site}:comment:<id>      hash    its version is read
--       6  gr:{site}:figures:          prefix  of the counters of the day
-- ARGV  1  id
--       2  version that was seen
--       3  who
--       4  status they would give it
--       5  how many disputes are kept; the oldest go first
-- Gives agreed, disputed, own (the first opinion is theirs) or gone (none is asked for by now)
local id = ARGV[1]
local written = redis.call('ZSCORE', KEYS[1], id) and redis.call('HGET', KEYS[2], id)
if not written then return 'gone' end
local by, status, _, version = unpack(cjson.decode(written))
local now_at = redis.call('HGET', KEYS[5], 'version')
if now_at ~= string.format('%d', version) then
  redis.call('ZREM', KEYS[1], id)
  redis.call('HDEL', KEYS[2], id)
  return 'gone'
end
if ARGV[2] ~= now_at then return 'gone' end
if by == ARGV[3] then return 'own' end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local figures = KEYS[6] .. 'day:' .. string.format('%d', now / 86400000)
redis.call('HINCRBY', figures, 'second:' .. status .. ':' .. ARGV[4], 1)
redis.call('PEXPIRE', figures, 400 * 86400000, 'NX')
redis.call('ZREM', KEYS[1], id)
if status == ARGV[4] then
  redis.call('HDEL', KEYS[2], id)
  return 'agreed'
end
redis.call('ZADD', KEYS[3], now, id)
redis.call('HSET', KEYS[4], id, cjson.encode({ ARGV[3], ARGV[4], now }))
local over = redis.call('ZCARD', KEYS[3]) - tonumber(ARGV[5])
for _, old in ipairs(over > 0 and redis.call('ZRANGE', KEYS[3], 0, over - 1) or {}) do
  redis.call('ZREM', KEYS[3], old)
  redis.call('HDEL', KEYS[2], old)
  redis.call('HDEL', KEYS[4], old)
end
return 'disputed'
