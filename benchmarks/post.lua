-- For wrk: posts comments of about 200 characters, each like no other.
local words = {}
for word in string.gmatch(
  "the council said that nobody would have to pay for it and yet here we are again reading about "
  .. "money which could have gone into schools while somebody explains why he was right all along",
  "%S+") do words[#words + 1] = word end

local count = 0
local seed = os.time()

function setup(thread)
  seed = seed + 1
  thread:set("seed", seed)
end

function init(_args)
  math.randomseed(seed)
end

function request()
  count = count + 1
  local said = {}
  for at = 1, 36 do said[at] = words[math.random(#words)] end
  local text = table.concat(said, " ") .. " " .. seed .. "-" .. count
  local body = '{"text":"' .. text .. '","thread":{"id":"t-' .. count % 50 .. '"}}'
  return wrk.format("POST", nil, nil, body)
end
