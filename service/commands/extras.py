"""The optional packages that training needs and serving does not."""

import click


def missing(error: ModuleNotFoundError) -> click.ClickException:
    """Say what to install."""
    return click.ClickException(
        f"{error.name} is missing: install greenroom[train], or run `make train` or `make evaluate`"
    )
