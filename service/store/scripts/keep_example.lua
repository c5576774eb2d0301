-- Keeps a labelled example, if what it is about was not erased meanwhile. Refused when memory is full.
--
-- KEYS  1  gr:{site}:example:         prefix  of one hash an example
--       2  gr:{site}:examples         zset    joined; the oldest beyond the most leave
--       3  gr:{site}:comment:<id>     hash    the comment it is about; of no id if there is none
--       4+ gr:{site}:examples-of:<hash>  zset  joined: what it must be erased with
-- ARGV  1  JSON: id; about (whether there is a comment); fields (strings); most (examples of a site);
--          life (ms of an example, 0: for ever), link_life (ms of KEYS 4+, same)
-- Gives 1, or 0 when the comment is gone
local sent = cjson.decode(ARGV[1])
local key = KEYS[1] .. sent.id

if sent.about then
  local status = redis.call('HGET', KEYS[3], 'status')
  if not status or status == 'erased' then return 0 end
end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local fields = { 'at', string.format('%.0f', now) }
for name, value in pairs(sent.fields) do
  fields[#fields + 1] = name
  fields[#fields + 1] = value
end
redis.call('DEL', key)
redis.call('HSET', key, unpack(fields))
redis.call('ZADD', KEYS[2], now, sent.id)
if sent.life > 0 then
  redis.call('PEXPIRE', key, sent.life)
  redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now - sent.life)
end
while redis.call('ZCARD', KEYS[2]) > sent.most do
  redis.call('DEL', KEYS[1] .. redis.call('ZPOPMIN', KEYS[2])[1])
end
for at = 4, #KEYS do
  redis.call('ZADD', KEYS[at], now, sent.id)
  if sent.link_life > 0 then
    redis.call('ZREMRANGEBYSCORE', KEYS[at], '-inf', now - sent.link_life)
    redis.call('PEXPIRE', KEYS[at], sent.link_life)
  end
end
return 1
