"""Reading a file of comments."""

import gzip
from pathlib import Path

import click
import pytest

from service.commands.replaying.rows import Row, read_rows

JSON_LINES = """\
{"id": "a:1", "text": "Fine.", "source": "a", "labels": {"toxicity": 0.2, "spam": null}}

{"id": "a:2", "text": "Böse!", "source": "b", "labels": {"toxicity": 0.5, "insult": 1, "spam": 0}}
{"text": "Who knows", "author": "Ann", "thread": "t1", "labels": {"toxicity": null}}
{"text": "Whole", "author": {"name": "Ann", "url": "http://a.example"}, "thread": {"url": "/1"}}
"""


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_json_lines_are_read_with_ids_labels_and_sources(tmp_path: Path) -> None:
    rows = read_rows(write(tmp_path / "some.jsonl", JSON_LINES), "source")
    thread = {"id": "replay"}
    assert rows[:2] == [
        Row({"text": "Fine.", "external_id": "a:1", "thread": thread}, "a", ("clean",)),
        Row({"text": "Böse!", "external_id": "a:2", "thread": thread}, "b", ("toxicity", "insult")),
    ]


def test_a_row_without_id_is_named_by_its_place_so_that_posting_it_twice_is_harmless(
    tmp_path: Path,
) -> None:
    path = write(tmp_path / "some.jsonl", JSON_LINES)
    names = [row.body["external_id"] for row in read_rows(path, "source")]
    assert names == ["a:1", "a:2", "some.jsonl:3", "some.jsonl:4"]


def test_authors_and_threads_may_be_names_or_whole(tmp_path: Path) -> None:
    _, _, named, whole = read_rows(write(tmp_path / "some.jsonl", JSON_LINES), "source")
    assert (named.body["author"], named.body["thread"]) == ({"name": "Ann"}, {"id": "t1"})
    assert whole.body["author"] == {"name": "Ann", "url": "http://a.example"}
    assert whole.body["thread"] == {"url": "/1"}


def test_a_comment_that_nobody_has_judged_is_not_called_clean(tmp_path: Path) -> None:
    rows = read_rows(write(tmp_path / "some.jsonl", JSON_LINES), "source")
    assert [row.labels for row in rows[2:]] == [("unlabelled",), ("unlabelled",)]


def test_gzip_reads_the_same(tmp_path: Path) -> None:
    plain = write(tmp_path / "some.jsonl", JSON_LINES)
    packed = tmp_path / "some.jsonl.gz"
    packed.write_bytes(gzip.compress(JSON_LINES.encode()))
    assert [row.labels for row in read_rows(packed, "source")] == [
        row.labels for row in read_rows(plain, "source")
    ]


def test_csv_with_a_byte_order_mark_and_lines_within_a_field(tmp_path: Path) -> None:
    text = (
        '\ufeffid,text,labels,origin\r\n7,"two\nlines, one comment",spam insult,mail\r\n8,hi,,\r\n'
    )
    spam, clean = read_rows(write(tmp_path / "some.csv", text), "origin")
    assert spam.body["text"] == "two\nlines, one comment"
    assert (spam.body["external_id"], spam.source, spam.labels) == ("7", "mail", ("spam", "insult"))
    assert (clean.source, clean.labels) == ("", ("clean",))


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("a.jsonl", '{"text": "x"}\n{"text": ', "row 2: unexpected end of data"),
        ("a.jsonl", '{"txt": "x"}\n', "row 1: no field 'text'"),
        ("a.jsonl", '["x"]\n', "row 1: list indices"),
        ("a.csv", "id,body\n1,x\n", "row 1: no field 'text'"),
        ("a.jsonl.gz", "plain", "row 1: Not a gzipped file"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, name: str, text: str, fault: str) -> None:
    with pytest.raises(click.ClickException, match=fault):
        read_rows(write(tmp_path / name, text), "source")
