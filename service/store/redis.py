"""The record as a whole, opened in one place."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, get_type_hints

from service.settings import RedisSettings
from service.store.acts import Acts
from service.store.agreements import Agreements
from service.store.api_keys import ApiKeys
from service.store.audit import AuditLog
from service.store.authors import Authors
from service.store.comments import Comments
from service.store.connection import Connection, open_client
from service.store.coral_secrets import CoralSecrets
from service.store.events import EventLog
from service.store.examples import Examples
from service.store.figures import Figures
from service.store.floods import Floods
from service.store.knocks import Knocks
from service.store.listings import Listings
from service.store.marks import Marks
from service.store.models import Models
from service.store.moderators import Moderators
from service.store.outbox import Outbox, Ring
from service.store.pending import PendingIndex
from service.store.policies import Policies
from service.store.presence import Presence
from service.store.reports import Reports
from service.store.rescoring_pages import RescoringPages
from service.store.rescorings import Rescorings
from service.store.retention import Retention
from service.store.review_queue import ReviewQueue
from service.store.sayings import Sayings
from service.store.second_reviews import SecondReviews
from service.store.sessions import Sessions
from service.store.setting_changes import SettingLog
from service.store.sites import Sites
from service.store.skips import Skips
from service.store.usage import Usage
from service.store.vitals import ServerVitals
from service.store.webhooks import Webhooks
from service.store.words import Words


@dataclass(frozen=True, slots=True)
class Store:
    """Everything that is kept."""

    connection: Connection
    sites: Sites
    policies: Policies
    words: Words
    api_keys: ApiKeys
    models: Models
    agreements: Agreements
    moderators: Moderators
    sessions: Sessions
    comments: Comments
    pending: PendingIndex
    knocks: Knocks
    marks: Marks
    listings: Listings
    queue: ReviewQueue
    skips: Skips
    second_reviews: SecondReviews
    acts: Acts
    authors: Authors
    floods: Floods
    figures: Figures
    reports: Reports
    examples: Examples
    sayings: Sayings
    coral_secrets: CoralSecrets
    usage: Usage
    presence: Presence
    audit: AuditLog
    setting_changes: SettingLog
    events: EventLog
    webhooks: Webhooks
    retention: Retention
    rescorings: Rescorings
    rescoring_pages: RescoringPages
    outbox: Outbox
    vitals: ServerVitals


def _nobody(_site: str) -> None:
    """Leave it to the sweep."""


@asynccontextmanager
async def open_store(settings: RedisSettings, ring: Ring = _nobody) -> AsyncIterator[Store]:
    """Open the record for as long as the context lasts; ``ring`` calls who delivers letters."""
    connection = Connection(open_client(settings), settings)
    own: dict[str, Any] = {
        "connection": connection,
        "comments": Comments(connection, ring),
        "outbox": Outbox(connection, ring),
    }
    # All others need the connection and no more.
    kinds = get_type_hints(Store).items()
    others = {name: kind(connection) for name, kind in kinds if name not in own}
    try:
        yield Store(**own, **others)
    finally:
        await connection.close()
