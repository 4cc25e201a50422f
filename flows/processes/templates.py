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
from flows.processes.errors import DraftMoved, DraftNewer, TemplateUnknown
from flows.processes.rights import MANAGE
from flows.processes.traces import note
from flows.processes.views import FaultView, TemplateView, VersionView
from foundation import db
from foundation.clock import now
from foundation.errors import Forbidden, InvalidInput
from foundation.models import ProcessSpec, ProcessTemplate, ProcessVersion, new_id
from foundation.viewer import StaffMember
from knowledge_base.catalogue import catalogue

MAX_DRAFT, MAX_NOTE = 1_000_000, 500
_KEY = re.compile(r"[a-z][a-z0-9_-]{1,63}")
_TAKEN = frozenset({"shipped", "vocabulary", "check", "try"})
"""Words of our own addresses."""


async def list_templates(session: AsyncSession, staff: StaffMember) -> list[TemplateView]:
    staff.must_hold(MANAGE)
    return [await _view(session, staff, one) for one in await repository.templates(session)]


async def look_at_template(session: AsyncSession, staff: StaffMember, key: str) -> TemplateView:
    """Raises: TemplateUnknown."""
    staff.must_hold(MANAGE)
    return await _view(session, staff, await repository.access_template(session, key))


async def save_draft(
    session: AsyncSession,
    staff: StaffMember,
    key: str,
    name: str,
    bpmn: str,
    revision: int | None = None,
) -> TemplateView:
    """Kept as drawn, faults and all.

    Args:
        revision: that of the draft this one was drawn from, 0 for a new template; None saves over
            whatever is kept.
    Raises: InvalidInput, DraftNewer when somebody saved another draft meanwhile.
    """
    staff.must_hold(MANAGE)
    _check_words(key, name, bpmn)
    template = await repository.template_by_key(session, key, lock=True)
    if template is not None and (template.name, template.draft) == (name, bpmn):
        return await _view(session, staff, template)
    if revision is not None and revision != (template.version if template else 0):
        raise DraftNewer
    if template is None:
        template = ProcessTemplate(id=new_id(), key=key, created_at=now(), version=1)
        session.add(template)
    if (template.name, template.draft) != (name, bpmn):
        template.name, template.draft, template.updated_at = name, bpmn, now()
        await session.flush()
        note(session, template.id, "draft", staff, name)
        await session.flush()
    return await _view(session, staff, template)


async def try_draft(staff: StaffMember, bpmn: str) -> list[FaultView]:
    """Everything wrong with a drawing; nothing: it can be published as it is."""
    staff.must_hold(MANAGE)
    try:
        await asyncio.to_thread(read_definition, bpmn.encode(), known=known_fields())
    except DiagramRefused as refused:
        return [FaultView(**asdict(fault)) for fault in refused.faults]
    return []


async def publish(
    staff: StaffMember, key: str, words: str = "", revision: int | None = None
) -> TemplateView:
    """Check, play through, dry-run; then the draft is the newest version. Running cases stay on
    theirs. The same drawing published twice is one version.

    `words` say what is new; `revision` is that of the draft the publisher looked at. Opens its own
    transactions: a dry run takes seconds, and nobody waits for it.
    Raises: DiagramRefused, DraftMoved, TemplateUnknown, Forbidden to who drew it.
    """
    staff.must_hold(MANAGE)
    async with db.reading() as session:
        template = await repository.access_template(session, key)
        drawn, stood = template.draft, template.version
    if drawn is None:
        raise TemplateUnknown("这个模板还没有草稿，请先画好保存。")
    if revision is not None and revision != stood:
        raise DraftMoved
    definition = await asyncio.to_thread(read_definition, drawn.encode(), known=known_fields())
    async with db.writing() as session:
        template = await repository.access_template(session, key, lock=True)
        if template.version != stood:
            raise DraftMoved
        await _must_be_second(session, staff, template)
        await add_version(session, template, drawn, definition, staff, words.strip()[:MAX_NOTE])
        return await _view(session, staff, template)


def known_fields() -> Known:
    """The fields of every item's form: a step may name any, and shows those the case's item has."""
    return Known({f.id for entry in catalogue() for f in entry.document.form.fields()})


async def add_version(
    session: AsyncSession,
    template: ProcessTemplate,
    bpmn: str,
    definition: Definition,
    staff: StaffMember | None,
    words: str = "",
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
        note=words,
    )
    session.add(version)
    await session.flush()
    said = f"第{version.number}版" + (f"：{words}" if words else "")
    note(session, template.id, "publish", staff, said)
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
        version.revoked_by, version.revoke_reason = staff.display_name, reason.strip()[:MAX_NOTE]
        note(session, template.id, "revoke", staff, f"第{number}版。{reason.strip()}"[:1000])
        await session.flush()
    return await _view(session, staff, template)


async def _must_be_second(
    session: AsyncSession, staff: StaffMember, template: ProcessTemplate
) -> None:
    drawn = await repository.last_event(session, template.id, "draft")
    if drawn is not None and drawn.actor == staff.staff_id:
        raise Forbidden("草稿是您自己保存的，请另一位同事核对后发布。")


def _check_words(key: str, name: str, bpmn: str) -> None:
    errors = {}
    if key in _TAKEN:
        errors["key"] = f"「{key}」不能用作模板编号，请换一个"
    elif not _KEY.fullmatch(key):
        errors["key"] = "模板编号用小写字母开头，由小写字母、数字、_、-组成，2至64个字符"
    if not 1 <= len(name.strip()) <= 100:
        errors["name"] = "名称应为1至100个字"
    if not bpmn or len(bpmn) > MAX_DRAFT:
        errors["bpmn"] = f"流程图应为1至{MAX_DRAFT}个字符"
    if errors:
        raise InvalidInput(errors)


async def _view(
    session: AsyncSession, staff: StaffMember, template: ProcessTemplate
) -> TemplateView:
    counts = await repository.running_counts(session, template.id)
    drawn = await repository.last_event(session, template.id, "draft")
    versions = await repository.versions_of(session, template.id)
    used = next((v for v in versions if v.state == "published"), None)
    return TemplateView(
        key=template.key,
        name=template.name,
        draft=template.draft,
        revision=template.version,
        drawn_by=drawn.actor_name if drawn else None,
        drawn_at=drawn.at if drawn else None,
        is_draft_published=used is not None and used.bpmn == template.draft,
        may_publish=drawn is None or drawn.actor != staff.staff_id,
        versions=[show_version(version, counts.get(version.id, 0)) for version in versions],
    )


def show_version(version: ProcessVersion, running: int) -> VersionView:
    return VersionView(
        number=version.number,
        state=version.state,
        published_by=version.published_by,
        published_at=version.published_at,
        note=version.note,
        revoked_by=version.revoked_by,
        revoked_at=version.revoked_at,
        revoke_reason=version.revoke_reason,
        running=running,
    )
