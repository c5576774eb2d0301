"""Replaying a file of comments: reading it, posting it, and following up what became of them."""
