#!lua flags=allow-oom
-- Writes down what one decision is about to change. Allowed when memory is full: people go on.
--
-- KEYS  1  gr:{site}:act:<id>  list  joined
-- ARGV  1  life, s
--       2+ what comments were, JSON
-- Gives how many they were
for at = 2, #ARGV do redis.call('RPUSH', KEYS[1], ARGV[at]) end
redis.call('EXPIRE', KEYS[1], ARGV[1])
return #ARGV - 1
