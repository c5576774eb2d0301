"""What doors share that are asked for an opinion, and keep what it is of."""

from service.api.state import AppState
from service.moderation.checking import Checking


def checking_of(state: AppState) -> Checking:
    """Put the use case together from what the process has."""
    return Checking(
        state["store"],
        state["assessor"],
        state["intake"],
        state["doorbell"],
        state["settings"].retention,
    )
