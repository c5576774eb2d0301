-- Changes a site's list of words. An entry that is put there again keeps the time it first came.
--
-- KEYS  1  gr:{site}:words         hash  id → "<created, ms> <entry, JSON>"; version, raised by one
--       2  gr:{site}:word-tallies  hash  what came of entries; forgotten with them
-- ARGV  1  how many entries the list may have
--       2  JSON: entries to put, each {id, created, entry}
--       3  JSON: ids of entries to drop
-- Gives {added, changed, dropped}; what finds no room is not added
local added, changed, dropped = 0, 0, 0

for _, entry in ipairs(cjson.decode(ARGV[2])) do
  local id, created, written = unpack(entry)
  local old = redis.call('HGET', KEYS[1], id)
  if old then
    redis.call('HSET', KEYS[1], id, old:match('^%d+') .. ' ' .. written)
    changed = changed + 1
  elseif redis.call('HLEN', KEYS[1]) - redis.call('HEXISTS', KEYS[1], 'version') < tonumber(ARGV[1]) then
    redis.call('HSET', KEYS[1], id, created .. ' ' .. written)
    added = added + 1
  end
end

for _, id in ipairs(cjson.decode(ARGV[3])) do
  dropped = dropped + redis.call('HDEL', KEYS[1], id)
  redis.call('HDEL', KEYS[2], id .. ':hits', id .. ':reviewed', id .. ':overturned')
end

if added + changed + dropped > 0 then redis.call('HINCRBY', KEYS[1], 'version', 1) end
return { added, changed, dropped }
