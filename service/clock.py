"""The clock of the service, in the unit of the record: milliseconds since 1970, UTC."""

import time

HOUR_MS = 3600 * 1000
DAY_MS = 24 * HOUR_MS


def now_ms() -> int:
    """Read the clock of this machine; scripts read that of Redis."""
    return int(time.time() * 1000)
