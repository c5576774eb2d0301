"""A bell that counts, and the way in that rings it."""

import pytest

from service.domain.pseudonyms import Pseudonyms
from service.moderation.submission import Intake
from service.store.redis import Store
from tests.bells import CountingBell


@pytest.fixture
def bell() -> CountingBell:
    return CountingBell()


@pytest.fixture
def intake(store: Store, bell: CountingBell) -> Intake:
    return Intake(store, bell, Pseudonyms("a secret"))
