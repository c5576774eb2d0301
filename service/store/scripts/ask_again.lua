#!lua flags=allow-oom
-- Asks for a second opinion on what a person decided. The oldest and those over the limit are dropped.
--
-- KEYS  1  gr:{site}:second:waiting  zset  id by time of the decision, joined
--       2  gr:{site}:second:firsts   hash  id → first opinion, joined
-- ARGV  1  how many may wait
--       2  for how long, ms
--       3+ id and first opinion, JSON [by, status, at, version], in turn
-- Gives how many wait now
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for at = 3, #ARGV, 2 do
  redis.call('ZADD', KEYS[1], now, ARGV[at])
  redis.call('HSET', KEYS[2], ARGV[at], ARGV[at + 1])
end
local function drop(ids)
  for _, id in ipairs(ids) do
    redis.call('ZREM', KEYS[1], id)
    redis.call('HDEL', KEYS[2], id)
  end
end
drop(redis.call('ZRANGE', KEYS[1], '-inf', now - tonumber(ARGV[2]), 'BYSCORE', 'LIMIT', 0, 1000))
local over = redis.call('ZCARD', KEYS[1]) - tonumber(ARGV[1])
if over > 0 then drop(redis.call('ZRANGE', KEYS[1], 0, over - 1)) end
return redis.call('ZCARD', KEYS[1])
