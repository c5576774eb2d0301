#!lua flags=allow-oom
-- Keeps a note on a comment, unless the comment is erased: a note may quote what is gone.
-- Allowed when memory is full: people go on.
--
-- KEYS  1  gr:{site}:comment:<id>  hash  read
--       2  gr:{site}:notes:<id>    list  joined
-- ARGV  1  note, JSON
--       2  how many a comment may have
-- Gives how many there are now; 0 when there is no such comment, -1 when it has no room for more
local status = redis.call('HGET', KEYS[1], 'status')
if not status or status == 'erased' then return 0 end
if redis.call('LLEN', KEYS[2]) >= tonumber(ARGV[2]) then return -1 end
return redis.call('RPUSH', KEYS[2], ARGV[1])
