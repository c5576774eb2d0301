-- Gives a thread a mode of its own or takes it away, if it still has the one that was seen.
--
-- KEYS  1  gr:{site}:thread-modes  hash  thread → mode
-- ARGV  1  thread
--       2  mode that was seen; empty: none
--       3  mode; empty: none
-- Gives 1, or 0 when it has another by now
if (redis.call('HGET', KEYS[1], ARGV[1]) or '') ~= ARGV[2] then return 0 end
if ARGV[3] == '' then
  redis.call('HDEL', KEYS[1], ARGV[1])
else
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
end
return 1
