"""The real client against the simulator behind a port: sealed once, refused, late, too late."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.eseal.authority import TestAuthority
from adapters.eseal.checking import check_outside
from adapters.eseal.client import SealClient, SealCredentials
from adapters.eseal.errors import LABEL, PLATFORM, SealNotReady, SealRefused
from adapters.eseal.port import SealOrder
from adapters.eseal.signing import Place, sign
from adapters.eseal.simulator import SealSimulator
from adapters.http import OutsideHttp, OutsideUnavailable
from tests.adapters.conftest import PATIENT_SECONDS, QUICK_SECONDS, serving
from tests.factories.documents import pdf

OFFICE = "广州市天河区市场监督管理局"
CREDENTIALS = SealCredentials("tianhe", "eseal-secret")
ORDER = SealOrder("order-1", "11440106007519140X", OFFICE, pdf("letter"), 1, 300.0, 500.0)


@dataclass(frozen=True)
class Pair:
    """The simulator and its address."""

    simulator: SealSimulator
    address: str

    def client(
        self, credentials: SealCredentials = CREDENTIALS, seconds: float = PATIENT_SECONDS
    ) -> SealClient:
        http = OutsideHttp(PLATFORM, LABEL, self.address, seconds)
        return SealClient(http, credentials, self.simulator.ca_file)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    simulator = SealSimulator(CREDENTIALS, tmp_path_factory.mktemp("eseal"))
    with serving(simulator.app()) as address:
        yield Pair(simulator, address)


async def test_a_document_is_sealed_once_and_proved(pair: Pair) -> None:
    began = datetime.now(UTC)
    async with pair.client() as client:
        sealed = await client.seal(ORDER)
        assert sealed.startswith(ORDER.document)
        assert await client.seal(ORDER) == sealed
        found = await client.check(sealed)
    assert (found.verdict, found.sealed_by) == ("intact", OFFICE)
    assert found.sealed_at is not None
    assert abs((found.sealed_at - began).total_seconds()) < 30


async def test_a_seal_that_is_disabled_is_a_refusal(pair: Pair) -> None:
    async with pair.client() as client:
        with pytest.raises(SealRefused, match="SEAL_DISABLED"):
            await client.seal(replace(ORDER, business_id="r", department_code="X-R"))


async def test_a_seal_may_come_later(pair: Pair) -> None:
    order = replace(ORDER, business_id="l", department_code="X-L")
    async with pair.client() as client:
        for _ in range(2):
            with pytest.raises(SealNotReady):
                await client.seal(order)
        assert (await client.check(await client.seal(order))).verdict == "intact"


async def test_a_slow_platform_is_asked_again(pair: Pair) -> None:
    order = replace(ORDER, business_id="s", department_code="X-S")
    async with pair.client(seconds=QUICK_SECONDS) as hasty:
        with pytest.raises(OutsideUnavailable):
            await hasty.seal(order)
    async with pair.client() as client:
        assert (await client.seal(order)).startswith(order.document)


async def test_only_the_application_itself_gets_a_seal(pair: Pair) -> None:
    async with pair.client(SealCredentials("tianhe", "guessed")) as client:
        with pytest.raises(SealRefused, match="SIGNATURE_INVALID"):
            await client.seal(replace(ORDER, business_id="f"))


def test_a_forged_authority_is_foreign(pair: Pair, tmp_path: Path) -> None:
    """The same names on another key: the names prove nothing."""
    forger = TestAuthority(tmp_path)
    seal = forger.seal("SEAL-X", OFFICE)
    forged = sign(ORDER.document, seal, forger.root, OFFICE, Place(1, 300, 500))
    assert check_outside(forged, pair.simulator.ca_file).verdict == "foreign"


async def test_what_was_altered_is_changed(pair: Pair) -> None:
    async with pair.client() as client:
        sealed = await client.seal(ORDER)
    at = sealed.index(b"obj") + 60
    altered = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
    assert check_outside(altered, pair.simulator.ca_file).verdict in ("changed", "unreadable")
    appended = sealed + b"\n% more"
    assert check_outside(appended, pair.simulator.ca_file).verdict == "changed"
    for rubbish in (b"", b"%PDF-1.7", b"\0" * 4096):
        assert check_outside(rubbish, pair.simulator.ca_file).verdict == "unreadable"
    assert check_outside(ORDER.document, pair.simulator.ca_file).verdict == "unsealed"


def test_a_restart_trusts_what_was_sealed_before(tmp_path: Path) -> None:
    first, second = TestAuthority(tmp_path), TestAuthority(tmp_path)
    assert first.root.certificate == second.root.certificate
