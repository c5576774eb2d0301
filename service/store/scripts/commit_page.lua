-- Commits a page of a rescoring, or a part of one: scores, changes of state and what is counted of
-- them, all or nothing, and only as long as the page is open. Whoever comes late with a page that
-- somebody else has done is refused as a whole, so nothing is done or counted twice.
-- Refused by Redis when memory is full: what is done in bulk leaves the rest of it to people.
--
-- KEYS  1  gr:{site}:rescoring:<id>         hash    counted in; ended with the last page
--       2  gr:{site}:rescoring:<id>:pages   hash    left
--       3  gr:{site}:rescoring:<id>:leases  zset    left
--       4  gr:{site}:rescoring:<id>:changes list    joined
--       5  gr:{site}:rescorings:open        zset    left with the last page
--       6  gr:{site}:events                 stream  rescoring.progress, once a second
--       7  gr:{site}:comment:               prefix  of the comments that get scores
--       8+ keys of transition.lua, one set for each change of state
-- ARGV  1  JSON: id, page ('': none, only to be closed), closes (whether the page is done with this),
--          errors, model (of the scores), counter (field that counts changes of state), kept (how
--          many changes are listed that are not made), life (ms that an ended rescoring is kept)
--       2  JSON: the scores, three elements each: comment, revision, scores
--       3  how many changes of state follow, each four: JSON for transition.lua, how many keys it
--          takes, from>to, entry for the list or ''
--       4  how many changes follow that are not made, each two: from>to, entry for the list
--       5+ those
-- Gives {outcome, changes of state made}; outcome: done, closed (by somebody else)
local transition = include 'transition'
local job, pages, leases, changes, open, events, comments = unpack(KEYS, 1, 7)
local head = cjson.decode(ARGV[1])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local state, cut_all, undone_by = unpack(redis.call('HMGET', job, 'state', 'cut_all', 'undone_by'))
local record = head.page ~= '' and redis.call('HGET', pages, head.page)
if not state or state == 'cancelled' or (head.page ~= '' and not record) then
  return { 'closed', 0 }
end

local at = 5
local scored, made, told = 0, 0, 0

local function list(kind, entry)
  redis.call('RPUSH', changes, entry)
  redis.call('HINCRBY', job, kind, 1)
end

local scores = cjson.decode(ARGV[2])
for nth = 1, #scores, 3 do
  local key = comments .. scores[nth]
  local stands = redis.call('HMGET', key, 'r', 'status')
  local status = stands[2]
  if stands[1] == scores[nth + 1] and status ~= 'pending' and status ~= 'erased' then
    redis.call('HSET', key, 's', scores[nth + 2], 'm', head.model)
    scored = scored + 1
  end
end

local first_key = 8
for _ = 1, ARGV[3] do
  local change, count, kind, entry = unpack(ARGV, at, at + 3)
  local outcome = transition({ unpack(KEYS, first_key, first_key + count - 1) }, { change })
  if outcome[1] == 'done' then
    made = made + 1
    if entry ~= '' then list(kind, entry) end
  end
  first_key, at = first_key + count, at + 4
end

local listed = tonumber(ARGV[4]) > 0 and redis.call('LLEN', changes) or 0
for _ = 1, ARGV[4] do
  if listed < head.kept then
    list(ARGV[at], ARGV[at + 1])
    listed = listed + 1
  else
    redis.call('HINCRBY', job, ARGV[at], 1)
  end
  told, at = told + 1, at + 2
end

local function count(name, by)
  if by > 0 then redis.call('HINCRBY', job, name, by) end
end

count('scored', scored)
count(head.counter, made)
count('changed', told)
count('errors', head.errors)
if head.page ~= '' and head.closes then
  count('done', tonumber(record:match('^%S+ %S+ (%S+)')))
  redis.call('HDEL', pages, head.page)
  redis.call('ZREM', leases, head.page)
end

-- The end, and how fast it comes.
local known = redis.call('HMGET', job, 'done', 'total', 'changed', 'mark_at', 'mark_done', 'told_at')
local done, since = tonumber(known[1]), now - known[4]
if since >= 2000 then
  redis.call('HSET', job, 'rate', string.format('%.1f', (done - known[5]) * 1000 / since),
    'mark_at', string.format('%.0f', now), 'mark_done', done)
end
local over = cut_all and redis.call('HLEN', pages) == 0
if over then
  state = undone_by and 'undone' or 'done'
  redis.call('HSET', job, 'state', state, 'ended_at', string.format('%.0f', now))
  redis.call('ZREM', open, head.id)
  for key = 1, 4 do redis.call('PEXPIRE', KEYS[key], head.life) end
end
if over or now - known[6] >= 1000 then
  redis.call('HSET', job, 'told_at', string.format('%.0f', now))
  redis.call('XADD', events, 'MAXLEN', '~', 10000, '*', 'event', 'rescoring.progress',
    'rescoring', head.id, 'state', state, 'done', done, 'total', known[2], 'changed', known[3])
end
return { 'done', made }
