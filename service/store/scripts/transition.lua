#!lua flags=allow-oom
-- Changes the state of a comment: a verdict, a person's decision, an edit, an erasure. Whatever
-- follows from it (indexes, audit entry, event) happens here too, all or nothing. Who comes late is
-- refused by the state it expected, not by hope. Allowed when memory is full: people can go on.
--
-- KEYS  1  gr:{site}:comment:<id>     hash    read and written
--       2  gr:{site}:pending          zset    joined or left
--       3  gr:{site}:attempts         hash    forgotten
--       4  gr:{site}:audit            stream  one entry
--       5  gr:{site}:events           stream  one event
--       6  gr:{site}:thread:<hash>    zset    joined when approved, left otherwise
--       7  gr:{site}:held:priority    zset    joined when held, left otherwise
--       8  gr:{site}:held:reason:     prefix  of one zset a reason; same
--       9  gr:{site}:status:*         zset    9 to 13: pending, held, approved, rejected, spam
--       14 gr:{site}:once:external:*  string  only to erase one that has an external id: the id stays
--                                             taken, by nothing known
-- ARGV  1  JSON: id; expect {status?, version?, revision?}; to (the new status); set (fields, all
--          strings); drop (fields); codes (reason codes, in one string); priority; event;
--          audit (fields of the entry, all strings)
-- Gives {outcome, version}; outcome: done, stale (not what was expected), missing (no such comment,
-- or erased)
local change = cjson.decode(ARGV[1])
local id, to, expect = change.id, change.to, change.expect
local priority = tonumber(change.priority) or 1 -- JSON has no NaN, and nothing may fail half-way
local index = {
  pending = KEYS[9], held = KEYS[10], approved = KEYS[11], rejected = KEYS[12], spam = KEYS[13],
}

local seen = redis.call('HMGET', KEYS[1],
  'status', 'version', 'revision', 'received_at', 'created_at', 'codes', 'audit')
local from, version, revision, received_at, created_at, codes, audit = unpack(seen)
if not from or from == 'erased' then
  redis.call('ZREM', KEYS[2], id)
  return { 'missing', 0 }
end
if (expect.status and expect.status ~= from)
  or (expect.version and expect.version ~= tonumber(version))
  or (expect.revision and expect.revision ~= revision) then
  return { 'stale', tonumber(version) }
end

local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
version = string.format('%d', version + 1)

-- leave where it stood
redis.call('ZREM', index[from], id)
redis.call('HDEL', KEYS[3], id)
if from == 'pending' then
  redis.call('ZREM', KEYS[2], id)
elseif from == 'approved' then
  redis.call('ZREM', KEYS[6], id)
elseif from == 'held' then
  redis.call('ZREM', KEYS[7], id)
  for code in string.gmatch(codes or '', '%S+') do redis.call('ZREM', KEYS[8] .. code, id) end
end

-- stand where it belongs
if index[to] then redis.call('ZADD', index[to], received_at, id) end
if to == 'pending' then
  redis.call('ZADD', KEYS[2], now, id)
elseif to == 'approved' then
  redis.call('ZADD', KEYS[6], created_at, id)
elseif to == 'held' then
  redis.call('ZADD', KEYS[7], priority, id)
  for code in string.gmatch(change.codes, '%S+') do
    redis.call('ZADD', KEYS[8] .. code, received_at, id)
  end
end

-- write it down, on the record, in the log and for whoever listens
local entry = { 'comment', id, 'before', from, 'after', to, 'version', version }
for name, value in pairs(change.audit) do
  entry[#entry + 1] = name
  entry[#entry + 1] = value
end
audit = audit .. ' ' .. redis.call('XADD', KEYS[4], '*', unpack(entry))

local fields = { 'status', to, 'version', version, 'codes', change.codes, 'audit', audit }
if to ~= 'pending' then
  fields[#fields + 1] = 'decided_at'
  fields[#fields + 1] = now
end
for name, value in pairs(change.set) do
  fields[#fields + 1] = name
  fields[#fields + 1] = value
end
if #change.drop > 0 then redis.call('HDEL', KEYS[1], unpack(change.drop)) end
redis.call('HSET', KEYS[1], unpack(fields))
if KEYS[14] then redis.call('SET', KEYS[14], id .. ' erased') end
redis.call('XADD', KEYS[5], 'MAXLEN', '~', 10000, '*',
  'event', change.event, 'comment', id, 'status', to, 'version', version)
if from == 'pending' then redis.call('PUBLISH', 'gr:decided', id) end
return { 'done', tonumber(version) }
