"""Reading the settings for a command, and saying in a line what is wrong with them."""

from collections.abc import Mapping
from typing import Any

import click
from pydantic import ValidationError
from pydantic_settings import SettingsError

from service.settings import PREFIX, Settings


def read_settings(**options: Mapping[str, Any]) -> Settings:
    """Read the environment; `options` are groups of values from the command line, which win.

    An option that was not given is None and counts for nothing.

    Raises
    ------
    click.ClickException
        With one line for each bad setting, and never a value: it might be a secret.
    """
    given = {
        group: {name: value for name, value in values.items() if value is not None}
        for group, values in options.items()
    }
    try:
        return Settings(**{group: values for group, values in given.items() if values})  # type: ignore[arg-type]
    except ValidationError as error:
        faults = [(_variable(fault["loc"]), fault["msg"]) for fault in error.errors()]
        lines = [f"{name}: {message.removeprefix('Value error, ')}" for name, message in faults]
        raise click.ClickException("\n".join(["bad settings:", *lines])) from None
    except SettingsError as error:
        raise click.ClickException(f"bad settings: {error}") from None
    except OSError as error:
        raise click.ClickException(f"bad settings: {error.filename}: {error.strerror}") from None


def _variable(location: tuple[int | str, ...]) -> str:
    return PREFIX + "_".join(map(str, location)).upper()
