"""The JSON API: HTTP on one side, the use cases on the other, and nothing in between but words."""
