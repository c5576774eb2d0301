#!lua flags=allow-oom
-- Notes that a moderator does not want to be asked about comments as they are now, and gives back
-- what they had claimed of them. A comment that changes is at another version, and comes again.
--
-- KEYS  1  gr:{site}:queue:free         zset    joined
--       2  gr:{site}:queue:priority     zset    read
--       3  gr:{site}:claims             zset    left
--       4  gr:{site}:claimants          hash    left
--       5  gr:{site}:events             stream  claim.released
--       6  gr:{site}:skips:<moderator>  zset    "<id> <version>" by time, joined
--       7  gr:{site}:comment:           prefix  of the comments, read
-- ARGV  1  moderator
--       2  life of a skip, ms
--       3  how many are kept; the oldest go first
--       4+ "<id> <version>", as they were seen
-- Gives the ids of those that still stand in the queue, at that version: as a card, or behind one,
-- as the first of a flood does whose decision was undone
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local moderator, life = ARGV[1], tonumber(ARGV[2])

local function give_back(id)
  if redis.call('HGET', KEYS[4], id) ~= moderator then return end
  redis.call('ZREM', KEYS[3], id)
  redis.call('HDEL', KEYS[4], id)
  local priority = redis.call('ZSCORE', KEYS[2], id)
  if priority then redis.call('ZADD', KEYS[1], priority, id) end
  redis.call('XADD', KEYS[5], 'MAXLEN', '~', 10000, '*',
    'event', 'claim.released', 'comment', id, 'moderator', moderator)
end

local skipped = {}
for at = 4, #ARGV do
  local id, version = ARGV[at]:match('^(.+) (%d+)$')
  local seen = redis.call('HMGET', KEYS[7] .. id, 'version', 'j')  -- j: its places in the queue
  if seen[1] == version and seen[2] then
    redis.call('ZADD', KEYS[6], now, ARGV[at])
    give_back(id)
    skipped[#skipped + 1] = id
  end
end
redis.call('ZREMRANGEBYSCORE', KEYS[6], '-inf', now - life)
redis.call('ZREMRANGEBYRANK', KEYS[6], 0, -tonumber(ARGV[3]) - 1)
redis.call('PEXPIRE', KEYS[6], life)
return skipped
