#!lua flags=allow-oom
-- Makes due now what is due later than anything is ever put off: its time was set by a clock that was
-- ahead, and that is right again.
--
-- KEYS  1  zset  due time in ms: gr:{site}:pending, gr:{site}:outbox
-- ARGV  1  the longest that anything is put off, ms
-- Gives how many they were; more than a thousand take another call
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local beyond = redis.call('ZRANGE', KEYS[1], '(' .. now + ARGV[1], '+inf', 'BYSCORE',
  'LIMIT', 0, 1000)
for _, member in ipairs(beyond) do redis.call('ZADD', KEYS[1], now, member) end
return #beyond
