-- Accepts a comment. After this it must never be lost; before this nothing of it is kept.
-- Refused by Redis when memory is full, before its first write: a full record stops intake.
--
-- KEYS  1  gr:{site}:comment:<id>    hash    written
--       2  gr:{site}:comment:        prefix  of what is there already under the same name
--       3  gr:{site}:pending         zset    due now
--       4  gr:{site}:status:pending  zset    listed
--       5  gr:{site}:audit           stream  first entry
--       6  gr:{site}:events          stream  comment.accepted
--       7  gr:{site}:threads         hash    the thread
--       8  gr:{site}:policy          hash    read, as the next three, if the comment came alone
--       9  gr:{site}:words           hash    the version of the list
--      10  gr:{site}:bans            hash    the author's
--      11  gr:{site}:thread-modes    hash    the thread's
--      12+ gr:{site}:once:<hash>     string  what an idempotency key stands for
--          gr:{site}:external:<part> hash    what an external id stands for
--       then, in pairs, for each identity of the author:
--          gr:{site}:who:<hash>      hash    first_seen
--          gr:{site}:by:<hash>       zset    ids by time of arrival
-- ARGV  1  JSON: id, site (its name), digest (of the body), once (field in each of KEYS 12+; empty: a string, which lives
--          for `life`, ms), thread (its short name; what is kept of it), named (whether that has more
--          than the id), fields (of the comment, under their short names), audit (two fields of the
--          entry), identities (of the author)
-- Gives {outcome, id}; outcome: heard (accepted, and a worker that stays for a while knows of it),
-- accepted (and none does), repeated (same key, same body), clash (another body)
local sent = cjson.decode(ARGV[1])
local first_identity = 12 + #sent.once

for at, field in ipairs(sent.once) do
  local key = KEYS[11 + at]
  local id = field == '' and redis.call('GET', key) or field ~= '' and redis.call('HGET', key, field)
  if id then
    -- An erased comment has no digest: its name stays taken, and nothing is known to be the same.
    local same = redis.call('HGET', KEYS[2] .. id, 'o') == sent.digest
    return { same and 'repeated' or 'clash', id }
  end
end

local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))

local audit = redis.call('XADD', KEYS[5], '*',
  'c', sent.id, 'e', '1 -p ' .. sent.audit[1], 'r', sent.audit[2])

local fields = { 'status', 'pending', 'version', '1', 'a', now, 'v', audit, 'h', sent.thread[1] }
if sent.digest ~= '' then
  fields[#fields + 1] = 'o'
  fields[#fields + 1] = sent.digest
end
for name, value in pairs(sent.fields) do
  fields[#fields + 1] = name
  fields[#fields + 1] = value
end
redis.call('HSET', KEYS[1], unpack(fields))
redis.call(sent.named and 'HSET' or 'HSETNX', KEYS[7], unpack(sent.thread))
redis.call('ZADD', KEYS[3], now, sent.id)
redis.call('ZADD', KEYS[4], now, sent.id)
redis.call('XADD', KEYS[6], 'MAXLEN', '~', 10000, '*',
  'event', 'comment.accepted', 'comment', sent.id, 'status', 'pending', 'version', '1')
for at, field in ipairs(sent.once) do
  if field == '' then
    redis.call('SET', KEYS[11 + at], sent.id, 'PX', sent.life)
  else
    redis.call('HSET', KEYS[11 + at], field, sent.id)
  end
end
for at = first_identity, #KEYS, 2 do
  redis.call('HSETNX', KEYS[at], 'first_seen', now)
  redis.call('ZADD', KEYS[at + 1], now, sent.id)
end

-- What the checks need to know around the comment, as they would be told who asked right now; nil
-- where the policy does not tell. An error here would come after the comment was kept.
local function known_around()
  local version = redis.call('HGET', KEYS[8], 'current')
  local written = version and redis.call('HGET', KEYS[8], version)
  local window_s = written and cjson.decode(written).window_s
  if not window_s then return nil end
  local since = now - math.floor(window_s * 1000)
  local known, paces = { received_at = now, audit = audit, policy = version }, {}
  known.words = redis.call('HGET', KEYS[9], 'version')
  known.mode = redis.call('HGET', KEYS[11], cjson.decode(sent.thread[2])[1])
  for at = first_identity, #KEYS, 2 do
    paces[#paces + 1] = redis.call('ZCOUNT', KEYS[at + 1], since, now)
  end
  if #paces > 0 then
    known.paces, known.bans = paces, redis.call('HMGET', KEYS[10], unpack(sent.identities))
    known.history = redis.call('HMGET', KEYS[first_identity],
      'first_seen', 'approved', 'rejected', 'spam', 'recent')
  end
  return cjson.encode(known)
end

-- Whoever hears of a comment that came alone can decide it without a question. Of one that others
-- wait beside only the site is told, and of a long one: who is slow to hear has it kept for them in
-- Redis' memory.
local word = sent.site
local is_alone = #ARGV[1] <= 4096 and redis.call('ZCOUNT', KEYS[3], '-inf', now) == 1
local around = is_alone and known_around()
if around then word = table.concat({ word, around, ARGV[1] }, '\n') end
local heard = redis.call('PUBLISH', 'gr:knocks', word)
return { heard > 0 and 'heard' or 'accepted', sent.id }
