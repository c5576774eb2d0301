import pytest

from classifier.training.licences import is_permitted


@pytest.mark.parametrize(
    "licence",
    [
        "CC0-1.0",
        "CC0-1.0 (labels) / CC BY-SA 3.0 (Wikipedia comment text)",
        "CC BY-SA 3.0 ES",
        "CC BY 4.0 (UCI SMS Spam Collection)",
        "MIT (repo); GHC is CC BY 4.0",
    ],
)
def test_licences_for_commercial_use_are_permitted(licence: str) -> None:
    assert is_permitted(licence, "some_source")


@pytest.mark.parametrize(
    "licence",
    [
        "CC BY-NC-SA 4.0",
        "CC BY-NC 4.0",
        "GPL-3.0",
        "UNCLEAR (Kaggle competition rules)",
        "no licence stated",
        "research use (see README)",
        "MIT-style (some LICENSE.txt)",
        "CC0 on Kaggle (not verified here)",
        "CC BY 4.0 (no licence file in this copy)",
        "MIT (scores); texts re-fetched by a third party",
        "",
    ],
)
def test_doubt_keeps_a_row_out(licence: str) -> None:
    assert not is_permitted(licence, "some_source")


def test_a_doubtful_source_stays_out_under_any_licence() -> None:
    assert not is_permitted("CC0/CC BY-SA 3.0", "detox_sentences_silver")


def test_the_permitted_licences_are_a_setting() -> None:
    assert is_permitted("GPL-3.0", "some_source", ("GPL",))
    assert not is_permitted("MIT", "some_source", ("CC0",))
