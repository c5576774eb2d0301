"""Every setting of the service: one frozen, grouped object, built by entry points and passed down.

The environment variable of ``settings.redis.url`` is ``GREENROOM_REDIS_URL``. Any of them may
instead name a file that holds the value: ``GREENROOM_SECRET_FILE=/run/secrets/greenroom``.
"""

import re
from importlib.metadata import distributions
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, field_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from service.sentinels import Watched, read_watched

PREFIX = "GREENROOM_"

Seconds = Annotated[float, Field(gt=0)]

LONGEST_LEASE_S = 3_600.0
"""What is leased for longer by the clock of Redis was leased while that clock was ahead."""
LeaseSeconds = Annotated[float, Field(gt=0, le=LONGEST_LEASE_S)]


def _readable(url: str) -> str:
    read_watched(url)
    try:
        urlsplit(re.split("[,;]", url)[0]).port  # noqa: B018 - a property that reads it
    except ValueError:  # it quotes what may be half a password
        message = "the port is no number; write what is special in a password as %2F and the like"
        raise ValueError(message) from None
    return url


def _names_a_record(url: str) -> str:
    if read_watched(url) is None and urlsplit(url).scheme not in ("redis", "rediss", "unix"):
        raise ValueError("begin it with redis://, rediss://, unix:// or redis+sentinel://")
    return url


class Group(BaseModel):
    """Settings that belong together."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RedisSettings(Group):
    """The Redis that is the record."""

    url: Annotated[str, AfterValidator(_names_a_record), AfterValidator(_readable)] = (
        "redis://127.0.0.1:6379/0"
    )
    pool_size: int = Field(32, ge=1)
    timeout_s: Seconds = 5.0
    connect_timeout_s: Seconds = 2.0
    min_replica_acks: int = Field(
        0, ge=0, description="Replicas that must have whatever changes a comment"
    )
    replica_timeout_ms: int = Field(500, ge=1)

    @property
    def watched(self) -> Watched | None:
        """The Sentinels that know where it is; None: the URL says so itself."""
        return read_watched(self.url)


class BrokerSettings(Group):
    """The Celery broker, which carries hints only; it may be another server than the record."""

    url: Annotated[str, AfterValidator(_readable)] = ""
    """Empty: the server of the record."""
    coalesce_ms: float = Field(5.0, ge=0)
    """Under load one ring of the doorbell stands for all comments of this many milliseconds."""


class ApiSettings(Group):
    """The HTTP door."""

    host: str = "127.0.0.1"
    port: int = Field(8000, ge=0, le=65535)
    public_url: str = ""
    """Where readers reach the service; empty: ``http://host:port``."""
    trusted_proxies: str = ""
    """Addresses or networks, comma separated, whose ``X-Forwarded-For`` is believed."""
    posts_per_minute: int = Field(30, ge=1)
    """Comments per minute that one address may send with a publishable key or by the form."""
    author_posts_per_minute: int = Field(20, ge=1)
    """And that may come under one author's id or e-mail, from however many addresses."""
    key_posts_per_minute: int = Field(0, ge=0)
    """Comments per minute that one key may bring, whoever wrote them; 0: as many as it likes."""
    door_calls_per_minute: int = Field(0, ge=0)
    """Calls per minute that one key may make by other services' protocols; 0: any number."""


class WorkSettings(Group):
    """How comments are claimed and scored."""

    processes: int = Field(1, ge=1)
    batch_size: int = Field(256, ge=1, le=1000)
    lease_s: LeaseSeconds = 30.0
    max_attempts: int = Field(5, ge=1)
    sweep_s: Seconds = 2.0
    """How often beat, and every idle worker by itself, looks for comments whose ring was lost."""
    drain_s: Seconds = 2.0
    """How long one task goes on claiming, or waits for arrivals, before it lets others run."""


