"""A scanner over its own protocol: what it says counts, its absence is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from foundation.intake import scanner
from foundation.intake.errors import FileRefused
from foundation.intake.service import Received, take_in
from foundation.settings import Settings
from tests.factories.documents import pdf
from tests.fakes.clamd import EICAR, clamd

ChangeSettings = Callable[..., Settings]


async def scan_of(content: bytes) -> str:
    (file,) = await take_in(Received("合同.pdf", content))
    return file.scan


async def test_none_set_up_is_told() -> None:
    assert await scan_of(pdf()) == "off"
    assert "未启用" in await scanner.check()


async def test_clean_and_infected(change_settings: ChangeSettings) -> None:
    async with clamd() as address:
        change_settings(clamav_url=address)
        assert await scanner.check() == "病毒扫描可用"
        assert await scan_of(pdf("x" * 200_000)) == "clean"
        with pytest.raises(FileRefused, match="Eicar-Test-Signature") as caught:
            await scan_of(pdf() + EICAR)
        assert caught.value.reason == "infected"


async def test_one_that_is_away_keeps_nobody_from_handing_in(
    change_settings: ChangeSettings,
) -> None:
    change_settings(clamav_url="tcp://127.0.0.1:9")
    assert await scan_of(pdf()) == "unreachable"
    with pytest.raises(ConnectionRefusedError):
        await scanner.check()


async def test_one_that_says_nothing_is_not_waited_for(
    change_settings: ChangeSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanner, "SECONDS", 0.3)
    async with clamd(is_mute=True) as address:
        change_settings(clamav_url=address)
        assert await scan_of(pdf()) == "unreachable"
