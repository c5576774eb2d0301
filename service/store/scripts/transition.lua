#!lua flags=allow-oom
-- Changes the state of a comment: a verdict, a person's decision, an edit, an erasure, a report.
-- Whatever follows from it (indexes, audit entry, event) happens here too, all or nothing. Who comes
-- late is refused by the state it expected, not by hope. Allowed when memory is full: people go on.
--
-- KEYS  1  gr:{site}:comment:<id>   hash    read and written
--       2  gr:{site}:pending        zset    joined or left
--       3  gr:{site}:attempts       hash    forgotten
--       4  gr:{site}:audit          stream  one entry
--       5  gr:{site}:events         stream  one event
--       6  gr:{site}:outbox         zset    joined once for each webhook that wants to be told
--       7  gr:{site}:thread:<hash>  zset    joined when approved, left otherwise
--       8  gr:{site}:queue:         prefix  of one zset a place in the review queue
--       9  gr:{site}:claims         zset    left: a decided comment is nobody's to decide
--      10  gr:{site}:claimants      hash    same
--      11  gr:{site}:comment:       prefix  of the comment that stands for a flood after this one
--      12  gr:{site}:status:*       zset    pending, held, approved, rejected, spam
--      17  gr:{site}:subscriptions  hash    webhook → events that it wants to be told of
--      18  gr:{site}:revisions:<id> list    earlier texts, as JSON [revision, ended (ms), text]
--      19  gr:{site}:figures:       prefix  of counters, by the day and by the hour
--      20+ gr:{site}:who:<hash>     hash    what became of the author's comments, by each identity
--          gr:{site}:by:<hash>      zset    left when erased; as many
-- ARGV  1  JSON: id; expect (fields and what they must be); to (the new status); authors (how many
--          identities KEYS 20+ are of); set (fields); drop (fields); places ("name=score …" in the
--          review queue); flood (its group, if it has one); due (ms from now, if it is to be scored
--          again); revisions (ms that the text before this one is kept; 0: for ever); event; actor
--          (who made the change, for listeners); audit (two fields of the entry); counts (counters
--          to raise by `by`), waited (for whom: policy or person, the time from arrival is
--          counted). Fields of the comment go by their short names (codec.py).
-- Gives {outcome, version, letters}; outcome: done, stale (not what was expected), missing (no such
-- comment, or erased); letters: how many webhooks are to be told
local change = cjson.decode(ARGV[1])
local id, to = change.id, change.to
local status_index = {
  pending = KEYS[12], held = KEYS[13], approved = KEYS[14], rejected = KEYS[15], spam = KEYS[16],
}
local last_author = 19 + change.authors
local counted = { approved = 'a', rejected = 'r', spam = 's' }

local names = { 'status', 'version', 'received_at', 'created_at', 'revision', 'flood', 'places',
  'audit' }
