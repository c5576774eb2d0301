#!lua flags=allow-oom
-- Hands out letters that are due. Nothing is removed: their due time moves forward by the lease, so
-- that a deliverer that dies costs a lease and never a letter. Attempts are counted.
--
-- KEYS  1  gr:{site}:outbox           zset  due time in ms
--       2  gr:{site}:outbox-attempts  hash  letter → attempts
-- ARGV  1  lease, ms
--       2  how many at most
-- Gives {letter, attempt, letter, attempt, …}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local claimed = {}
for _, letter in ipairs(redis.call('ZRANGE', KEYS[1], '-inf', now, 'BYSCORE', 'LIMIT', 0, ARGV[2])) do
  redis.call('ZADD', KEYS[1], now + ARGV[1], letter)
  claimed[#claimed + 1] = letter
  claimed[#claimed + 1] = redis.call('HINCRBY', KEYS[2], letter, 1)
end
return claimed
