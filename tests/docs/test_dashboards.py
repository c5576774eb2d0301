"""Alerts and dashboard ask for figures that there are."""

import re
from pathlib import Path

import pytest

from service.metrics import Metrics
from tests.docs.conftest import ROOT

PAGES = [ROOT / "docker/alerts.yml", ROOT / "docker/grafana/dashboards/greenroom.json"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_figure_that_is_asked_for_is_offered(page: Path) -> None:
    offered = set(Metrics().registry._names_to_collectors)
    asked = set(re.findall(r"greenroom_\w+", page.read_text("utf-8")))
    assert asked
    assert asked <= offered
