"""The list of figures in the documentation is the list of figures."""

import re

from prometheus_client.metrics import MetricWrapperBase

from service.metrics import Metrics
from tests.docs.conftest import ROOT

_ROW = re.compile(r"^\| `(greenroom_\w+)` \| ([\w, ]+) \|", re.MULTILINE)


def test_documentation_and_registry_name_the_same_figures_and_labels() -> None:
    registry = Metrics().registry
    offered = {}
    for collector in set(registry._collector_to_names):
        assert isinstance(collector, MetricWrapperBase)
        (family,) = collector.describe()
        name = f"{family.name}_total" if family.type == "counter" else family.name
        offered[name] = ", ".join(collector._labelnames) or "none"
    text = (ROOT / "docs/operations.md").read_text("utf-8")
    named = {name: labels.strip() for name, labels in _ROW.findall(text)}
    assert named == offered
