"""A file is read once by one version of the reader, whoever hands it in."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, text

from flows.prereview.documents import repository, service
from flows.prereview.documents.service import reading_of
from foundation import db
from foundation.files import sha256_of
from foundation.models import KeptReading
from foundation.reading import FileKind
from tests.foundation.reading.samples import pdf

LETTER: list[tuple[float, float, str]] = [
    (60, 60, "信用承诺书"),
    (60, 90, "本人郑重承诺，愿意承担法律责任。"),
    (60, 120, "承诺人：陈大文"),
]


async def _count() -> int:
    async with db.reading() as session:
        return await session.scalar(select(func.count()).select_from(KeptReading)) or 0


async def test_the_same_bytes_are_read_once(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = pdf(LETTER)
    first = await reading_of("one", content, FileKind.PDF)
    monkeypatch.setattr(service, "read_document_async", _never)
    second = await reading_of("two", content, FileKind.PDF)
    assert first.error is None
    assert second == first.model_copy(update={"file_id": "two"})
    assert await _count() == 1


async def _never(*_: object) -> None:
    pytest.fail("read again")


async def test_another_version_reads_again(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    content = pdf(LETTER)
    await reading_of("one", content, FileKind.PDF)
    monkeypatch.setattr(service, "VERSION", "next")
    await reading_of("one", content, FileKind.PDF)
    assert await _count() == 1, "the reader's own version is what is kept, once"


async def test_a_failure_is_not_kept(database: None) -> None:
    reading = await reading_of("one", b"%PDF-1.7 broken", FileKind.PDF)
    assert reading.error
    assert await _count() == 0


async def test_kept_readings_are_forgotten_with_their_file(database: None) -> None:
    content = pdf(LETTER)
    await reading_of("one", content, FileKind.PDF)
    async with db.writing() as session:
        await repository.forget_readings(session, sha256_of(content))
    assert await _count() == 0


async def test_what_is_kept_is_encrypted(database: None) -> None:
    await reading_of("one", pdf(LETTER), FileKind.PDF)
    async with db.reading() as session:
        kept = await session.scalar(text("select reading from kept_readings"))
    assert "陈大文".encode() not in bytes(kept)
