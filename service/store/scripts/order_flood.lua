#!lua flags=allow-oom
-- Says what is to become of later arrivals of a flood, and keeps the flood known for as long as that
-- goes, however long nothing comes. Orders whose time is over are dropped. Allowed when memory is full.
--
-- KEYS  1  gr:{site}:flood-orders  hash    flood → order
--       2  gr:{site}:near:kept     hash    as in `join_flood.lua`
-- ARGV  1  flood
--       2  order, JSON
--       3  until when, ms
--       4  what `join_flood.lua` keeps of the first text of a flood; here of a text that was decided
-- Gives how many orders stand
local flood, until_ms, text = ARGV[1], tonumber(ARGV[3]), ARGV[4]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local orders = redis.call('HGETALL', KEYS[1])
for at = 1, #orders, 2 do
  if cjson.decode(orders[at + 1])['until'] <= now then
    redis.call('HDEL', KEYS[1], orders[at])
    redis.call('HDEL', KEYS[2], orders[at])
  end
end
redis.call('HSET', KEYS[1], flood, ARGV[2])

local ends = math.max(now + redis.call('PTTL', KEYS[2]), until_ms)
local signature, band, fields = text:match('^%S+'), 8, { flood, text }
for at = 1, #signature, band do
  fields[#fields + 1] = (#fields / 2 - 1) .. signature:sub(at, at + band - 1)
  fields[#fields + 1] = flood
end
redis.call('HSET', KEYS[2], unpack(fields))
redis.call('PEXPIREAT', KEYS[2], string.format('%.0f', ends))
return redis.call('HLEN', KEYS[1])