class BulkSettings(Group):
    """How stored comments are rescored, beside the live ones and never before them."""

    processes: int = Field(1, ge=1)
    nice: int = Field(10, ge=0, le=19)
    """How far its processes stand back when others want the processor."""
    rate: float = Field(0, ge=0)
    """Comments a second of one rescoring, at most; 0: as fast as it goes."""
    page_size: int = Field(128, ge=1, le=1000)
    lease_s: LeaseSeconds = 30.0
    """How long a page is with one process; much longer than it takes."""
    max_attempts: int = Field(5, ge=1)
    """After so many a page is left as it is, and counted as errors."""
    changes_kept: int = Field(100_000, ge=0)
    """Of a rescoring that changes nothing, so many changes are listed; all are counted."""
    keep_days: float = Field(30, gt=0)
    """How long an ended rescoring can be looked at and undone."""


class WebhookSettings(Group):
    """How sites are told what became of their comments."""

    allow_private: bool = False
    """Whether webhooks may be at private addresses, over plain HTTP and at any port."""
    timeout_s: Annotated[float, Field(gt=0, le=25)] = 10.0
    """How long one delivery may take."""
    lease_s: LeaseSeconds = 30.0
    """How long a letter is with one deliverer; longer than a delivery takes."""
    at_once: int = Field(20, ge=1, le=200)
    """Deliveries under way at the same time."""
    first_retry_s: Seconds = 5.0
    """Pause after the first failure; each is three times the one before, up to four hours."""
    max_attempts: int = Field(14, ge=1)
    """About a day's worth; then a letter is dead, and waits to be replayed."""
    disable_after_s: Seconds = 3 * 24 * 3600.0
    """A webhook that did nothing but fail for so long is disabled."""


Days = Annotated[int, Field(ge=0)]


class RetentionSettings(Group):
    """After how many days what is forgotten; 0 keeps it for ever."""

    hashes_days: Days = 90
    """Keyed hashes of e-mail and IP addresses, which are personal data like the originals."""
    refused_texts_days: Days = 0
    """Rejected comments and spam, which are then erased as if somebody had asked for it."""
    revisions_days: Days = 90
    """What stood in a comment before it was edited."""
    examples_days: Days = 730
    """Labelled examples: texts of which people have said what they are, for the next model."""
    audit_days: Days = 0
    """Entries of the audit log."""
    figures_days: int = Field(400, ge=1, le=400)
    """Counters by the day; these are never kept for ever."""


class TraceSettings(Group):
    """Where traces go, if anywhere; it takes what the extra ``traces`` installs."""

    endpoint: str = ""
    """Where a collector takes OTLP over HTTP: ``http://127.0.0.1:4318/v1/traces``; empty: off."""
    share: float = Field(1.0, gt=0, le=1)
    """Which part of all requests is traced."""

    @field_validator("endpoint")
    @classmethod
    def _takes_the_extra(cls, endpoint: str) -> str:
        if endpoint and not any(distributions(name="opentelemetry-exporter-otlp-proto-http")):
            raise ValueError("install greenroom[traces] first")
        return endpoint


class _FileEnvSource(EnvSettingsSource):
    """Reads ``NAME`` from the file that ``NAME_FILE`` names; an unreadable file is a loud error."""

    def _load_env_vars(self) -> dict[str, str | None]:
        variables = dict(super()._load_env_vars())
        for name, path in list(variables.items()):
            if name.startswith(PREFIX.lower()) and name.endswith("_file") and path:
                del variables[name]
                variables[name.removesuffix("_file")] = Path(path).read_text("utf-8").strip()
        return variables


class Settings(BaseSettings):
    """All settings; see the groups."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="_",
        env_nested_max_split=1,
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,  # it may be the secret
    )

    secret: SecretStr = Field(min_length=32)
    """Root of every keyed hash and signature. No default: whoever starts the service makes one."""
    model: Path | None = None
    """Folder of the artifact that scores; empty: the one that ships with the code."""
    redis: RedisSettings = RedisSettings()
    broker: BrokerSettings = BrokerSettings()
    api: ApiSettings = ApiSettings()
    work: WorkSettings = WorkSettings()
    bulk: BulkSettings = BulkSettings()
    webhooks: WebhookSettings = WebhookSettings()
    retention: RetentionSettings = RetentionSettings()
    traces: TraceSettings = TraceSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        *_others: PydanticBaseSettingsSource,
        **_more: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then the environment; no other place."""
        return init_settings, _FileEnvSource(settings_cls)
