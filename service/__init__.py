"""Greenroom: comment moderation that a newsroom or a blog runs itself."""

__version__ = "0.1.0"
