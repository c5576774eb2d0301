"""Models in the record: their artifacts, who has chosen which, and what processes say of them."""

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

import orjson

from service.domain.audit import Actor, ActorKind
from service.domain.models import Act, Choice, Choices, ModelAct, ModelRecord, Package
from service.store import keys
from service.store.connection import Connection, to_json
from service.store.keys import SiteKeys

_ACTS_KEPT = 500
_VERSION = "#"
_PRESENT_S = 60.0
_EVENTS_KEPT = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelProcess:
    """What a process says of the models it goes by."""

    name: str
    at: int
    deciding: Mapping[str, str]
    """By site, for those that chose for themselves, and `ALL_SITES`."""
    troubles: Mapping[str, str] = field(default_factory=dict)
    """Model → why it cannot be used there."""


class Models:
    """All models of the installation."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, model: ModelRecord, package: Package, act: ModelAct) -> None:
        """Keep a model; one that was retired is there again."""
        parts = ("weights", package.weights, "manifest", package.manifest, "card", package.card)
        await self._connection.pipe(
            [
                ("HSET", keys.model(model.id), *parts),
                ("HSET", keys.MODELS, model.id, to_json(asdict(model))),
                ("LPUSH", keys.model_acts(act.site), to_json(asdict(act))),
            ]
        )

    async def all(self) -> list[ModelRecord]:
        """Read what is known of all models, the last that came first."""
        rows = await self._connection.call("HVALS", keys.MODELS)
        found = [ModelRecord(**orjson.loads(row)) for row in rows]
        return sorted(found, key=lambda model: (model.added_at, model.id), reverse=True)

    async def find(self, model_id: str) -> ModelRecord | None:
        """Read what is known of a model."""
        row = await self._connection.call("HGET", keys.MODELS, model_id)
        return ModelRecord(**orjson.loads(row)) if row else None

    async def package(self, model_id: str) -> Package | None:
        """Read an artifact."""
        fields = ("weights", "manifest", "card")
        parts = await self._connection.call_for_bytes("HMGET", keys.model(model_id), *fields)
        return Package(*parts) if all(part is not None for part in parts) else None

    async def card(self, model_id: str) -> str | None:
        """Read what people should know of a model, in Markdown; None: it is not there."""
        card = await self._connection.call_for_bytes("HGET", keys.model(model_id), "card")
        return card.decode(errors="replace") if card is not None else None

    async def version(self) -> int:
        """Read the version of the choices: whoever knows it need not read them."""
        return int(await self._connection.call("HGET", keys.MODEL_CHOICES, _VERSION) or 0)

    async def choices(self) -> Choices:
        """Read who has chosen what."""
        flat = await self._connection.call("HGETALL", keys.MODEL_CHOICES)
        made = {site: _read_choice(row) for site, row in flat.items() if site != _VERSION}
        return Choices(int(flat.get(_VERSION, 0)), made)

    async def choose(
        self, seen: int, choice: Choice, act: ModelAct, retired: ModelRecord | None = None
    ) -> bool:
        """Put a choice in force, made from a version of all; False: they are others by now."""
        gone = retired.id if retired else ""
        done = await self._connection.run(
            "choose_model",
            [keys.MODEL_CHOICES, keys.model_acts(act.site), keys.MODELS, keys.model(gone)],
            seen,
            act.site,
            to_json(asdict(choice)),
            to_json(asdict(act)),
            gone,
            to_json(asdict(retired)) if retired else "",
            _ACTS_KEPT,
        )
        return bool(done)

    async def acts(self, site: str, limit: int) -> list[ModelAct]:
        """Read what was done for a site, or for all, the last first."""
        rows = await self._connection.call("LRANGE", keys.model_acts(site), 0, limit - 1)
        return [_read_act(row) for row in rows]

    async def announce(self, act: ModelAct, sites: list[str]) -> None:
        """Tell those who listen to the events of some sites."""
        fields = ("event", f"model.{act.act}", "model", act.model or "", "actor", act.actor.id)
        await self._connection.pipe(
            [
                ("XADD", SiteKeys(site).events, "MAXLEN", "~", _EVENTS_KEPT, "*", *fields)
                for site in sites
            ]
        )

    async def report(self, process: ModelProcess) -> None:
        """Say what a process goes by."""
        written = to_json(asdict(process))
        await self._connection.call("HSET", keys.MODEL_PROCESSES, process.name, written)

    async def processes(self) -> list[ModelProcess]:
        """Read what processes have said lately, and forget those that are gone."""
        rows = await self._connection.call("HVALS", keys.MODEL_PROCESSES)
        said = [ModelProcess(**orjson.loads(row)) for row in rows]
        since = (time.time() - _PRESENT_S) * 1000
        gone = [process.name for process in said if process.at < since]
        if gone:
            await self._connection.call("HDEL", keys.MODEL_PROCESSES, *gone)
        return [process for process in said if process.at >= since]


def _read_choice(written: str) -> Choice:
    row = orjson.loads(written)
    return Choice(**{**row, "earlier": tuple(row["earlier"])})


def _read_act(written: str) -> ModelAct:
    row = orjson.loads(written)
    actor = Actor(ActorKind(row["actor"]["kind"]), row["actor"]["id"])
    return ModelAct(**{**row, "act": Act(row["act"]), "actor": actor})
