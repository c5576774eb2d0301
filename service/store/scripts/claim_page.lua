-- Hands out one page of a rescoring, with all that is to be read of its comments. A page is a window
-- of time of arrival, or while undoing a part of the list of changes; it is nobody else's for the
-- time of the lease. One whose lease has run out is handed out again before a new one is cut.
-- Refused by Redis when memory is full: what is done in bulk leaves the rest of it to people.
--
-- KEYS  1  gr:{site}:rescorings:open       zset    due again; left by what is not running
--       2  gr:{site}:rescoring:<id>        hash    cursor moved
--       3  gr:{site}:rescoring:<id>:pages  hash    page → "first last count attempts"
--       4  gr:{site}:rescoring:<id>:leases zset    page → end of its lease, ms
--       5  gr:{site}:comment:              prefix  of the comments that are read
--       6  gr:{site}:rescoring:<id>:changes list   read while undoing
--       7  gr:{site}:pending         zset    looked at: what waits there comes first
--       8  gr:{site}:status:*         zset    looked at for the last to arrive: pending, held, approved,
--                                             rejected, spam
--       13+ gr:{site}:status:<status> zset    of the statuses that are rescored
-- ARGV  1  id of the rescoring
--       2  lease, ms
--       3  comments in a page, about: those that arrived in one ms are never parted
--       4  the same while live comments come in
--       5  attempts after which a page is given up
--       6  comments a second at most; 0: as fast as it goes
--       7  short name of the only thread, or ''
--       8  the model whose scores will do, or ''
--       9+ fields to be read of a comment, by their short names (codec.py): status, thread, model,
--          scores, places, and what else is wanted
-- Gives {} when there is nothing to be handed out; {wait}, in ms, when there will be; or {live (1 while
-- live comments come in), page, count, attempt, rows}: rows alternate between an id and its fields, or
-- are entries of the list of changes. With nothing left and nobody having closed the rescoring yet,
-- page is '' and rows are none
local open, job, pages, leases, comments, changes, pending = unpack(KEYS, 1, 7)
local first_live, first_status = 8, 13
local id, lease, size, rate = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[6])
local thread, model_not = ARGV[7], ARGV[8]

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local state, cursor, last = unpack(redis.call('HMGET', job, 'state', 'cursor', 'last'))
local undoing = state == 'undoing'
cursor, last = tonumber(cursor), tonumber(last)

-- Whether somebody has written within the last second. Then others have Redis again in a moment.
local function is_live()
  for at = first_live, first_status - 1 do
    local arrived = redis.call('ZRANGE', KEYS[at], -1, -1, 'WITHSCORES')[2]
    if arrived and now - arrived < 1000 then return true end
  end
  return false
end

-- The time of arrival of the size-th comment after the cursor, all indexes taken together.
local function end_of_page()
  local heads = {}
  for at = first_status, #KEYS do
    local found = redis.call('ZRANGE', KEYS[at], '(' .. cursor, last, 'BYSCORE',
      'LIMIT', 0, size, 'WITHSCORES')
    if #found > 0 then heads[#heads + 1] = { found, 2 } end
  end
  local arrived
  for _ = 1, size do
    local first
    for _, head in ipairs(heads) do
      local next_one = tonumber(head[1][head[2]])
      if next_one and (not first or next_one < tonumber(first[1][first[2]])) then first = head end
    end
    if not first then break end
    arrived = first[1][first[2]]
    first[2] = first[2] + 2
  end
  return arrived and tonumber(arrived)
end

local function count_between(first, until_then)
  if undoing then return math.max(0, until_then - first) end
  local count = 0
  for at = first_status, #KEYS do
    count = count + redis.call('ZCOUNT', KEYS[at], '(' .. first, until_then)
  end
  return count
end

local function cut()
  local upto = undoing and math.min(last, cursor + size) or not undoing and end_of_page()
  if not upto or upto <= cursor then return end
  local page = redis.call('HINCRBY', job, 'cut', 1)
  redis.call('HSET', job, 'cursor', string.format('%.0f', upto))
  return tostring(page), cursor, upto, count_between(cursor, upto), 0
end

local function read_comments(first, upto)
  local rows = {}
  for at = first_status, #KEYS do
    for _, comment in ipairs(redis.call('ZRANGE', KEYS[at], '(' .. first, upto, 'BYSCORE')) do
      local row = redis.call('HMGET', comments .. comment, unpack(ARGV, 9))
      local status, its_thread, model, scores, places = unpack(row, 1, 5)
      -- What went out unread is on the pending index, and is about to be scored.
      local unread = status == 'approved' and (scores or '') == '' and (places or '') == ''
      if status and status ~= 'erased' and not unread
        and (thread == '' or its_thread == thread) and (model_not == '' or model ~= model_not) then
        rows[#rows + 1] = comment
        rows[#rows + 1] = row
      end
    end
  end
  return rows
end

if state ~= 'running' and not undoing then
  redis.call('ZREM', open, id)
  return {}
end

local live = is_live()
if live then size = math.min(size, tonumber(ARGV[4])) end
local page, first, upto, count, attempt
local late = redis.call('ZRANGE', leases, '-inf', now, 'BYSCORE', 'LIMIT', 0, 1)[1]
if late then
  page = late
  first, upto, count, attempt = redis.call('HGET', pages, page):match('^(%S+) (%S+) (%S+) (%S+)$')
else
  local due = tonumber(redis.call('ZSCORE', open, id) or 0)
  if due > now then return { due - now } end
  page, first, upto, count, attempt = cut()
end
if not page then
  redis.call('HSET', job, 'cut_all', 1)
  local next_end = redis.call('ZRANGE', leases, 0, 0, 'WITHSCORES')[2]
  if not next_end then return { 0, '', 0, 0, {} } end
  redis.call('ZADD', open, next_end, id)
  return {}
end

attempt = attempt + 1
local record = string.format('%.0f %.0f %d %d', first, upto, count, attempt)
redis.call('HSET', pages, page, record)
redis.call('ZADD', leases, now + lease, page)
-- Comments that nobody has begun to score for a while: those who could are short of time. They get it.
local waiting = redis.call('ZCOUNT', pending, '-inf', now - 20) > 0
local pause = math.max(rate > 0 and math.ceil(count * 1000 / rate) or 0, waiting and 200 or 0)
redis.call('ZADD', open, now + pause, id)
local rows = {}
if attempt <= tonumber(ARGV[5]) then
  rows = undoing and redis.call('LRANGE', changes, first, upto - 1) or read_comments(first, upto)
end
return { live and 1 or 0, page, tonumber(count), attempt, rows }
