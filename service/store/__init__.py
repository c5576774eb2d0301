"""The record, in Redis: what is kept, under which keys, and the scripts that change it."""
