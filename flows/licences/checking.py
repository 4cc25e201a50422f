"""A licence lent earlier is asked for again: its issuer may have ended it since.

Before a case is handed in, and before a person is shown what the machine found. A platform that is
away changes nothing of what was known; who looks at the case is told.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from adapters.http import OutsideError
from adapters.licences.errors import AuthCodeExpired
from adapters.licences.port import LicencePort, LicenceStatus
from flows.cases import repository as cases
from flows.cases.states import EDITABLE
from flows.licences import repository
from flows.prereview.findings import Finding
from flows.prereview.licences import check_licence, unchecked
from flows.prereview.service import needed_materials
from foundation import db
from foundation.clock import now
from foundation.models import LicenceGrant
from foundation.settings import settings
from foundation.viewer import Viewer
from knowledge_base.conditions import Facts
from knowledge_base.schemas import ItemDocument

FRESH = timedelta(minutes=10)
"""What was answered so lately is not asked again."""
SECONDS = 6.0
_Answer = LicenceStatus | None


async def check_again(port: LicencePort, number: str) -> set[str]:
    """Ask for every licence lent to a case; returns the grants that could not be asked for.

    Never called inside a transaction; never raises for what the platform does.
    """
    if not settings().licences_url:
        return set()
    async with db.reading() as session:
        held = [g for g in await cases.licences_of(session, number) if _is_due(g)]
    if not held:
        return set()
    answers = await asyncio.gather(*(_ask(port, grant) for grant in held))
    away: set[str] = set()
    async with db.writing() as session:
        for grant, (is_answered, status) in zip(held, answers, strict=True):
            kept = await repository.grant_by_id(session, grant.id, lock=True)
            if not is_answered:
                away.add(grant.id)
            elif kept is not None and kept.state == "granted":
                kept.checked_at = now()
                if status is None:
                    kept.expires_at = now()
                else:
                    kept.status = status
    return away


async def findings_now(
    session: AsyncSession,
    number: str,
    document: ItemDocument,
    facts: Facts,
    away: set[str],
) -> list[Finding]:
    """What is wrong with a case's licences today, and which of them could not be asked for."""
    needed = {m.id: m for m in needed_materials(document, facts)}
    lent = [g for g in await cases.licences_of(session, number) if g.material_id in needed]
    wrong = [f for g in lent for f in check_licence(needed[g.material_id], g, now())]
    return wrong + [unchecked(needed[g.material_id], g) for g in lent if g.id in away]


async def check_own(port: LicencePort, viewer: Viewer, number: str) -> None:
    """Before a citizen hands a case in: a licence ended since it was lent is found now.

    Never called inside a transaction. Raises: SignInRequired, CaseUnknown.
    """
    viewer.must_be_signed_in()
    async with db.reading() as session:
        case = await cases.access_case(session, viewer, number)
    if case.status in EDITABLE:
        await check_again(port, number)


def _is_due(grant: LicenceGrant) -> bool:
    asked = grant.checked_at or grant.granted_at
    is_old = asked is None or asked < now() - FRESH
    return grant.state == "granted" and grant.auth_code is not None and is_old


async def _ask(port: LicencePort, grant: LicenceGrant) -> tuple[bool, _Answer]:
    """Whether there was an answer, and the licence's state; no state: lent no longer."""
    try:
        async with asyncio.timeout(SECONDS):
            return True, (await port.licence(grant.auth_code or "")).status
    except AuthCodeExpired:
        return True, None
    except (OutsideError, TimeoutError):
        return False, None
