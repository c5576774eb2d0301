"""The moderators' desk: pages to sign in to, read the review queue on, and decide."""
