"""Examples go out in the form that the trainer reads."""

import asyncio
from pathlib import Path

import numpy as np
import orjson
from click.testing import CliRunner

from classifier.labels import LABELS
from classifier.training.corpora import clean_labels, read_corpus
from classifier.training.licences import is_permitted
from service.cli import main
from service.domain.examples import LICENCE, Example
from service.domain.sites import Site
from service.moderation.feedback import label
from service.settings import RetentionSettings
from service.store.redis import Store
from tests.people import BOB
from tests.servers import Server


async def _some(store: Store) -> None:
    said = (("Buy pills.", {"spam": 1.0, "profanity": 0.0}), ("Grüße!", {"spam": 0.0}))
    for text, labels in said:
        example = Example(text=text, labels=labels, origin="akismet", by=BOB)
        await label(store, "courier", example, RetentionSettings())
        await asyncio.sleep(0.002)  # their order is that of the milliseconds


def _greenroom(server: Server, *arguments: str) -> str:
    environment = {"GREENROOM_REDIS_URL": server.url, "GREENROOM_SECRET": "x" * 32}
    result = CliRunner().invoke(main, ["examples", *arguments], env=environment)
    assert result.exit_code == 0, result.output
    return result.stdout


async def test_what_is_exported_is_a_corpus(
    store: Store, site: Site, redis_server: Server, tmp_path: Path
) -> None:
    await _some(store)
    file = tmp_path / "courier.jsonl.gz"
    await _in_thread(redis_server, "export", "courier", "--out", str(file))
    corpus = read_corpus([file])
    assert corpus.texts == ["Buy pills.", "Grüße!"]
    assert corpus.get("spam").tolist() == [1, 0]
    assert corpus.get("profanity")[0] == 0
    assert np.isnan(corpus.get("threat")).all()
    assert clean_labels(corpus).get("spam").tolist() == [1, 0]
    assert is_permitted(corpus.licences[0], corpus.sources[0], (LICENCE,))
    assert set(corpus.splits) <= {"train", "dev"}


async def test_without_a_file_the_lines_are_printed(
    store: Store, site: Site, redis_server: Server
) -> None:
    await _some(store)
    lines = (await _in_thread(redis_server, "export", "courier")).splitlines()
    rows = [orjson.loads(line) for line in lines]
    assert [row["text"] for row in rows] == ["Buy pills.", "Grüße!"]
    assert set(rows[0]["labels"]) == {"obscene", *LABELS} - {"profanity"}
    assert await _in_thread(redis_server, "count", "courier") == "2\n"


async def _in_thread(server: Server, *arguments: str) -> str:
    return await asyncio.to_thread(_greenroom, server, *arguments)
