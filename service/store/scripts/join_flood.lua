#!lua flags=allow-oom
-- Finds the flood that a text belongs to, or begins one of its own. A flood is the texts that are
-- nearly its first one's, as long as they come within a window of one another. Only the first text
-- is indexed, so a flood of a million costs what a flood of one does, and a text like no other costs
-- a few short fields in small tables. Allowed when memory is full: what was accepted is to be judged.
--
-- The tables are of one half of a window each, and expire a window after its end. What is found in an
-- older one, or is kept for an order (`order_flood.lua`), is written into that of now, so that a flood lasts as long as it goes on; after its last
-- text it is known for one window, and for half of one more at most.
--
-- KEYS  1  gr:{site}:flood:  prefix  of a flood of more than one: zset, ids by time of arrival
--       2  gr:{site}:near:   prefix  of hashes: band of a signature → flood whose first text has it
--                                    (the last, if several have); flood → "<signature of its first
--                                    text> <its arrival, ms> <its id>"
--       3  gr:{site}:flood-orders  hash  flood → what was ordered for its later arrivals
-- ARGV  1  comment id
--       2  revision, which names the flood if it begins one
--       3  time of arrival, ms
--       4  window, ms
--       5  signature: rows of two characters each
--       6  how many rows must agree
-- Gives {flood, texts, order}: its name, how many texts it has had in the window up to this one, and
-- what was ordered for it, if anything was
local id, revision, arrived, window = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local signature, enough = ARGV[5], tonumber(ARGV[6])
local row, band = 2, 8
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local half = math.max(1, math.floor(window / 2))
local current = math.floor(now / half)

-- A table has few entries, so that it stays compact: its name takes the first character of a band.
local function table_of(slot, part)
  return KEYS[2] .. (slot == 'kept' and slot or string.format('%.0f', slot)) .. ':' .. part
end

local function bands(of, use)
  for at = 1, #of, band do use(at .. of:sub(at, at), of:sub(at + 1, at + band - 1)) end
end

local function agrees(other)
  local rows = 0
  for at = 1, #signature, row do
    if signature:sub(at, at + row - 1) == other:sub(at, at + row - 1) then rows = rows + 1 end
  end
  return rows >= enough
end

local function find()
  local looked_at, found, first = {}, nil, nil
  local slots = { current, current - 1, current - 2 }
  if redis.call('EXISTS', KEYS[3]) == 1 then slots[4] = 'kept' end
  for _, slot in ipairs(slots) do
    bands(signature, function(part, rest)
      local flood = not found and redis.call('HGET', table_of(slot, part), rest)
      if flood and not looked_at[flood] then
        looked_at[flood] = true
        local text = redis.call('HGET', table_of(slot, flood:sub(1, 2)), flood)
        if text and agrees(text:match('^%S+')) then found, first = flood, text end
      end
    end)
  end
  return found, first
end

local function put(part, field, value)
  local key = table_of(current, part)
  redis.call('HSET', key, field, value)
  redis.call('PEXPIREAT', key, string.format('%.0f', (current + 1) * half + window), 'NX')
end

local flood, first = find()
if not flood then
  flood, first = revision, signature .. ' ' .. string.format('%.0f', arrived) .. ' ' .. id
end
if redis.call('HGET', table_of(current, flood:sub(1, 2)), flood) ~= first then
  put(flood:sub(1, 2), flood, first)
  bands(first:match('^%S+'), function(part, rest) put(part, rest, flood) end)
end

local first_arrived, first_id = first:match(' (%S+) (%S+)$')
local order = redis.call('HGET', KEYS[3], flood)
if first_id == id then return { flood, 1, order } end
local members = KEYS[1] .. flood
redis.call('ZADD', members, first_arrived, first_id)
redis.call('ZADD', members, arrived, id)
redis.call('ZREMRANGEBYSCORE', members, '-inf', '(' .. string.format('%.0f', arrived - window))
redis.call('PEXPIRE', members, window)
return { flood, redis.call('ZCOUNT', members, '-inf', arrived), order }
