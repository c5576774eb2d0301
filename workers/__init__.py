"""The workers: Celery's side of the same use cases."""
