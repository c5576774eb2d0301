"""Ways in for those who do not speak the JSON API."""
