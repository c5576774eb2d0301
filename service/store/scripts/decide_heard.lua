#!lua flags=allow-oom
-- Decides a comment by what its knock told of it, as one whose text is like no other, if all of that
-- is still so: then nothing had to be asked before. If it is like others it has joined them.
--
-- KEYS  1  gr:{site}:policy  hash  read, as the next
--       2  gr:{site}:words   hash  the version of the list
--       3  those of join_flood.lua, three
--       6+ those of transition.lua
-- ARGV  1  version of the policy that was in force
--       2  version of the list, or ''
--       3  whether to look for texts that it is like: 1, or 0 if it is too short
--       4  those of join_flood.lua, six
--      10  that of transition.lua
-- Gives what transition.lua gives, or {'changed'} (the site goes by something else now), or what
-- join_flood.lua gives after the word 'alike'
local join = include 'join_flood'
local transition = include 'transition'

local policy, words = redis.call('HGET', KEYS[1], 'current'), redis.call('HGET', KEYS[2], 'version')
if policy ~= ARGV[1] or (words or '') ~= ARGV[2] then return { 'changed' } end
if ARGV[3] == '1' then
  local flood, texts, order = unpack(join({ unpack(KEYS, 3, 5) }, { unpack(ARGV, 4, 9) }))
  if flood ~= ARGV[5] or texts > 1 or order then return { 'alike', flood, texts, order } end
end
return transition({ unpack(KEYS, 6) }, { ARGV[10] })
