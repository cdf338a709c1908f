"""Content-addressed file storage, on a disk or in an object store, and the local staging area for uploads.

A file is named by the SHA-256 of its bytes, so an original is never overwritten. Nothing is acknowledged before it is
durable: on a disk the file and its folder are synced; an object store has confirmed the digest it computed itself.
Staging is always a local folder, shared by the web processes of one machine.
"""

from __future__ import annotations

import os
import shutil
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

from django.conf import settings

from assessments.kit.checksums import CHUNK, sha256_of_file
from assessments.kit.errors import StorageFull, Unavailable

KEEP_FREE_BYTES = 2 << 30
"""Below this much free space photographs are refused, so that they cannot starve the database."""
UPLOAD_PREFIX = "upload-"
ORIGINALS, DERIVED, TILES = "originals", "derived", "tiles"
SINGLE_PUT_BYTES = 1 << 30
"""Larger files go to an object store in pieces: one request takes at most 5 GiB there."""


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def match_owner(path: Path) -> None:
    """Give a file that a command created as root the owner of its folder."""
    if os.geteuid() == 0:
        owner = path.parent.stat()
        os.chown(path, owner.st_uid, owner.st_gid)


def make_folder(folder: Path) -> None:
    """Make a folder and its parents, durable before anything is put in it."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    match_owner(folder)
    sync_folder(folder.parent)


class Store:
    """The staging area, and the interface of both kinds of store."""

    def __init__(self, root: Path) -> None:
        self.root = root

    # Staging

    def staged(self, id: UUID) -> Path:
        """The staging file of an upload. Its length is how much has arrived."""
        make_folder(self.root / "staging")
        return self.root / "staging" / f"{UPLOAD_PREFIX}{id}"

    def unfinished(self) -> Iterator[tuple[Path, float]]:
        """Running or abandoned uploads, with the time of their last byte (seconds since the epoch)."""
        for file in sorted((self.root / "staging").glob(f"{UPLOAD_PREFIX}*")):
            try:
                yield file, file.stat().st_mtime
            except FileNotFoundError:
                continue

    def leftovers(self) -> Iterator[tuple[Path, float]]:
        """Working folders and copies of originals that a killed worker left, with their modification time."""
        for pattern in ("copy-*", "work-*"):
            for path in sorted((self.root / "staging").glob(pattern)):
                try:
                    yield path, path.stat().st_mtime
                except FileNotFoundError:
                    continue

    @contextmanager
    def working(self, job: str, id: UUID) -> Iterator[Path]:
        """A clean folder for a worker's half-made files, gone afterwards. Each job about the same row has its own: two
        workers may have one photograph in hand, to cut its tiles and to turn it.
        """
        folder = self.root / "staging" / f"work-{job}-{id}"
        shutil.rmtree(folder, ignore_errors=True)
        make_folder(folder)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def require_room(self, size: int) -> None:
        """Raises `StorageFull` when `size` bytes more would leave less than `KEEP_FREE_BYTES`."""
        make_folder(self.root)
        if shutil.disk_usage(self.root).free - size < KEEP_FREE_BYTES:
            raise StorageFull

    # Stored files

    def prepare(self) -> None:
        """Setup needed once before files are stored; nothing by default."""

    def has(self, sha256: str, namespace: str = ORIGINALS) -> bool:
        raise NotImplementedError

    def open(self, sha256: str, namespace: str = ORIGINALS) -> BinaryIO:
        """The bytes as a stream. Raises `FileNotFoundError`."""
        raise NotImplementedError

    def read_range(self, sha256: str, namespace: str, start: int, end: int) -> bytes:
        """The bytes from `start` up to, not including, `end`."""
        raise NotImplementedError

    def keep(self, file: Path, sha256: str, namespace: str = ORIGINALS) -> None:
        """Move a finished file to its path under its digest. Idempotent."""
        raise NotImplementedError

    def remove(self, sha256: str, namespace: str = ORIGINALS) -> None:
        """Delete a file permanently. Idempotent."""
        raise NotImplementedError

    @contextmanager
    def local(self, sha256: str, namespace: str = ORIGINALS) -> Iterator[Path]:
        """The file as a local path, for programs that cannot read streams. Raises `FileNotFoundError`."""
        raise NotImplementedError
        yield

    def is_available(self) -> bool:
        """Whether files can be stored at present."""
        raise NotImplementedError


class DiskStore(Store):
    """Stores each file as a file beside the staging area."""

    def path(self, sha256: str, namespace: str = ORIGINALS) -> Path:
        """One level of 256 folders: with two levels, nearly every photograph of a small store needed a new folder,
        4 kB on disk that had to be synced as well.
        """
        return self.root / namespace / sha256[:2] / sha256

    def prepare(self) -> None:
        """Create the folders, once; files of the former layout, one level deeper, are moved up."""
        done = self.root / "arranged"
        if done.exists():
            return
        make_folder(self.root)
        there = {one.name for one in self.root.iterdir() if one.is_dir()} - {"staging"}
        for namespace in {ORIGINALS, DERIVED, TILES} | there:
            make_folder(self.root / namespace)
            for number in range(256):
                folder = self.root / namespace / f"{number:02x}"
                folder.mkdir(exist_ok=True)
                match_owner(folder)
                for file in list(folder.glob("??/*")):
                    file.rename(folder / file.name)
                for deeper in list(folder.glob("??")):
                    deeper.rmdir()
            sync_folder(self.root / namespace)
        done.touch()
        match_owner(done)

    def has(self, sha256: str, namespace: str = ORIGINALS) -> bool:
        return self.path(sha256, namespace).is_file()

    def open(self, sha256: str, namespace: str = ORIGINALS) -> BinaryIO:
        return self.path(sha256, namespace).open("rb")

    def read_range(self, sha256: str, namespace: str, start: int, end: int) -> bytes:
        with self.open(sha256, namespace) as file:
            file.seek(start)
            return file.read(end - start)

    def keep(self, file: Path, sha256: str, namespace: str = ORIGINALS) -> None:
        place = self.path(sha256, namespace)
        if place.is_file() and (namespace != ORIGINALS or sha256_of_file(place) == sha256):
            file.unlink(missing_ok=True)
            return
        make_folder(place.parent)
        with file.open("rb") as written:
            os.fsync(written.fileno())
        file.rename(place)
        place.chmod(0o440)
        match_owner(place)
        sync_folder(place.parent)

    def remove(self, sha256: str, namespace: str = ORIGINALS) -> None:
        place = self.path(sha256, namespace)
        place.unlink(missing_ok=True)
        if place.parent.is_dir():
            sync_folder(place.parent)

    @contextmanager
    def local(self, sha256: str, namespace: str = ORIGINALS) -> Iterator[Path]:
        place = self.path(sha256, namespace)
        if not place.is_file():
            raise FileNotFoundError(place)
        yield place

    def is_available(self) -> bool:
        return os.access(self.root, os.W_OK) or not self.root.exists()


def _base64(sha256: str) -> str:
    return b64encode(bytes.fromhex(sha256)).decode()


class ObjectStore(Store):
    """Stores each file in a bucket of an S3 server, through django-storages.

    Address: `s3://bucket/prefix?endpoint=https://host&region=name`; the keys come from `OBJECT_STORE_KEY` and
    `OBJECT_STORE_SECRET`.
    """

    def __init__(self, root: Path, address: str, key: str, secret: str) -> None:
        super().__init__(root)
        parts = urlsplit(address)
        parameters = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        self.bucket, self.prefix = parts.netloc, parts.path.strip("/")
        self.options = {
            "bucket_name": self.bucket, "location": self.prefix, "endpoint_url": parameters.get("endpoint"),
            "region_name": parameters.get("region"), "access_key": key or None, "secret_key": secret or None,
            "file_overwrite": True, "default_acl": None, "addressing_style": parameters.get("addressing", "auto"),
        }  # fmt: skip

    @cached_property
    def storage(self) -> Any:
        from storages.backends.s3 import S3Storage

        return S3Storage(**self.options)

    def _key(self, sha256: str, namespace: str) -> str:
        return "/".join(one for one in (self.prefix, namespace, sha256[:2], sha256[2:4], sha256) if one)

    @contextmanager
    def _client(self) -> Iterator[Any]:
        """The S3 client, with its errors translated to `FileNotFoundError` and `Unavailable`."""
        from boto3.exceptions import Boto3Error
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield self.storage.connection.meta.client
        except ClientError as failure:
            code = failure.response.get("Error", {}).get("Code")
            if code in ("404", "NoSuchKey"):
                raise FileNotFoundError(str(failure)) from None
            raise Unavailable(part="store") from failure
        except (BotoCoreError, Boto3Error) as failure:
            raise Unavailable(part="store") from failure

    def has(self, sha256: str, namespace: str = ORIGINALS) -> bool:
        try:
            with self._client() as client:
                client.head_object(Bucket=self.bucket, Key=self._key(sha256, namespace))
        except FileNotFoundError:
            return False
        return True

    def _has_intact(self, sha256: str, namespace: str) -> bool:
        """Whether the server has the file with the right digest; a file with other bytes is to be replaced."""
        try:
            with self._client() as client:
                head = client.head_object(Bucket=self.bucket, Key=self._key(sha256, namespace), ChecksumMode="ENABLED")
        except FileNotFoundError:
            return False
        digest = head.get("ChecksumSHA256", "")
        return not digest or "-" in digest or digest == _base64(sha256)  # multipart uploads have no digest of the whole

    def open(self, sha256: str, namespace: str = ORIGINALS) -> BinaryIO:
        with self._client() as client:
            response = client.get_object(Bucket=self.bucket, Key=self._key(sha256, namespace))
        return cast(BinaryIO, response["Body"])

    def read_range(self, sha256: str, namespace: str, start: int, end: int) -> bytes:
        with self._client() as client:
            response = client.get_object(
                Bucket=self.bucket, Key=self._key(sha256, namespace), Range=f"bytes={start}-{end - 1}"
            )
            return cast(bytes, response["Body"].read())

    def keep(self, file: Path, sha256: str, namespace: str = ORIGINALS) -> None:
        if not self._has_intact(sha256, namespace):
            if file.stat().st_size > SINGLE_PUT_BYTES:
                with self._client() as client:
                    client.upload_file(
                        str(file), self.bucket, self._key(sha256, namespace), ExtraArgs={"ChecksumAlgorithm": "SHA256"}
                    )
                file.unlink(missing_ok=True)
                return
            with self._client() as client, file.open("rb") as body:
                # The server computes the digest of what arrived and refuses anything else.
                client.put_object(
                    Bucket=self.bucket, Key=self._key(sha256, namespace), Body=body,
                    ChecksumSHA256=_base64(sha256),
                )  # fmt: skip
        file.unlink(missing_ok=True)

    def remove(self, sha256: str, namespace: str = ORIGINALS) -> None:
        with self._client() as client:
            client.delete_object(Bucket=self.bucket, Key=self._key(sha256, namespace))

    @contextmanager
    def local(self, sha256: str, namespace: str = ORIGINALS) -> Iterator[Path]:
        make_folder(self.root / "staging")
        copy = self.root / "staging" / f"copy-{uuid4()}"
        try:
            with self.open(sha256, namespace) as source, copy.open("wb") as target:
                shutil.copyfileobj(source, target, CHUNK)
            yield copy
        finally:
            copy.unlink(missing_ok=True)

    def is_available(self) -> bool:
        try:
            with self._client() as client:
                client.head_bucket(Bucket=self.bucket)
        except (FileNotFoundError, Unavailable):
            return False
        return True


@lru_cache(maxsize=4)
def _object_store(root: str, address: str, key: str, secret: str) -> ObjectStore:
    return ObjectStore(Path(root), address, key, secret)


def store() -> Store:
    """The store of this installation."""
    if settings.OBJECT_STORE:
        return _object_store(
            str(settings.STORE_ROOT), settings.OBJECT_STORE, settings.OBJECT_STORE_KEY, settings.OBJECT_STORE_SECRET
        )
    return DiskStore(Path(settings.STORE_ROOT))
