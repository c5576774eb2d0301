-- Finds the flood that a text belongs to, or begins one of its own. A flood is the texts that are
-- nearly its first one's, as long as they come within a window of one another. Only the first text
-- is indexed, so a flood of a million costs what a flood of one does.
--
-- KEYS  1  gr:{site}:flood:           prefix  of the flood joined: zset, ids by time of arrival
--       2  gr:{site}:near:signature:  prefix  of the first texts' signatures: string
--       3  gr:{site}:near:            prefix  of one zset a band: floods, by last use
-- ARGV  1  comment id
--       2  time of arrival, ms
--       3  window, ms
--       4  signature: rows of four hex digits
--       5  how many rows must agree
-- Gives {flood, texts}: the id of its first comment, and how many texts it has had in the window
local id, arrived, window, signature = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
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
  return rows >= tonumber(ARGV[5])
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
  return id, signature
end

local flood, first = find()
redis.call('SET', KEYS[2] .. flood, first, 'PX', window)
for _, key in ipairs(band_keys(first)) do
  redis.call('ZADD', key, now, flood)
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now - window)
  redis.call('PEXPIRE', key, window)
end
redis.call('ZADD', KEYS[1] .. flood, arrived, id)
redis.call('PEXPIRE', KEYS[1] .. flood, window)
return { flood, redis.call('ZCARD', KEYS[1] .. flood) }
