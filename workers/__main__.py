"""``python -m workers worker`` scores; ``bulk``, ``deliverer`` and ``beat`` do the rest."""

import sys

from workers.starting import start_beat, start_bulk, start_deliverer, start_worker

COMMANDS = {
    "worker": start_worker,
    "bulk": start_bulk,
    "deliverer": start_deliverer,
    "beat": start_beat,
}


def main() -> None:
    """Run one of them."""
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:  # noqa: PLR2004 - itself and a word
        sys.exit(f"Usage: python -m workers {'|'.join(COMMANDS)}")
    COMMANDS[sys.argv[1]]()


if __name__ == "__main__":
    main()
