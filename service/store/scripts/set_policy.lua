-- Puts a policy in force, if the one it was made from still is. Old versions are kept.
--
-- KEYS  1  gr:{site}:policy  hash  version → policy; current → version
-- ARGV  1  version it was made from
--       2  new version
--       3  policy, JSON
-- Gives 1, or 0 when another is in force by now
if redis.call('HGET', KEYS[1], 'current') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], ARGV[2], ARGV[3], 'current', ARGV[2])
return 1
