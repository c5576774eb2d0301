#!lua flags=allow-oom
-- Steers a rescoring: it is paused, resumed, cancelled or undone. Allowed when memory is full: a
-- person may always stop what goes on.
--
-- KEYS  1  gr:{site}:rescoring:<id>         hash    state changed
--       2  gr:{site}:rescoring:<id>:pages   hash    dropped by cancelling
--       3  gr:{site}:rescoring:<id>:leases  zset    same
--       4  gr:{site}:rescoring:<id>:changes list    what undoing goes through
--       5  gr:{site}:rescorings:open        zset    joined by what goes on, left by what does not
--       6  gr:{site}:events                 stream  rescoring.progress
-- ARGV  1  id
--       2  step: pause, resume, cancel, undo
--       3  states in which it may be taken, with spaces between
--       4  who takes it
--       5  life of what has ended, ms
-- Gives {outcome, state}; outcome: done, refused (not in this state), missing
local job, pages, leases, changes, open, events = unpack(KEYS)
local id, step, allowed, by, life = unpack(ARGV)
local state, undone_by = unpack(redis.call('HMGET', job, 'state', 'undone_by'))
if not state then return { 'missing', '' } end
if not string.find(' ' .. allowed .. ' ', ' ' .. state .. ' ', 1, true) then
  return { 'refused', state }
end

local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
local function set(...) redis.call('HSET', job, ...) end

if step == 'pause' then
  state = 'paused'
elseif step == 'resume' then
  state = undone_by and 'undoing' or 'running'
elseif step == 'cancel' then
  state = 'cancelled'
  set('ended_at', now)
  redis.call('DEL', pages, leases)
  for _, key in ipairs({ job, changes }) do redis.call('PEXPIRE', key, life) end
else
  state = 'undoing'
  for _, key in ipairs({ job, changes }) do redis.call('PERSIST', key) end
  redis.call('HDEL', job, 'cut_all', 'ended_at')
  set('undone_by', by, 'cursor', 0, 'done', 0)
  set('last', redis.call('LLEN', changes), 'total', redis.call('LLEN', changes))
end
set('state', state, 'rate', 0, 'mark_at', now, 'mark_done', redis.call('HGET', job, 'done'))
if state == 'running' or state == 'undoing' then
  redis.call('ZADD', open, 0, id)
else
  redis.call('ZREM', open, id)
end
local done, total, changed = unpack(redis.call('HMGET', job, 'done', 'total', 'changed'))
redis.call('XADD', events, 'MAXLEN', '~', 10000, '*', 'event', 'rescoring.progress',
  'rescoring', id, 'state', state, 'done', done, 'total', total, 'changed', changed)
return { 'done', state }
