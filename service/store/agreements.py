"""What shadows say beside the models that decide: figures, and the last comments they differ on."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from service.clock import now_ms
from service.domain.agreement import Agreement, Pair
from service.domain.shadows import Difference, SideBySide
from service.domain.statuses import Status
from service.store.connection import Connection
from service.store.entry_ids import read_entry_id
from service.store.keys import SiteKeys
from service.store.trips import Command

DIFFERENCES_KEPT = 1_000
_KEPT_S = 90 * 24 * 3600
_SINCE, _SKIPPED, _VERDICT, _LABEL = "since", "skipped", "verdict", "label"

Counts = Mapping[str, Mapping[Pair, int]]
"""By label, and of verdicts under the empty name: what both said → how often."""

VERDICTS = ""


class Agreements:
    """The figures of all sites; forgotten 90 days after the last comment."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(
        self,
        site: str,
        models: Pair,
        counts: Counts,
        differences: Sequence[Difference],
        skipped: int = 0,
    ) -> None:
        """Add what came of some comments, for a deciding model and its shadow."""
        figures, listed = SiteKeys(site).agreement(*models), SiteKeys(site).differences(*models)
        commands: list[Command] = [("HSETNX", figures, _SINCE, now_ms())]
        for label, pairs in counts.items():
            prefix = f"{_LABEL}:{label}" if label else _VERDICT
            for (one, other), count in pairs.items():
                commands.append(("HINCRBY", figures, f"{prefix}:{one}:{other}", count))
        if skipped:
            commands.append(("HINCRBY", figures, _SKIPPED, skipped))
        for difference in differences:
            fields = _written(difference)
            commands.append(("XADD", listed, "MAXLEN", DIFFERENCES_KEPT, "*", *fields))
        commands += [("EXPIRE", figures, _KEPT_S), ("EXPIRE", listed, _KEPT_S)]
        await self._connection.pipe(commands)

    async def read(self, site: str, deciding: str, shadow: str) -> SideBySide:
        """Read the figures of two models."""
        row = await self._connection.call("HGETALL", SiteKeys(site).agreement(deciding, shadow))
        verdicts: dict[Pair, int] = {}
        labels: defaultdict[str, dict[Pair, int]] = defaultdict(dict)
        for name, count in row.items():
            match name.split(":"):
                case [kind, one, other] if kind == _VERDICT:
                    verdicts[one, other] = int(count)
                case [kind, label, one, other] if kind == _LABEL:
                    labels[label][one, other] = int(count)
        return SideBySide(
            deciding=deciding,
            shadow=shadow,
            since=int(row[_SINCE]) if _SINCE in row else None,
            verdicts=Agreement(verdicts),
            labels={label: Agreement(counts) for label, counts in sorted(labels.items())},
            skipped=int(row.get(_SKIPPED, 0)),
        )

    async def differences(
        self, site: str, models: Pair, limit: int, before: str | None = None
    ) -> tuple[list[Difference], str | None]:
        """Read the comments that two models differ on, the last first, and where to go on.

        Raises
        ------
        InvalidError
            ``before`` is no place in this list.
        """
        end = "({}-{}".format(*read_entry_id(before)) if before else "+"
        rows = await self._connection.call(
            "XREVRANGE", SiteKeys(site).differences(*models), end, "-", "COUNT", limit
        )
        found = [_read(entry_id, fields) for entry_id, fields in rows]
        return found, rows[-1][0] if len(rows) == limit else None


def _written(difference: Difference) -> tuple[str, ...]:
    return (
        *("comment", difference.comment),
        *("said", difference.said),
        *("would_say", difference.would_say),
        *("label", difference.label),
        *("score", str(difference.score)),
        *("would_score", str(difference.would_score)),
    )


def _read(entry_id: str, fields: Mapping[str, str]) -> Difference:
    return Difference(
        comment=fields["comment"],
        said=Status(fields["said"]),
        would_say=Status(fields["would_say"]),
        label=fields["label"],
        score=float(fields["score"]),
        would_score=float(fields["would_score"]),
        at=int(entry_id.partition("-")[0]),
    )
