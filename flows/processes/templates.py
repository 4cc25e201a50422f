"""Templates: drawn as a draft, checked and dry-run, published by a second person, revoked."""

from __future__ import annotations

import asyncio
import re
from dataclasses import asdict

from sqlalchemy.ext.asyncio import AsyncSession

from flows.engine.definitions import Definition, read_definition
from flows.engine.errors import DiagramRefused
from flows.engine.templates import Known
from flows.processes import repository
from flows.processes.errors import DraftMoved, TemplateUnknown
from flows.processes.rights import MANAGE
from flows.processes.traces import note
from flows.processes.views import FaultView, TemplateView, VersionView
from foundation import db
from foundation.clock import now
from foundation.errors import Forbidden, InvalidInput
from foundation.models import ProcessSpec, ProcessTemplate, ProcessVersion, new_id
from foundation.viewer import StaffMember
from knowledge_base.catalogue import catalogue

MAX_DRAFT = 1_000_000
_KEY = re.compile(r"[a-z][a-z0-9_-]{1,63}")


async def list_templates(session: AsyncSession, staff: StaffMember) -> list[TemplateView]:
    staff.must_hold(MANAGE)
    return [await _view(session, one) for one in await repository.templates(session)]


async def save_draft(
    session: AsyncSession, staff: StaffMember, key: str, name: str, bpmn: str
) -> TemplateView:
    """Kept as drawn, faults and all. Raises: InvalidInput."""
    staff.must_hold(MANAGE)
    _check_words(key, name, bpmn)
    template = await repository.template_by_key(session, key, lock=True)
    if template is None:
        template = ProcessTemplate(id=new_id(), key=key, created_at=now(), version=1)
        session.add(template)
    if (template.name, template.draft) != (name, bpmn):
        template.name, template.draft, template.updated_at = name, bpmn, now()
        await session.flush()
        note(session, template.id, "draft", staff, name)
    return await _view(session, template)


async def try_draft(staff: StaffMember, bpmn: str) -> list[FaultView]:
    """Everything wrong with a drawing; nothing: it can be published as it is."""
    staff.must_hold(MANAGE)
    try:
        await asyncio.to_thread(read_definition, bpmn.encode(), known=known_fields())
    except DiagramRefused as refused:
        return [FaultView(**asdict(fault)) for fault in refused.faults]
    return []


async def publish(staff: StaffMember, key: str) -> TemplateView:
    """Check, play through, dry-run; then the draft is the newest version. Running cases stay on
    theirs. The same drawing published twice is one version.

    Opens its own transactions: a dry run takes seconds, and nobody waits for it.
    Raises: DiagramRefused, DraftMoved, TemplateUnknown, Forbidden to who drew it.
    """
    staff.must_hold(MANAGE)
    async with db.reading() as session:
        template = await repository.access_template(session, key)
        drawn, stood = template.draft, template.version
    if drawn is None:
        raise TemplateUnknown("这个模板还没有草稿，请先画好保存。")
    definition = await asyncio.to_thread(read_definition, drawn.encode(), known=known_fields())
    async with db.writing() as session:
        template = await repository.access_template(session, key, lock=True)
        if template.version != stood:
            raise DraftMoved
        await _must_be_second(session, staff, template)
        await add_version(session, template, drawn, definition, staff)
        return await _view(session, template)


def known_fields() -> Known:
    """The fields of every item's form: a step may name any, and shows those the case's item has."""
    return Known({f.id for entry in catalogue() for f in entry.document.form.fields()})


async def add_version(
    session: AsyncSession,
    template: ProcessTemplate,
    bpmn: str,
    definition: Definition,
    staff: StaffMember | None,
) -> ProcessVersion:
    """The next version, unless the newest published one is the very same."""
    latest = await repository.latest_published(session, template.id)
    if latest and (latest.bpmn, latest.spec_sha256) == (bpmn, definition.fingerprint):
        return latest
    if await session.get(ProcessSpec, definition.fingerprint) is None:
        session.add(
            ProcessSpec(
                sha256=definition.fingerprint,
                body=definition.spec,
                steps={node: asdict(step) for node, step in definition.steps.items()},
                names=definition.names,
            )
        )
        await session.flush()
    held = await repository.versions_of(session, template.id)
    version = ProcessVersion(
        id=new_id(),
        template_id=template.id,
        number=held[0].number + 1 if held else 1,
        bpmn=bpmn,
        spec_sha256=definition.fingerprint,
        state="published",
        published_by=staff.display_name if staff else "系统",
        published_at=now(),
    )
    session.add(version)
    await session.flush()
    note(session, template.id, "publish", staff, f"第{version.number}版")
    return version


async def revoke(
    session: AsyncSession, staff: StaffMember, key: str, number: int, reason: str
) -> TemplateView:
    """No case begins on this version any more; those on it go on. Again changes nothing."""
    staff.must_hold(MANAGE)
    template = await repository.access_template(session, key, lock=True)
    version = await repository.version_by_number(session, template.id, number)
    if version.state != "revoked":
        version.state, version.revoked_at = "revoked", now()
        version.revoked_by = staff.display_name
        note(session, template.id, "revoke", staff, f"第{number}版。{reason.strip()}"[:1000])
        await session.flush()
    return await _view(session, template)


async def _must_be_second(
    session: AsyncSession, staff: StaffMember, template: ProcessTemplate
) -> None:
    drawn = await repository.last_event(session, template.id, "draft")
    if drawn is not None and drawn.actor == staff.staff_id:
        raise Forbidden("草稿是您自己保存的，请另一位同事核对后发布。")


def _check_words(key: str, name: str, bpmn: str) -> None:
    errors = {}
    if not _KEY.fullmatch(key):
        errors["key"] = "模板编号用小写字母开头，由小写字母、数字、_、-组成，2至64个字符"
    if not 1 <= len(name.strip()) <= 100:
        errors["name"] = "名称应为1至100个字"
    if not bpmn or len(bpmn) > MAX_DRAFT:
        errors["bpmn"] = f"流程图应为1至{MAX_DRAFT}个字符"
    if errors:
        raise InvalidInput(errors)


async def _view(session: AsyncSession, template: ProcessTemplate) -> TemplateView:
    counts = await repository.running_counts(session, template.id)
    return TemplateView(
        key=template.key,
        name=template.name,
        draft=template.draft,
        versions=[
            VersionView(
                number=version.number,
                state=version.state,
                published_by=version.published_by,
                published_at=version.published_at,
                running=counts.get(version.id, 0),
            )
            for version in await repository.versions_of(session, template.id)
        ],
    )
