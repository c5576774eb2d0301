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
--       8+ gr:{site}:once:<hash>     string  what an idempotency key stands for
--          gr:{site}:external:<part> hash    what an external id stands for
--       then, in pairs, for each identity of the author:
--          gr:{site}:who:<hash>      hash    first_seen
--          gr:{site}:by:<hash>       zset    ids by time of arrival
-- ARGV  1  JSON: id, site (its name), digest (of the body), once (field in each of KEYS 8+; empty: a string, which lives
--          for `life`, ms), thread (its short name; what is kept of it), named (whether that has more
--          than the id), fields (of the comment, under their short names), audit (two fields of the
--          entry)
-- Gives {outcome, id}; outcome: heard (accepted, and a worker that stays for a while knows of it),
-- accepted (and none does), repeated (same key, same body), clash (another body)
local sent = cjson.decode(ARGV[1])
local first_identity = 8 + #sent.once

for at, field in ipairs(sent.once) do
  local key = KEYS[7 + at]
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
    redis.call('SET', KEYS[7 + at], sent.id, 'PX', sent.life)
  else
    redis.call('HSET', KEYS[7 + at], field, sent.id)
  end
end
for at = first_identity, #KEYS, 2 do
  redis.call('HSETNX', KEYS[at], 'first_seen', now)
  redis.call('ZADD', KEYS[at + 1], now, sent.id)
end
-- A long text is no part of the knock: who is slow to hear has it kept for them in Redis' memory.
local word = sent.site
if #ARGV[1] <= 4096 then word = table.concat({ word, now, audit, ARGV[1] }, ' ') end
local heard = redis.call('PUBLISH', 'gr:knocks', word)
return { heard > 0 and 'heard' or 'accepted', sent.id }
