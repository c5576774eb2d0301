from pathlib import Path

import numpy as np
import pytest

from classifier.languages import LANGUAGES, load_detector, unpack
from classifier.mapping import Arrays, mapped

ARRAYS = {"whole": np.arange(5), "names": np.array(["de", "en"])}


def refuse() -> Arrays:
    pytest.fail("it is made again")


def test_what_is_made_once_is_mapped_from_then_on(tmp_path: Path) -> None:
    mapped(tmp_path / "cache" / "tables", ARRAYS.copy)
    again = mapped(tmp_path / "cache" / "tables", refuse)
    assert {name: array.tolist() for name, array in again.items()} == {
        "whole": [0, 1, 2, 3, 4],
        "names": ["de", "en"],
    }
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["tables"]


def test_it_is_shared_memory_that_nobody_can_write_to(tmp_path: Path) -> None:
    whole = mapped(tmp_path / "tables", ARRAYS.copy)["whole"]
    assert str(tmp_path / "tables" / "whole.npy") in Path("/proc/self/maps").read_text()
    with pytest.raises(ValueError, match="read-only"):
        whole[0] = 1


def test_where_nothing_can_be_kept_it_is_made_each_time(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    made = mapped(tmp_path / "file" / "tables", lambda: {"whole": np.arange(5)})
    assert made["whole"].tolist() == [0, 1, 2, 3, 4]
    assert not made["whole"].flags.writeable


def test_somebody_else_may_have_made_it_meanwhile(tmp_path: Path) -> None:
    def make_slowly() -> Arrays:
        mapped(tmp_path / "tables", ARRAYS.copy)
        return ARRAYS

    assert mapped(tmp_path / "tables", make_slowly)["whole"].tolist() == [0, 1, 2, 3, 4]
    assert [path.name for path in tmp_path.iterdir()] == ["tables"]


def test_the_tables_of_languages_are_mapped_and_are_those_of_the_library() -> None:
    detector = load_detector()
    made = dict(unpack())
    assert set(made.pop("languages").tolist()) == set(LANGUAGES)
    for name, table in detector.tables._asdict().items():
        assert (table == made[name]).all()
    assert "/weights.npy" in Path("/proc/self/maps").read_text()
