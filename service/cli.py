"""The `greenroom` command; each of its commands is a module of `service.commands`."""

import errno
import importlib

import click

from service.domain.errors import GreenroomError

COMMANDS = {
    "up": "Run everything on this machine: Redis, API, workers, beat.",
    "api": "Serve HTTP.",
    "worker": "Score what is pending, or rescore in bulk.",
    "deliverer": "Tell webhooks what became of comments.",
    "beat": "Ring for what has been forgotten, on schedule.",
    "secret": "Make the secret of an installation.",
    "sites": "Create and list sites.",
    "keys": "Create, list and revoke API keys.",
    "moderators": "Create, list and revoke the people who moderate.",
    "coral": "Add, list and remove the secrets that a site's Coral signs with.",
    "examples": "Count and export labelled examples.",
    "models": "Import models and choose which of them decides.",
    "doctor": "Look whether everything is as it should be.",
    "backup": "Write the whole record into one file.",
    "restore": "Put a backup where a server begins from it.",
    "replay": "Post a file of comments through the API and see what becomes of them.",
    "rescore": "Score stored comments again, and see what changes.",
    "train": "Train a model.",
    "evaluate": "Measure a model.",
}


class LazyGroup(click.Group):
    """A group that imports a command only to run it: the help needs no web server."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """List the names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the module that has the command."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"service.commands.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; what it is refused for is said in a line."""
        try:
            return super().invoke(ctx)
        except GreenroomError as error:
            raise click.ClickException(str(error)) from None
        except OSError as error:
            if error.filename is None and error.errno != errno.ENOSPC:
                raise  # not about a file that somebody named
            where = f"{error.filename}: " if error.filename else ""
            raise click.ClickException(f"{where}{error.strerror}") from None


@click.command(cls=LazyGroup)
@click.version_option(package_name="greenroom")
def main() -> None:
    """Comment moderation that a newsroom or a blog runs itself.

    Settings come from environment variables that begin with GREENROOM_.
    """


if __name__ == "__main__":
    main(prog_name="greenroom")
