#!lua flags=allow-oom
-- Puts a choice of models in force, if the choices are still those it was made from.
--
-- KEYS  1  gr:{*}:model-choices      hash  site → choice; # → version
--       2  gr:{*}:model-acts:<site>  list  the act goes to its front
--       3  gr:{*}:models             hash  id → what is known of a model
--       4  gr:{*}:model:<id>         hash  artifact, dropped if the model is retired
-- ARGV  1  version of the choices it was made from
--       2  site
--       3  choice, JSON
--       4  act, JSON
--       5  id of the model that is retired, or empty
--       6  what is known of it from now on, JSON
--       7  how many acts are kept
-- Gives 1, or 0 when the choices are others by now
if (redis.call('HGET', KEYS[1], '#') or '0') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
redis.call('HINCRBY', KEYS[1], '#', 1)
redis.call('LPUSH', KEYS[2], ARGV[4])
redis.call('LTRIM', KEYS[2], 0, ARGV[7] - 1)
if ARGV[5] ~= '' then
  redis.call('HSET', KEYS[3], ARGV[5], ARGV[6])
  redis.call('DEL', KEYS[4])
end
return 1
