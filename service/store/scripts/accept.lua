-- Accepts a comment. After this it must never be lost; before this nothing of it is kept.
-- Refused by Redis when memory is full, before its first write: a full record stops intake.
--
-- KEYS  1  gr:{site}:comment:<id>    hash    written
--       2  gr:{site}:pending         zset    due now
--       3  gr:{site}:status:pending  zset    listed
--       4  gr:{site}:audit           stream  first entry
--       5  gr:{site}:events          stream  comment.accepted
--       6+ gr:{site}:once:*          string  what idempotency key and external id stand for
--       then, in pairs, for each identity of the author:
--          gr:{site}:who:<hash>      hash    first_seen
--          gr:{site}:by:<hash>       zset    ids by time of arrival
-- ARGV  1  JSON: id, digest (of the body), once (life of each of KEYS 6+, ms; 0 is for ever),
--          fields (of the comment, all strings), actor ("kind:id")
-- Gives {outcome, id}; outcome: accepted, repeated (same key, same body), clash (another body)
local sent = cjson.decode(ARGV[1])
local first_identity = 6 + #sent.once

for at = 6, first_identity - 1 do
  local known = redis.call('GET', KEYS[at])
  if known then
    local id, digest = known:match('^(%S+) (%S+)$')
    return { digest == sent.digest and 'repeated' or 'clash', id }
  end
end

local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))

local audit = redis.call('XADD', KEYS[4], '*', 'comment', sent.id, 'action', 'accept',
  'before', '', 'after', 'pending', 'version', '1', 'actor', sent.actor)

local fields = {
  'status', 'pending', 'version', '1', 'received_at', now, 'audit', audit,
  'created_at', sent.fields.created_at or now,
}
sent.fields.created_at = nil
for name, value in pairs(sent.fields) do
  fields[#fields + 1] = name
  fields[#fields + 1] = value
end
redis.call('HSET', KEYS[1], unpack(fields))
redis.call('ZADD', KEYS[2], now, sent.id)
redis.call('ZADD', KEYS[3], now, sent.id)
redis.call('XADD', KEYS[5], 'MAXLEN', '~', 10000, '*',
  'event', 'comment.accepted', 'comment', sent.id, 'status', 'pending', 'version', '1')
for at, life in ipairs(sent.once) do
  redis.call('SET', KEYS[5 + at], sent.id .. ' ' .. sent.digest)
  if life > 0 then redis.call('PEXPIRE', KEYS[5 + at], life) end
end
for at = first_identity, #KEYS, 2 do
  redis.call('HSETNX', KEYS[at], 'first_seen', now)
  redis.call('ZADD', KEYS[at + 1], now, sent.id)
end
return { 'accepted', sent.id }
