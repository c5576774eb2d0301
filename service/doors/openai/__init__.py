"""The OpenAI door: ``/v1/moderations``."""
