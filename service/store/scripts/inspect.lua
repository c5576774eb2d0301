#!lua flags=no-writes
-- Reads a comment, where it stands and its history as one, so that a change in between is never
-- taken for damage.
--
-- KEYS  1  gr:{site}:comment:<id>  hash    read
--       2  gr:{site}:attempts      hash    read
--       3  gr:{site}:audit         stream  the entries that the comment names
--       4  gr:{site}:queue:flood:<id>  zset  its rank is read
--       5+ any index               zset    its score is read
-- ARGV  1  id
-- Gives {fields and values, attempts or nil, {rank in KEYS 4, score in each of KEYS 5+, or nil},
-- {entries}}
local scores, entries = { redis.call('ZRANK', KEYS[4], ARGV[1]) }, {}
for at = 5, #KEYS do scores[at - 3] = redis.call('ZSCORE', KEYS[at], ARGV[1]) end
for entry in string.gmatch(redis.call('HGET', KEYS[1], 'v') or '', '%S+') do
  entries[#entries + 1] = redis.call('XRANGE', KEYS[3], entry, entry)[1]
end
return {
  redis.call('HGETALL', KEYS[1]), redis.call('HGET', KEYS[2], ARGV[1]), scores, entries,
}
