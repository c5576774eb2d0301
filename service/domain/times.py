"""Times of the record, ms since 1970, as they are shown."""

from datetime import UTC, datetime


def as_rfc_3339(ms: int) -> str:
    """Write a time as ``2026-01-31T08:00:00.000Z``."""
    return f"{datetime.fromtimestamp(ms // 1000, UTC):%Y-%m-%dT%H:%M:%S}.{ms % 1000:03d}Z"
