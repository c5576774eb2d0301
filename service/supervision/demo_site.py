"""The demo site of a first start, and the file that tells its owner the keys."""

import asyncio
import sys
from pathlib import Path
from typing import TypedDict

import orjson

from service.domain.errors import GreenroomError
from service.moderation.first_start import create_demo_site
from service.settings import Settings
from service.store.redis import Store, open_store
from service.supervision.data_folder import write_private


class Login(TypedDict):
    """Who may sign in to the console."""

    user: str
    password: str


class Demo(TypedDict):
    """What stands in DATA/demo.json; the keys are told nowhere else."""

    url: str
    console: str
    site: str
    submit_key: str
    secret_key: str
    login: Login


async def open_demo_site(settings: Settings, data: Path, url: str) -> Demo | None:
    """Make the demo site if the record has no site at all yet; return what was made.

    An owner who has closed the demo site, or removed its file, shall not find them made again.
    """
    path = data / "demo.json"
    async with open_store(settings.redis) as store:
        made = None if await store.sites.names() else await _create(store, url)
    if demo := made or _read(path):
        # The port may be another one this time.
        demo |= {"url": url, "console": f"{url}/console"}
        write_private(path, orjson.dumps(demo, option=orjson.OPT_INDENT_2).decode() + "\n")
    return made


async def _create(store: Store, url: str) -> Demo:
    # A browser on this machine may call it by either name.
    site = await create_demo_site(store, url, url.replace("127.0.0.1", "localhost"))
    return Demo(
        url=url,
        console=f"{url}/console",
        site=site.site,
        submit_key=site.submit_key,
        secret_key=site.secret_key,
        login=Login(user=site.user, password=site.password),
    )


def _read(path: Path) -> Demo | None:
    if not path.exists():
        return None
    demo: Demo = orjson.loads(path.read_bytes())
    return demo


def main() -> None:
    """Open it in a folder under a URL; print who may sign in, if it was made now."""
    _, data, url = sys.argv
    try:
        made = asyncio.run(open_demo_site(Settings(), Path(data), url))
    except GreenroomError as error:
        sys.exit(str(error))
    if made:
        print(made["login"]["user"], "/", made["login"]["password"])  # noqa: T201 - what it is for


if __name__ == "__main__":
    main()
