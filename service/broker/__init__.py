"""How work is asked for: Celery messages, which are hints; the record holds the truth."""
