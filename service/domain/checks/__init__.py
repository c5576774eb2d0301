"""The checks, by what they look at; their order is in ``service/domain/judging.py``."""
