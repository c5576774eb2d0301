"""Backups: a tar file with the record, the secret, and a manifest that says what it must be."""

import hashlib
import io
import os
import shutil
import tarfile
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from pydantic import BaseModel, ConfigDict, ValidationError

from service.settings import Settings
from service.store.snapshots import take_snapshot

RECORD, SECRET, MANIFEST = "record.rdb", "secret", "manifest.json"
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
BASE, INCREMENT = "appendonly.aof.1.base.rdb", "appendonly.aof.1.incr.aof"
APPENDED = f"file {BASE} seq 1 type b\nfile {INCREMENT} seq 1 type i\n"
"""What Redis reads first: which files its append-only file consists of."""
_CHUNK = 1 << 20


class BackupError(Exception):
    """It is not a backup, it is damaged, or there is something in the way."""


class Manifest(BaseModel):
    """What a backup is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    """Of the Greenroom that made it."""
    taken_at: int
    """When it was begun, ms; everything acknowledged before is in it."""
    sha256: str = ""
    """Of the record."""


def write_backup(path: Path, settings: Settings, manifest: Manifest) -> int:
    """Write a backup, whole or not at all; gives the size of the record in bytes.

    Raises
    ------
    UnavailableError
        Redis does not give it.
    """
    with tempfile.TemporaryDirectory(dir=path.resolve().parent) as folder:
        record, draft = Path(folder) / RECORD, Path(folder) / "draft"
        with _open_private(record) as file:
            size = take_snapshot(settings.redis, file)
        described = manifest.model_copy(update={"sha256": _digest(record)})
        with _open_private(draft) as file, tarfile.open(fileobj=file, mode="w") as tar:
            _add(tar, MANIFEST, described.model_dump_json().encode())
            _add(tar, SECRET, settings.secret.get_secret_value().encode())
            tar.add(record, RECORD, filter=_private)
        draft.replace(path)
    return size


def read_backup(path: Path, folder: Path) -> Manifest:
    """Lay a backup out so that a server begins from it.

    Raises
    ------
    BackupError
        It is not a backup, it is damaged, or the folder has a record already.
    """
    appended = folder / "redis" / "appendonlydir"
    if appended.exists() or (folder / SECRET).exists():
        raise BackupError(f"{folder} has a record already; restore into another folder.")
    with ExitStack() as unless_whole:
        # Whoever makes room on the disk, or finds another backup, is to find nothing in the way.
        unless_whole.callback(shutil.rmtree, appended, ignore_errors=True)
        try:
            manifest = _lay_out(path, folder, appended)
        except (tarfile.TarError, KeyError, ValidationError, EOFError) as error:
            raise BackupError(f"{path} is not a backup, or not all of it is there.") from error
        unless_whole.pop_all()
    return manifest


def _lay_out(path: Path, folder: Path, appended: Path) -> Manifest:
    with tarfile.open(path) as tar:
        manifest = Manifest.model_validate_json(_read(tar, MANIFEST))
        secret = _read(tar, SECRET)
        for made in (folder, appended.parent, appended):
            made.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        _extract(tar, appended / BASE)
    if _digest(appended / BASE) != manifest.sha256:
        raise BackupError(f"{path} is damaged: its record is not the one that was written.")
    _write_private(appended / INCREMENT, b"")
    _write_private(appended / "appendonly.aof.manifest", APPENDED.encode())
    _write_private(folder / SECRET, secret)  # last: with it there is a record
    return manifest


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), PRIVATE_FILE
    tar.addfile(member, io.BytesIO(content))


def _private(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.mode, member.uid, member.gid, member.uname, member.gname = PRIVATE_FILE, 0, 0, "", ""
    return member


def _read(tar: tarfile.TarFile, name: str) -> bytes:
    file = tar.extractfile(name)
    if file is None:
        raise KeyError(name)
    return file.read()


def _extract(tar: tarfile.TarFile, to: Path) -> None:
    source = tar.extractfile(RECORD)
    if source is None:
        raise KeyError(RECORD)
    with _open_private(to) as file:
        while data := source.read(_CHUNK):
            file.write(data)


def _write_private(path: Path, content: bytes) -> None:
    with _open_private(path) as file:
        file.write(content)


def _open_private(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "wb")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
