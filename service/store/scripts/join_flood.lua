#!lua flags=allow-oom
-- Finds the flood that a text belongs to, or begins one of its own. A flood is the texts that are
-- nearly its first one's, as long as they come within a window of one another. Only the first text
-- is indexed, so a flood of a million costs what a flood of one does. Allowed when memory is full:
-- what was accepted is to be judged.
--
-- KEYS  1  gr:{site}:flood:           prefix  of the flood joined: zset, ids by time of arrival
--       2  gr:{site}:near:signature:  prefix  of the first texts' signatures: string
--       3  gr:{site}:near:            prefix  of one zset a band: floods, by last use
-- ARGV  1  comment id
--       2  revision, which names the flood if it begins one
--       3  time of arrival, ms
--       4  window, ms
--       5  signature: rows of four hex digits
--       6  how many rows must agree
-- Gives {flood, texts}: its name, and how many texts it has had in the window up to this one
local id, revision, arrived, window = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local signature, enough = ARGV[5], tonumber(ARGV[6])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local row, band = 4, 16

local function band_keys(of)
  local keys = {}
  for at = 1, #of, band do keys[#keys + 1] = KEYS[3] .. at .. ':' .. of:sub(at, at + band - 1) end
  return keys
end

local function agrees(other)
  local rows = 0
  for at = 1, #signature, row do
    if signature:sub(at, at + row - 1) == other:sub(at, at + row - 1) then rows = rows + 1 end
  end
  return rows >= enough
end

local function find()
  local looked_at = {}
  for _, key in ipairs(band_keys(signature)) do
    local floods = redis.call('ZRANGE', key, '+inf', now - window, 'BYSCORE', 'REV', 'LIMIT', 0, 20)
    for _, flood in ipairs(floods) do
      local other = not looked_at[flood] and redis.call('GET', KEYS[2] .. flood)
      looked_at[flood] = true
      if other and agrees(other) then return flood, other end
    end
  end
  return revision, signature
end

local flood, first = find()
redis.call('SET', KEYS[2] .. flood, first, 'PX', window)
for _, key in ipairs(band_keys(first)) do
  redis.call('ZADD', key, now, flood)
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now - window)
  redis.call('PEXPIRE', key, window)
end
local members = KEYS[1] .. flood
redis.call('ZADD', members, arrived, id)
redis.call('ZREMRANGEBYSCORE', members, '-inf', '(' .. string.format('%.0f', arrived - window))
redis.call('PEXPIRE', members, window)
return { flood, redis.call('ZCOUNT', members, '-inf', arrived) }
