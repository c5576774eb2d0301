#!lua flags=allow-oom
-- Gives claimed review items back.
--
-- KEYS  1  gr:{site}:queue:free      zset  joined
--       2  gr:{site}:queue:priority  zset  read
--       3  gr:{site}:claims          zset  left
--       4  gr:{site}:claimants       hash  left
--       5  gr:{site}:events          stream  claim.released
-- ARGV  1  moderator
--       2+ ids; none: all that the moderator has
-- Gives how many were given back
local ids = { unpack(ARGV, 2) }
if #ids == 0 then
  local all = redis.call('HGETALL', KEYS[4])
  for at = 1, #all, 2 do
    if all[at + 1] == ARGV[1] then ids[#ids + 1] = all[at] end
  end
end

local released = 0
for _, id in ipairs(ids) do
  if redis.call('HGET', KEYS[4], id) == ARGV[1] then
    redis.call('ZREM', KEYS[3], id)
    redis.call('HDEL', KEYS[4], id)
    local priority = redis.call('ZSCORE', KEYS[2], id)
    if priority then redis.call('ZADD', KEYS[1], priority, id) end
    redis.call('XADD', KEYS[5], 'MAXLEN', '~', 10000, '*',
      'event', 'claim.released', 'comment', id, 'moderator', ARGV[1])
    released = released + 1
  end
end
return released
