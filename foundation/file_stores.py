"""Where sealed bytes lie: a folder of this machine, or a bucket that speaks S3 (`FILE_STORE`)."""

from __future__ import annotations

import os
import secrets
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from foundation.settings import settings

_MISSING = ("404", "NoSuchKey", "NotFound")


class StoreAway(ConnectionError):
    """The store does not answer, or refuses us; nothing is lost, it is tried again later."""


class FileStore(Protocol):
    """Bytes under a key, whole or not at all. Raises: StoreAway."""

    def has(self, key: str) -> bool: ...

    def put(self, key: str, sealed: bytes) -> None: ...

    def get(self, key: str) -> bytes:
        """Raises: FileNotFoundError."""
        ...

    def remove(self, key: str) -> None:
        """What is gone already is no error."""
        ...


class Folder:
    """Files written under another name first, synced, then renamed."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def has(self, key: str) -> bool:
        return (self._root / key).exists()

    def put(self, key: str, sealed: bytes) -> None:
        path = self._root / key
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
        with part.open("wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)

    def get(self, key: str) -> bytes:
        return (self._root / key).read_bytes()

    def remove(self, key: str) -> None:
        (self._root / key).unlink(missing_ok=True)


class Bucket:
    """A bucket of an S3-compatible service, by its four plainest calls.

    Args:
        url: `s3://bucket/prefix?endpoint=https://…&region=…`; without an endpoint it is AWS.
    """

    def __init__(self, url: str, access_key: str, secret_key: str) -> None:
        parts = urlsplit(url)
        options = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self._bucket, self._prefix = parts.netloc, parts.path.strip("/")
        self._client: Any = boto3.client(
            "s3",
            endpoint_url=options.get("endpoint"),
            region_name=options.get("region", "us-east-1"),
            aws_access_key_id=access_key or None,
            aws_secret_access_key=secret_key or None,
            config=Config(
                connect_timeout=settings().outside_timeout_seconds,
                read_timeout=30,
                retries={"max_attempts": 3},
                s3={"addressing_style": "path" if "endpoint" in options else "auto"},
                # Other makers' services do not know the checksums newer than MD5.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def has(self, key: str) -> bool:
        try:
            self._call("head_object", key)
        except FileNotFoundError:
            return False
        return True

    def put(self, key: str, sealed: bytes) -> None:
        self._call("put_object", key, Body=sealed)

    def get(self, key: str) -> bytes:
        body = self._call("get_object", key)["Body"]
        try:
            content: bytes = body.read()
        except (BotoCoreError, OSError) as error:
            raise StoreAway("文件存储暂时没有响应") from error
        return content

    def remove(self, key: str) -> None:
        self._call("delete_object", key)

    def _call(self, name: str, key: str, **more: Any) -> Any:
        full = f"{self._prefix}/{key}" if self._prefix else key
        try:
            return getattr(self._client, name)(Bucket=self._bucket, Key=full, **more)
        except ClientError as error:
            if error.response["Error"]["Code"] in _MISSING:
                raise FileNotFoundError(key) from error
            raise StoreAway("文件存储拒绝了请求") from error
        except BotoCoreError as error:
            raise StoreAway("文件存储暂时没有响应") from error


def file_store() -> FileStore:
    """The store the settings choose."""
    chosen = settings()
    if not chosen.file_store:
        return Folder(chosen.data_dir / "files")
    keys = (chosen.file_store_access_key, chosen.file_store_secret_key)
    return _bucket(chosen.file_store, *(key.get_secret_value() for key in keys))


@cache
def _bucket(url: str, access_key: str, secret_key: str) -> Bucket:
    return Bucket(url, access_key, secret_key)
