"""The case index follows the cases by promises, and every night takes in what is missing.

What staff wrote is found, what the house itself writes on every timeline is not: it would be found
everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.catalogue.errors import ItemUnknown
from flows.guidance import repository as guidance
from flows.lookup import marks, repository
from flows.lookup.blind import WORDY
from foundation import db
from foundation.logging import logger
from foundation.models import Case, User
from foundation.queue import promise
from knowledge_base.parks import park_at
from knowledge_base.schemas import ItemDocument

INDEX, CATCH_UP = "lookup.index", "lookup.catch_up"
BATCH, ENOUGH = 200, 20_000
BOILERPLATE = frozenset(
    {"open", "submit", "supplement", "prereview", "claim", "licence", "licence_back"}
    | {"manual_ask", "manual_take_over", "transfer"}
)
_NAMES = frozenset({"name"})
log = logger("lookup")


def ask_for_index(session: AsyncSession, number: str) -> None:
    """Promise that the index will know of a change in this case's words."""
    promise(session, INDEX, {"number": number})


async def index_case(number: str) -> None:
    """Make the case's row of the index anew. Safe to repeat; drafts have none."""
    async with db.writing() as session:
        await _index(session, number)


async def catch_up() -> int:
    """Index what was handed in and is not known yet; returns how many."""
    done = 0
    while done < ENOUGH:
        async with db.writing() as session:
            missing = await repository.unindexed(session, BATCH)
            for number in missing:
                await _index(session, number)
        done += len(missing)
        if len(missing) < BATCH:
            break
    if done:
        log.info("cases_indexed", count=done)
    return done


async def _index(session: AsyncSession, number: str) -> None:
    found = await repository.words_of(session, number, BOILERPLATE)
    if found is None or found[0].submitted_at is None:
        return
    case, user, written = found
    document = await _document(session, case)
    addresses = list(_values(case, document, frozenset({"address"})))
    listed = await repository.park_listing(session, user.id)
    at = " ".join(addresses)
    await repository.keep_index(
        session,
        number,
        terms_of(case, user, document, written),
        listed or park_at(at),
    )


async def _document(session: AsyncSession, case: Case) -> ItemDocument | None:
    """The item as the case knows it; a case whose item nobody has any more is found by the rest."""
    try:
        return await guidance.document_of(session, case.item_code, case.revision)
    except ItemUnknown:
        return None


def terms_of(case: Case, user: User, document: ItemDocument | None, written: list[str]) -> str:
    """All marks of a case: numbers, names, the applicant's own words, what staff wrote."""
    return marks.joined(_marks(case, user, document, written))


def _marks(
    case: Case, user: User, document: ItemDocument | None, written: list[str]
) -> Iterator[str]:
    yield from marks.number_marks(case.number)
    yield from _marks_of_user(user.identity or {}, user.display_name)
    yield from _marks_of_form(case, document)
    said = [str((case.supplement or {}).get("note", "")), *written]
    text = " ".join([*_values(case, document, WORDY - _NAMES), *said])
    yield from marks.text_marks(text)


def _marks_of_user(identity: dict[str, Any], shown: str) -> Iterator[str]:
    names = [str(identity.get(n) or "") for n in ("name", "enterprise_name", "legal_person_name")]
    for name in [*names, *([] if any(names) else [shown])]:
        if name:
            yield from marks.name_marks(name)
            yield from marks.text_marks(name)
    for field in ("id_number", "credit_code"):
        yield from marks.identity_marks(str(identity.get(field) or ""))
    if identity.get("phone"):
        yield marks.phone_mark(str(identity["phone"]))


def _marks_of_form(case: Case, document: ItemDocument | None) -> Iterator[str]:
    """People and enterprises the form names are found as the applicant is."""
    for name in _values(case, document, _NAMES):
        yield from marks.name_marks(name)
        yield from marks.text_marks(name)
    for number in _values(case, document, frozenset({"id_number", "credit_code"})):
        yield from marks.identity_marks(number)
    for phone in _values(case, document, frozenset({"phone"})):
        yield marks.phone_mark(phone)


def _values(case: Case, document: ItemDocument | None, kinds: frozenset[str]) -> Iterator[str]:
    for field in document.form.fields() if document else ():
        value = case.form.get(field.id)
        if field.kind in kinds and value:
            yield str(value)
