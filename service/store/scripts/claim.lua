#!lua flags=allow-oom
-- Hands out comments that are due for scoring. Nothing is removed: their due time moves forward by
-- the lease, so a worker that dies costs a lease and never a comment. Attempts are counted, so that
-- a comment no worker survives goes to a person in the end.
--
-- KEYS  1  gr:{site}:pending   zset  due time in ms
--       2  gr:{site}:attempts  hash  id → attempts
-- ARGV  1  lease, ms
--       2  how many at most
-- Gives {id, attempt, id, attempt, …}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local claimed = {}
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], '-inf', now, 'BYSCORE', 'LIMIT', 0, ARGV[2])) do
  redis.call('ZADD', KEYS[1], now + ARGV[1], id)
  claimed[#claimed + 1] = id
  claimed[#claimed + 1] = redis.call('HINCRBY', KEYS[2], id, 1)
end
return claimed
