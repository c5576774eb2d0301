"""A page to try it all on: an article with comments under it."""
