#!lua flags=allow-oom
-- Decides a comment that was judged as if its text were like no other, if that is so: then nothing
-- had to be asked before. If not, the text has joined those that it is like, and nothing is decided.
--
-- KEYS  1  those of join_flood.lua, three
--       4+ those of transition.lua
-- ARGV  1  those of join_flood.lua, six
--       7  that of transition.lua
-- Gives what transition.lua gives, or what join_flood.lua gives, after the word 'alike'
local join = include 'join_flood'
local transition = include 'transition'

local flood, texts, order = unpack(join({ unpack(KEYS, 1, 3) }, { unpack(ARGV, 1, 6) }))
if flood ~= ARGV[2] or texts > 1 or order then return { 'alike', flood, texts, order } end
return transition({ unpack(KEYS, 4) }, { ARGV[7] })
