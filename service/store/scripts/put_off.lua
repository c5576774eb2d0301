#!lua flags=allow-oom
-- Lets comments that could not be scored be due later, as if nobody had tried.
--
-- KEYS  1  gr:{site}:pending   zset  due time in ms
--       2  gr:{site}:attempts  hash  forgotten
-- ARGV  1  how much later, ms
--       2+ ids
-- Gives how many they were
local time = redis.call('TIME')
local due = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1]
for at = 2, #ARGV do
  redis.call('ZADD', KEYS[1], 'XX', due, ARGV[at])
  redis.call('HDEL', KEYS[2], ARGV[at])
end
return #ARGV - 1
