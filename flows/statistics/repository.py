"""Facts written and counted. Whoever counts sees what `visible_to` lets him see, and no more."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.visitors import iterate, replacement_traverse

from flows.cases.repository import visible_to
from flows.prereview.licences import LENT
from flows.statistics.facts import Told, fact_of
from flows.statistics.measures import CONDITIONS, DAY_OF, added
from foundation.models import (
    Case,
    CaseEvent,
    CaseFact,
    CaseFactLicence,
    CaseFile,
    CaseRating,
    KnowledgeEntry,
    LicenceGrant,
    ManualReview,
    PreReview,
    Region,
    ReportMark,
)
from foundation.models.base import table_of
from foundation.viewer import StaffMember

_FACTS, _CASES = table_of(CaseFact), table_of(Case)
_COLUMNS = (
    Case.number, Case.user_id, Case.item_code, Case.department_code, Case.answers, Case.status,
    Case.channel, Case.submitted_at, Case.due_at, Case.closed_at,
)  # fmt: skip
_PLAIN: Mapping[str, Any] = {
    "region": func.coalesce(CaseFact.region, ""),
    "department": CaseFact.department_code,
    "item": CaseFact.item_code,
    "situation": CaseFact.situation,
    "channel": CaseFact.channel,
}


def region_column() -> Any:
    """Where a case's region stands. The only place that knows; None while cases have no such
    column, and everything counts as 没有登记地区."""
    return getattr(Case, "region", None)


def scope(staff: StaffMember) -> list[ColumnElement[bool]]:
    """`visible_to`, said of facts: a condition on columns that facts repeat is asked of the facts
    themselves, any other of the case."""
    return [_of_facts(condition) for condition in visible_to(staff)]


def _of_facts(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    parts: list[Any] = list(iterate(condition))
    named = [part for part in parts if getattr(part, "table", None) is not None]
    simple = not any(isinstance(part, Select) for part in parts)
    if simple and all(p.table.name == _CASES.name and p.key in _FACTS.c for p in named):
        replace: Any = _twin
        said: ColumnElement[bool] = replacement_traverse(condition, {}, replace)
        return said
    return CaseFact.case_number.in_(select(Case.number).where(condition))


def _twin(part: Any, **_: Any) -> Any:
    table = getattr(part, "table", None)
    return _FACTS.c[part.key] if table is not None and table.name == _CASES.name else None


async def counted(
    session: AsyncSession,
    staff: StaffMember,
    moment: str,
    dimensions: Sequence[str],
    span: tuple[date, date],
    filters: Mapping[str, Sequence[str]],
) -> Sequence[Any]:
    """What a moment's measures add up to for every group: k0, k1 …, spent (working days, of what
    was closed only), then the measures."""
    keys = [key_column(session, one, moment).label(f"k{n}") for n, one in enumerate(dimensions)]
    spent = [CaseFact.work_days.label("spent")] if moment == "closed" else []
    figures = [column.label(name) for name, column in added(moment).items()]
    query = _from_facts(select(*keys, *spent, *figures), dimensions)
    query = query.where(*within(staff, moment, span, filters))
    grouped = [*keys, *spent]
    return (await session.execute(query.group_by(*grouped) if grouped else query)).all()


async def people_behind(
    session: AsyncSession,
    staff: StaffMember,
    moment: str,
    dimensions: Sequence[str],
    span: tuple[date, date],
    filters: Mapping[str, Sequence[str]],
) -> Sequence[Any]:
    """How many applicants each group of a moment holds: k0, k1 …, people."""
    keys = [key_column(session, one, moment).label(f"k{n}") for n, one in enumerate(dimensions)]
    people = func.count(func.distinct(CaseFact.user_id)).label("people")
    query = _from_facts(select(*keys, people), dimensions)
    query = query.where(*within(staff, moment, span, filters)).group_by(*keys)
    return (await session.execute(query)).all()


def _from_facts(query: Any, dimensions: Sequence[str]) -> Any:
    query = query.select_from(CaseFact)
    if "licence" not in dimensions:
        return query
    return query.outerjoin(CaseFactLicence, CaseFactLicence.case_number == CaseFact.case_number)


def within(
    staff: StaffMember,
    moment: str,
    span: tuple[date, date],
    filters: Mapping[str, Sequence[str]],
) -> list[ColumnElement[bool]]:
    """Seen by the viewer, on a day of the span, and as the filters say."""
    day = DAY_OF[moment]
    conditions = [*scope(staff), day >= span[0], day <= span[1]]
    for name, values in filters.items():
        if name == "licence":
            conditions.append(_has_licence(values))
        else:
            conditions.append(_PLAIN[name].in_(list(values)))
    return conditions


def _has_licence(values: Sequence[str]) -> ColumnElement[bool]:
    any_of = select(CaseFactLicence.case_number)
    if "" in values:
        return CaseFact.case_number.not_in(any_of)
    return CaseFact.case_number.in_(any_of.where(CaseFactLicence.licence.in_(list(values))))


def key_column(session: AsyncSession, dimension: str, moment: str) -> Any:
    """What groups: a column of the fact, or the moment's own day, its week's Monday, its month."""
    if dimension == "licence":
        return CaseFactLicence.licence
    if dimension in _PLAIN:
        return _PLAIN[dimension]
    day = DAY_OF[moment]
    if session.get_bind().dialect.name == "postgresql":
        shape = "YYYY-MM" if dimension == "month" else "YYYY-MM-DD"
        begun = func.date_trunc("week", day) if dimension == "week" else day
        return func.to_char(begun, shape)
    if dimension == "week":
        return func.date(day, "weekday 0", "-6 days")
    return func.strftime("%Y-%m" if dimension == "month" else "%Y-%m-%d", day)


async def cases_behind(
    session: AsyncSession,
    staff: StaffMember,
    measure: str,
    moment: str,
    span: tuple[date, date],
    filters: Mapping[str, Sequence[str]],
    offset: int,
    limit: int,
) -> tuple[Sequence[Any], int]:
    """The cases a figure is made of, the latest first, and how many."""
    query = select(CaseFact.case_number).where(
        *within(staff, moment, span, filters), CONDITIONS[measure]
    )
    total = await session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = await session.execute(
        select(Case.number, Case.item_name, Case.status, CaseFact)
        .join(CaseFact, CaseFact.case_number == Case.number)
        .where(*within(staff, moment, span, filters), CONDITIONS[measure])
        .order_by(DAY_OF[moment].desc(), Case.number)
        .offset(offset)
        .limit(limit)
    )
    return rows.all(), total


async def item_names(session: AsyncSession) -> dict[str, str]:
    rows = await session.execute(
        select(KnowledgeEntry.key, KnowledgeEntry.title).where(KnowledgeEntry.kind == "item")
    )
    return {row[0]: row[1] for row in rows}


async def region_names(session: AsyncSession) -> dict[str, str]:
    return {row[0]: row[1] for row in await session.execute(select(Region.code, Region.name))}


# -- keeping the facts ---------------------------------------------------------------------


async def mark(session: AsyncSession, name: str) -> ReportMark:
    """How far a sweep has come; locked, so that sweeps go one after another."""
    found = await session.get(ReportMark, name, with_for_update=True)
    if found is None:
        found = ReportMark(name=name, last_id=0)
        session.add(found)
    return found


async def marked_at(session: AsyncSession) -> datetime | None:
    """When the facts were last looked after."""
    return await session.scalar(select(ReportMark.moment).where(ReportMark.name == "prereviews"))


async def cases_moved(
    session: AsyncSession, after: int, margin: int, limit: int
) -> tuple[set[str], int]:
    """Cases whose timeline grew beyond what is counted, and the last event looked at. Ids that
    were drawn before `after` and committed later are found within the margin."""
    beyond = select(CaseEvent.id, CaseEvent.case_number).where(CaseEvent.id > after - margin)
    page = beyond.order_by(CaseEvent.id).limit(limit + margin).subquery()
    last = await session.scalar(select(func.max(page.c.id))) or after
    rows = await session.scalars(
        select(page.c.case_number)
        .join(Case, Case.number == page.c.case_number)
        .outerjoin(CaseFact, CaseFact.case_number == page.c.case_number)
        .where(Case.submitted_at.is_not(None))
        .where(CaseFact.case_number.is_(None) | (CaseFact.last_event_id < page.c.id))
        .distinct()
    )
    return set(rows), max(last, after)


async def cases_reviewed(session: AsyncSession, since: datetime) -> set[str]:
    """Cases handed in whose pre-review was finished since a moment."""
    rows = await session.scalars(
        select(PreReview.case_number)
        .join(Case, Case.number == PreReview.case_number)
        .where(PreReview.finished_at >= since, Case.submitted_at.is_not(None))
        .distinct()
    )
    return set(rows)


async def cases_of_days(session: AsyncSession, since: datetime) -> set[str]:
    """Cases that were touched since a moment, however."""
    rows = await session.scalars(
        select(Case.number).where(Case.updated_at >= since, Case.submitted_at.is_not(None))
    )
    return set(rows)


async def count_again(session: AsyncSession, numbers: Collection[str]) -> int:
    """Make the facts of these cases anew; the same rows whatever stood there before."""
    told = await _told(session, list(numbers))
    facts = [fact_of(one) for one in told.values()]
    if not facts:
        return 0
    known = [fact["case_number"] for fact in facts]
    upsert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = upsert(_FACTS)
    changed = {c.name: statement.excluded[c.name] for c in _FACTS.c if c.name != "case_number"}
    await session.execute(
        statement.on_conflict_do_update(index_elements=["case_number"], set_=changed), facts
    )
    await session.execute(delete(CaseFactLicence).where(CaseFactLicence.case_number.in_(known)))
    used = [
        {"case_number": number, "licence": name}
        for number, one in sorted(told.items())
        for name in sorted({licence for licence, _ in one.licences})
    ]
    if used:
        await session.execute(insert(CaseFactLicence), used)
    return len(facts)


async def _told(session: AsyncSession, numbers: list[str]) -> dict[str, Told]:
    """The rows that facts are made of; nothing that is sealed is opened."""
    region = region_column()
    columns = [*_COLUMNS, *([region.label("region")] if region is not None else [])]
    rows = await session.execute(
        select(*columns)
        .where(Case.number.in_(numbers), Case.submitted_at.is_not(None))
        .order_by(Case.number)
    )
    told = {row.number: Told(row, getattr(row, "region", None)) for row in rows}
    known = list(told)
    for row in await session.execute(
        select(CaseEvent.case_number, CaseEvent.id, CaseEvent.kind, CaseEvent.at)
        .where(CaseEvent.case_number.in_(known))
        .order_by(CaseEvent.id)
    ):
        told[row.case_number].events.append((row.id, row.kind, row.at))
    looked_at = (ManualReview.prereview_id == PreReview.id) & (ManualReview.state == "decided")
    for look in await session.execute(
        select(PreReview.case_number, PreReview.by, PreReview.verdict, ManualReview.machine_verdict)
        .outerjoin(ManualReview, looked_at)
        .where(PreReview.case_number.in_(known), PreReview.status == "done")
        .order_by(PreReview.finished_at, PreReview.id)
    ):
        said = look.verdict if look.by == "machine" else look.machine_verdict
        told[look.case_number].machine = said or ""
    await _add_people(session, told)
    return told


async def _add_people(session: AsyncSession, told: dict[str, Told]) -> None:
    known = list(told)
    for row in await session.execute(
        select(ManualReview.case_number, ManualReview.machine_verdict, ManualReview.verdict)
        .where(ManualReview.case_number.in_(known), ManualReview.state == "decided")
        .order_by(ManualReview.decided_at)
    ):
        told[row.case_number].people = (row.machine_verdict, row.verdict or "")
    for lent in await session.execute(
        select(LicenceGrant.case_number, LicenceGrant.licence_name, LicenceGrant.material_id).where(
            LicenceGrant.case_number.in_(known), LicenceGrant.state.in_(LENT)
        )
    ):
        told[lent.case_number].licences.append((lent.licence_name, lent.material_id))
    for file in await session.execute(
        select(CaseFile.case_number, CaseFile.material_id)
        .where(CaseFile.case_number.in_(known))
        .distinct()
    ):
        told[file.case_number].uploaded.add(file.material_id)
    for said in await session.execute(
        select(CaseRating.case_number, CaseRating.satisfaction).where(
            CaseRating.case_number.in_(known)
        )
    ):
        told[said.case_number].satisfaction = said.satisfaction
