"""The words and rules of moderation: plain data and pure functions, standard library only."""
