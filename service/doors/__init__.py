"""Ways in for those who do not speak the JSON API: a plain form, and other services' protocols.

Each protocol is a package that knows no other; what they share stands beside them here.
"""
