#!lua flags=allow-oom
-- Finds the flood that a text belongs to, or begins one of its own. A flood is the texts that are
-- nearly its first one's, as long as they come within a window of one another. Only the first text
-- is indexed, so a flood of a million costs what a flood of one does, and a text like no other costs
-- a few short fields in one table. Allowed when memory is full: what was accepted is to be judged.
--
-- A table is of one half of a window, and expires a window after its end. What is found in an older
-- one, or is kept for an order (`order_flood.lua`), is written into that of now, so that a flood lasts
-- as long as it goes on; after its last text it is known for one window, and for half of one more at
-- most. Tables are not cut up into small ones, which take less memory while little comes in: each of
-- them would have to be asked, and most of the time of a comment in here went into that.
--
-- KEYS  1  gr:{site}:flood:  prefix  of a flood of more than one: zset, ids by time of arrival
--       2  gr:{site}:near:   prefix  of hashes: place and band of a signature → flood whose first
--                                    text has it (the last, if several have); flood → "<signature of
--                                    its first text> <its arrival, ms> <its id>"
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

local function table_of(slot) return KEYS[2] .. string.format('%.0f', slot) end

local function bands_of(text)
  local fields = {}
  for at = 1, #signature, band do
    fields[#fields + 1] = #fields .. text:sub(at, at + band - 1)
  end
  return fields
end

local function agrees(other)
  local rows = 0
  for at = 1, #signature, row do
    if signature:sub(at, at + row - 1) == other:sub(at, at + row - 1) then rows = rows + 1 end
  end
  return rows >= enough
end

local function find()
  local looked_at, bands = {}, bands_of(signature)
  local tables = { table_of(current), table_of(current - 1), table_of(current - 2) }
  if redis.call('EXISTS', KEYS[3]) == 1 then tables[4] = KEYS[2] .. 'kept' end
  for _, near in ipairs(tables) do
    for _, flood in ipairs(redis.call('HMGET', near, unpack(bands))) do
      if flood and not looked_at[flood] then
        looked_at[flood] = true
        local text = redis.call('HGET', near, flood)
        if text and agrees(text) then return flood, text end
      end
    end
  end
end

local flood, first = find()
if not flood then
  flood, first = revision, signature .. ' ' .. string.format('%.0f', arrived) .. ' ' .. id
end
local near = table_of(current)
if redis.call('HGET', near, flood) ~= first then
  local fields = { flood, first }
  for _, field in ipairs(bands_of(first)) do
    fields[#fields + 1] = field
    fields[#fields + 1] = flood
  end
  redis.call('HSET', near, unpack(fields))
  redis.call('PEXPIREAT', near, string.format('%.0f', (current + 1) * half + window), 'NX')
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
