#!lua flags=allow-oom
-- Hands review items to a moderator, the most urgent first or those that are named; nobody else gets
-- them while the lease lasts. What is named and theirs already is theirs for longer. Claims that ran
-- out are free again. What the moderator has skipped is not for them.
--
-- KEYS  1  gr:{site}:queue:<place>  zset  the part of the queue to take from
--       2  gr:{site}:queue:free     zset  what nobody has claimed, by priority
--       3  gr:{site}:queue:priority zset  the whole queue, by priority
--       4  gr:{site}:claims         zset  id → end of the lease, ms
--       5  gr:{site}:claimants      hash  id → moderator
--       6  gr:{site}:events         stream  claim.made, and claim.released for those that ran out
--       7  gr:{site}:skips:<moderator>  zset  "<id> <version>" of what they have skipped
--       8  gr:{site}:comment:       prefix  of the comments, whose versions are read
-- ARGV  1  moderator
--       2  lease, ms
--       3  how many at most
--       4  how many to look at in KEYS 1, when that is not KEYS 2
--       5  1 to begin with the least rank
--       6+ ids; none: whatever stands in KEYS 1
-- Gives the ids
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local moderator, lease, wanted = ARGV[1], ARGV[2], tonumber(ARGV[3])

local function tell(event, id, by)
  redis.call('XADD', KEYS[6], 'MAXLEN', '~', 10000, '*',
    'event', event, 'comment', id, 'moderator', by)
end

local function free(first, last)
  for _, id in ipairs(redis.call('ZRANGE', KEYS[4], first, last, 'BYSCORE', 'LIMIT', 0, 200)) do
    tell('claim.released', id, redis.call('HGET', KEYS[5], id) or '')
    redis.call('ZREM', KEYS[4], id)
    redis.call('HDEL', KEYS[5], id)
    local priority = redis.call('ZSCORE', KEYS[3], id)
    if priority then redis.call('ZADD', KEYS[2], priority, id) end
  end
end

free('-inf', now)
free('(' .. now + 3600000, '+inf') -- no lease is so long: it was made by a clock that was ahead

local skips = redis.call('ZCARD', KEYS[7])
local function is_skipped(id)
  if skips == 0 then return false end
  local version = redis.call('HGET', KEYS[8] .. id, 'version') or ''
  return redis.call('ZSCORE', KEYS[7], id .. ' ' .. version)
end

local named = { unpack(ARGV, 6) }
local function renew(id)
  if #named == 0 or redis.call('HGET', KEYS[5], id) ~= moderator then return false end
  redis.call('ZADD', KEYS[4], 'GT', now + lease, id)
  return true
end

local function take(id)
  if is_skipped(id) or redis.call('ZREM', KEYS[2], id) == 0 then return false end
  redis.call('ZADD', KEYS[4], now + lease, id)
  redis.call('HSET', KEYS[5], id, moderator)
  tell('claim.made', id, moderator)
  return true
end

local claimed = {}
local function claim(ids)
  for _, id in ipairs(ids) do
    if #claimed < wanted and (renew(id) or take(id)) then claimed[#claimed + 1] = id end
  end
end

-- A part is read in pieces, since the first ones mostly suffice; KEYS 2 shrinks meanwhile, and has
-- only what is free.
local look_at = (KEYS[1] == KEYS[2] and wanted or tonumber(ARGV[4])) + skips
local piece = KEYS[1] == KEYS[2] and math.max(1, look_at) or 100
local read = ARGV[5] == '1' and 'ZRANGE' or 'ZREVRANGE'
claim(named)
for first = 0, #named == 0 and look_at - 1 or -1, piece do
  local ids = #claimed < wanted
    and redis.call(read, KEYS[1], first, math.min(first + piece, look_at) - 1) or {}
  if #ids == 0 then break end
  claim(ids)
end
return claimed
