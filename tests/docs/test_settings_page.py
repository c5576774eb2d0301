"""The list of settings in the documentation is the list of settings."""

import re

from pydantic.fields import FieldInfo

from service.settings import PREFIX, Group, Settings
from tests.docs.conftest import ROOT

_ROW = re.compile(r"^\| `(GREENROOM_\w+)` \| (?:`([^`]+)`|none[^|]*) \|", re.MULTILINE)


def test_every_setting_is_listed_in_its_order_with_its_default() -> None:
    text = (ROOT / "docs/settings.md").read_text("utf-8")
    assert _ROW.findall(text) == [*_settings()]


def _settings() -> list[tuple[str, str]]:
    alone, grouped = [], []
    for name, field in Settings.model_fields.items():
        if isinstance(field.default, Group):
            fields = type(field.default).model_fields
            grouped += [_row(f"{name}_{inner}", of) for inner, of in fields.items()]
        else:
            alone.append(_row(name, field))
    return alone + grouped


def _row(name: str, field: FieldInfo) -> tuple[str, str]:
    default = field.default
    if field.is_required() or default in {None, ""}:
        return PREFIX + name.upper(), ""
    told = str(default).lower() if isinstance(default, bool) else f"{default}".removesuffix(".0")
    return PREFIX + name.upper(), told
