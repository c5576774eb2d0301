"""A doorbell that rings nobody."""


class CountingBell:
    """Remembers for which sites it was rung."""

    def __init__(self) -> None:
        self.rung: list[str] = []

    def ring(self, site: str) -> None:
        self.rung.append(site)
