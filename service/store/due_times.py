"""Due times: when something is to be done next, as the scores of a sorted set, by Redis's clock.

What was stamped while that clock was ahead would wait until the time has come. So what is due later
than anything is ever put off is due now.
"""

from collections.abc import Mapping

from service.store.connection import Connection


async def due_sites(connection: Connection, keys: Mapping[str, str], longest_ms: int) -> list[str]:
    """Tell which sites have something due now; gives names of ``keys``, each site's sorted set."""
    ends = [("ZRANGE", key, at, at, "WITHSCORES") for key in keys.values() for at in (0, -1)]
    (seconds, micros), *found = await connection.pipe([("TIME",), *ends])
    now = int(seconds) * 1000 + int(micros) // 1000
    heads, tails = (dict(zip(keys, found[at::2], strict=True)) for at in (0, 1))
    beyond = [site for site in keys if tails[site] and float(tails[site][1]) > now + longest_ms]
    if beyond:
        await connection.run_many("call_in", [([keys[site]], [longest_ms]) for site in beyond])
    return [
        site for site in keys if site in beyond or (heads[site] and float(heads[site][1]) <= now)
    ]