local fields_of = { 'status', 'version', 'a', 'c', 'r', 'f', 'j', 'v' }
for field in pairs(change.expect) do fields_of[#fields_of + 1] = field end
local seen, is = {}, {}
for at, value in ipairs(redis.call('HMGET', KEYS[1], unpack(fields_of))) do
  if names[at] then seen[names[at]] = value end
  is[fields_of[at]] = value
end

if not seen.status or seen.status == 'erased' then
  redis.call('ZREM', KEYS[2], id)
  return { 'missing', 0, 0 }
end
for field, value in pairs(change.expect) do
  if is[field] ~= value then
    return { 'stale', tonumber(seen.version), 0 }
  end
end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local version = string.format('%d', seen.version + 1)

-- The review queue. A flood stands there as one card: the comment that came into the queue first.
-- What stays in the queue keeps its turn, and whoever has claimed it keeps the claim.
local stood, stands = seen.places, change.places ~= ''
local flood = change.flood or seen.flood
local stays = stood and stands and flood == seen.flood

local function members(of) return KEYS[8] .. 'flood:' .. of end
local function card_of(of) return redis.call('ZRANGE', members(of), 0, 0)[1] end

local function stand(comment, places)
  for name, score in string.gmatch(places, '(%S+)=(%S+)') do
    if name ~= 'free' or not redis.call('ZSCORE', KEYS[9], comment) then
      redis.call('ZADD', KEYS[8] .. name, score, comment)
    end
  end
end

local function leave_flood()
  local was_card = card_of(seen.flood) == id
  redis.call('ZREM', members(seen.flood), id)
  local heir = was_card and card_of(seen.flood)
  if heir then stand(heir, redis.call('HGET', KEYS[11] .. heir, 'j')) end
end

if stood then
  for name in string.gmatch(seen.places, '(%S+)=%S+') do redis.call('ZREM', KEYS[8] .. name, id) end
end
if stood and not stays then
  redis.call('ZREM', KEYS[9], id)
  redis.call('HDEL', KEYS[10], id)
  if seen.flood then leave_flood() end
end
if stands and flood then
  local last = redis.call('ZRANGE', members(flood), -1, -1, 'WITHSCORES')[2] or 0
  redis.call('ZADD', members(flood), 'NX', last + 1, id)
end
if stands and (not flood or card_of(flood) == id) then stand(id, change.places) end

-- Where it is listed, and whether it is still to be scored.
local from = seen.status
redis.call('ZREM', status_index[from], id)
if status_index[to] then redis.call('ZADD', status_index[to], seen.received_at, id) end
redis.call('HDEL', KEYS[3], id)
if change.due then
  redis.call('ZADD', KEYS[2], now + change.due, id)
else
  redis.call('ZREM', KEYS[2], id)
end
if to == 'approved' then
  redis.call('ZADD', KEYS[7], seen.created_at or seen.received_at, id)
else
  redis.call('ZREM', KEYS[7], id)
end

-- What became of the author's comments: counts, and the last fifty outcomes, one a comment.
local function without_last(outcomes, letter)
  local before, after = outcomes:match('^(.*)' .. letter .. '(.*)$')
  return before and before .. after or outcomes
end

for at = 20, from == to and 0 or last_author do
  local recent = redis.call('HGET', KEYS[at], 'recent') or ''
  if counted[from] then
    redis.call('HINCRBY', KEYS[at], from, -1)
    recent = without_last(recent, counted[from])
  end
  if counted[to] then
    redis.call('HINCRBY', KEYS[at], to, 1)
    recent = recent .. counted[to]
  end
  if counted[from] or counted[to] then redis.call('HSET', KEYS[at], 'recent', recent:sub(-50)) end
end

-- Figures: kept for 400 days, the course of the day for eight days, and the floods of each day that
-- had the most texts. Bounded, whatever comes in.
local day = string.format('%d', now / 86400000)
local function raise(key, field, by, days)
  local is_new = redis.call('HINCRBY', key, field, by) == by
  if is_new then redis.call('PEXPIRE', key, days * 86400000, 'NX') end
end

for _, name in ipairs(change.counts or {}) do
  raise(KEYS[19] .. 'day:' .. day, name, change.by, 400)
  if name:find('^verdict') or name:find('^decision') then
    raise(KEYS[19] .. 'hour:' .. string.format('%d', now / 3600000), name, change.by, 8)
  end
end
if change.waited then
  local bucket = math.floor(4 * math.log(math.max(1, now - seen.received_at)) / math.log(2))
  raise(KEYS[19] .. 'day:' .. day, 'wait:' .. change.waited .. ':' .. bucket, 1, 400)
end
if change.flood and from == 'pending' then
  local sizes, examples = KEYS[19] .. 'floods:' .. day, KEYS[19] .. 'flood-examples:' .. day
  redis.call('ZINCRBY', sizes, 1, change.flood)
  redis.call('HSETNX', examples, change.flood, id)
  if redis.call('ZCARD', sizes) > 400 then
    local small = redis.call('ZPOPMIN', sizes, 200)
    for at = 1, #small, 2 do redis.call('HDEL', examples, small[at]) end
  end
  redis.call('PEXPIRE', sizes, 400 * 86400000, 'NX')
  redis.call('PEXPIRE', examples, 400 * 86400000, 'NX')
end

-- Written down: on the record, in the log, for whoever listens.
local statuses = from:sub(1, 1) .. to:sub(1, 1)
local logged = redis.call('XADD', KEYS[4], '*', 'c', id,
  'e', version .. ' ' .. statuses .. ' ' .. change.audit[1], 'r', change.audit[2])

local fields = { 'status', to, 'version', version, 'v', seen.audit .. ' ' .. logged }
if stands then
  change.set.j = change.places
elseif stood then
  change.drop[#change.drop + 1] = 'j'
end
for name, value in pairs(change.set) do
  fields[#fields + 1] = name
  fields[#fields + 1] = value
end
if change.revisions then
  local text = redis.call('HGET', KEYS[1], 't')
  redis.call('RPUSH', KEYS[18], cjson.encode({ seen.revision, now, text }))
  if change.revisions > 0 then redis.call('PEXPIRE', KEYS[18], change.revisions) end
end
if #change.drop > 0 then redis.call('HDEL', KEYS[1], unpack(change.drop)) end
redis.call('HSET', KEYS[1], unpack(fields))
if to == 'erased' then
  redis.call('DEL', KEYS[18])
  for at = last_author + 1, last_author + change.authors do redis.call('ZREM', KEYS[at], id) end
end
local event = { 'event', change.event, 'comment', id, 'status', to, 'version', version,
  'actor', change.actor }
if stands then event[#event + 1], event[#event + 2] = 'awaits', '1' end
redis.call('XADD', KEYS[5], 'MAXLEN', '~', 10000, '*', unpack(event))
local letters, subscriptions = 0, redis.call('HGETALL', KEYS[17])
for at = 1, #subscriptions, 2 do
  if string.find(' ' .. subscriptions[at + 1] .. ' ', ' ' .. change.event .. ' ', 1, true) then
    local letter = { subscriptions[at], id, version, change.event, string.format('%.0f', now) }
    redis.call('ZADD', KEYS[6], now, table.concat(letter, ' '))
    letters = letters + 1
  end
end
if from == 'pending' then redis.call('PUBLISH', 'gr:decided', id) end
if change.due == 0 then redis.call('PUBLISH', 'gr:knocks', KEYS[1]:match('{(.-)}')) end
return { 'done', tonumber(version), letters }
