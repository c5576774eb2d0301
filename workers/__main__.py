"""``python -m workers worker`` scores; ``bulk``, ``deliverer`` and ``beat`` do the rest."""

import importlib
import sys

COMMANDS = {
    "worker": "workers.scoring",
    "bulk": "workers.rescoring",
    "deliverer": "workers.delivering",
    "beat": "workers.beat",
}


def main() -> None:
    """Run one of them, which imports what it needs and no more: beat knows of no model."""
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:  # noqa: PLR2004 - itself and a word
        sys.exit(f"Usage: python -m workers {'|'.join(COMMANDS)}")
    importlib.import_module(COMMANDS[sys.argv[1]]).start()


if __name__ == "__main__":
    main()
