"""`greenroom backup` and `greenroom restore`: a record that goes on elsewhere."""

import asyncio
import errno
import tarfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from redis import Redis

from service import backups
from service.cli import main
from service.domain.statuses import Status
from service.settings import RedisSettings
from service.store.integrity import check_site
from service.store.redis import open_store
from tests.commands.test_accounts import greenroom
from tests.drafts import accept, found
from tests.rulings import decision, ruling
from tests.servers import Server


@pytest.fixture
def ids(data: Path) -> list[str]:
    """Comments in the record, one of them decided by the policy and one by a person."""
    greenroom(data, "sites", "create", "courier")

    async def fill() -> list[str]:
        async with open_store(RedisSettings(url=f"unix://{data / 'redis.sock'}")) as store:
            comments = [await accept(store, "courier") for _ in range(300)]
            await store.comments.apply_verdicts("courier", [ruling(comments[0])])
            await store.comments.apply("courier", [decision(comments[1])])
            return [comment.id for comment in comments]

    return asyncio.run(fill())


def restore(file: Path, folder: Path) -> Result:
    return CliRunner().invoke(main, ["restore", str(file), str(folder)])


def test_what_was_acknowledged_is_there_after_restoring(
    data: Path, ids: list[str], tmp_path: Path
) -> None:
    file, folder = tmp_path / "greenroom.tar", tmp_path / "restored"
    assert greenroom(data, "backup", str(file)).exit_code == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert restore(file, folder).exit_code == 0
    assert (folder / "secret").read_text() == (data / "secret").read_text()

    server = Server(folder / "redis")
    server.start()
    try:
        asyncio.run(look_at(server.url, ids))
    finally:
        server.close()


async def look_at(url: str, ids: list[str]) -> None:
    async with open_store(RedisSettings(url=url)) as store:
        assert await check_site(store.connection, "courier") == []
        assert [id_ for id_ in ids if await store.comments.get("courier", id_) is None] == []
        assert (await found(store, "courier", ids[0])).status is Status.APPROVED
        assert (await found(store, "courier", ids[1])).status is Status.REJECTED
        assert await store.pending.size("courier") == len(ids) - 2
        await accept(store, "courier")


def test_a_backup_stands_in_nobody_s_way(data: Path, ids: list[str], tmp_path: Path) -> None:
    redis = Redis(unix_socket_path=str(data / "redis.sock"))
    for n in range(3):
        greenroom(data, "backup", str(tmp_path / f"{n}.tar"))
        assert redis.incr("still-writing") == n + 1
    assert sorted(path.name for path in tmp_path.glob("*.tar")) == ["0.tar", "1.tar", "2.tar"]


def test_a_folder_that_has_a_record_is_left_alone(
    data: Path, ids: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "greenroom.tar"
    greenroom(data, "backup", str(file))
    refused = restore(file, data)
    assert refused.exit_code == 1
    assert "has a record already" in refused.output


def test_what_the_disk_refuses_is_said_in_a_line_and_leaves_nothing(
    data: Path, ids: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = greenroom(data, "backup", str(tmp_path / "nowhere" / "greenroom.tar"))
    assert (refused.exit_code, refused.output.count("\n")) == (1, 1)
    assert "nowhere" in refused.output

    def fill_up(*_anything: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    file, folder = tmp_path / "greenroom.tar", tmp_path / "restored"
    greenroom(data, "backup", str(file))
    with monkeypatch.context() as patched:
        patched.setattr(backups, "_write_private", fill_up)
        assert restore(file, folder).output == "Error: No space left on device\n"
    assert restore(file, folder).exit_code == 0
    assert [path.stat().st_mode & 0o077 for path in folder.rglob("*")] == [0] * 6


def test_a_damaged_backup_is_refused_and_leaves_nothing(
    data: Path, ids: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "greenroom.tar"
    greenroom(data, "backup", str(file))
    whole = file.read_bytes()
    with tarfile.open(file) as tar:
        inside = tar.getmember("record.rdb").offset_data + 200
    damages = {
        "cut off": whole[: len(whole) // 2],
        "changed": whole[:inside] + b"\0\1" + whole[inside + 2 :],
        "no tar": b"hello",
    }
    for name, content in damages.items():
        file.write_bytes(content)
        refused = restore(file, tmp_path / name)
        assert refused.exit_code == 1
        assert not list((tmp_path / name).glob("**/*.rdb"))
        assert not (tmp_path / name / "secret").exists()


def test_no_backup_is_left_where_redis_is_not_there(data: Path, tmp_path: Path) -> None:
    Redis(unix_socket_path=str(data / "redis.sock")).shutdown()
    result = greenroom(data, "backup", str(tmp_path / "greenroom.tar"))
    assert result.exit_code == 1
    assert list(tmp_path.glob("*.tar")) == []
