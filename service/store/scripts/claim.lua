#!lua flags=allow-oom
-- Hands out comments that are due for scoring, with all that is to be read of them. Nothing is
-- removed: their due time moves forward by the lease, so a worker that dies costs a lease and never a
-- comment. Attempts are counted, so that a comment no worker survives goes to a person in the end.
--
-- KEYS  1  gr:{site}:pending   zset    due time in ms
--       2  gr:{site}:attempts  hash    id → attempts
--       3  gr:{site}:comment:  prefix  of the comments that are read
--       4  gr:{site}:threads   hash    the threads they stand in
-- ARGV  1  lease, ms
--       2  how many at most
--       3  field that names a comment's thread (codec.py)
-- Gives for each {id, attempt, its fields in a row, its thread}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local claimed = {}
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], '-inf', now, 'BYSCORE', 'LIMIT', 0, ARGV[2])) do
  redis.call('ZADD', KEYS[1], now + ARGV[1], id)
  local attempt, comment = redis.call('HINCRBY', KEYS[2], id, 1), KEYS[3] .. id
  local thread = redis.call('HGET', comment, ARGV[3])
  claimed[#claimed + 1] = { id, attempt, redis.call('HGETALL', comment),
    thread and redis.call('HGET', KEYS[4], thread) }
end
return claimed
