"""The file store: the same promises from a folder and from a bucket, sealed in both."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import boto3
import httpx
import pytest

from foundation import files
from foundation.crypto import CiphertextInvalid
from foundation.file_stores import StoreAway, file_store
from foundation.settings import Settings
from tests.fixtures.ports import free_port

WORDS = "身份证正面".encode()


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """An S3 service as a process of its own (moto), with an empty bucket."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "MOTO_CALL_RESET_API": "false"},
    )
    try:
        _wait(address)
        client = boto3.client(
            "s3",
            endpoint_url=address,
            region_name="us-east-1",
            aws_access_key_id="key",
            aws_secret_access_key="secret",
        )
        client.create_bucket(Bucket="tianhe")
        yield address
    finally:
        server.terminate()
        server.wait(10)


def _wait(address: str, seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            httpx.get(address, trust_env=False)
            return
        except httpx.TransportError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


@pytest.fixture(params=["folder", "bucket"])
def store(
    request: pytest.FixtureRequest, tmp_path: Path, change_settings: Callable[..., Settings]
) -> str:
    if request.param == "folder":
        change_settings(data_dir=tmp_path)
    else:
        address = request.getfixturevalue("s3")
        change_settings(
            file_store=f"s3://tianhe/files?endpoint={address}",
            file_store_access_key="key",
            file_store_secret_key="secret",
        )
    return str(request.param)


def key_of(owner: str, content: bytes) -> str:
    sha256 = files.sha256_of(content)
    return f"{sha256[:2]}/{owner}-{sha256}"


@pytest.mark.usefixtures("store")
def test_what_is_put_is_got_until_it_is_removed() -> None:
    sha256 = files.put("one", WORDS)
    assert files.put("one", WORDS) == sha256 == files.sha256_of(WORDS)
    assert files.get("one", sha256) == WORDS
    files.remove("one", sha256)
    files.remove("one", sha256)
    with pytest.raises(FileNotFoundError):
        files.get("one", sha256)


@pytest.mark.usefixtures("store")
def test_owners_share_nothing() -> None:
    sha256 = files.put("one", WORDS)
    files.put("two", WORDS)
    files.remove("one", sha256)
    assert files.get("two", sha256) == WORDS


@pytest.mark.usefixtures("store")
def test_it_is_sealed_where_it_lies_and_no_change_goes_unseen() -> None:
    sha256 = files.put("sealed", WORDS)
    sealed = file_store().get(key_of("sealed", WORDS))
    assert WORDS not in sealed
    file_store().put(key_of("sealed", WORDS), sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(CiphertextInvalid):
        files.get("sealed", sha256)


def test_a_bucket_that_is_away_or_refuses_is_told(
    s3: str, change_settings: Callable[..., Settings]
) -> None:
    for url in ("s3://tianhe?endpoint=http://127.0.0.1:9", f"s3://nobodys?endpoint={s3}"):
        change_settings(file_store=url, file_store_access_key="k", file_store_secret_key="s")
        with pytest.raises(StoreAway):
            files.put("one", WORDS)
