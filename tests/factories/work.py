"""Cases at work, without the doors a citizen comes through, and what must hold of any of them."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from adapters import registry
from flows.cases.states import EXAMINED, OVER
from flows.cases.views import CaseView, SubmittedView
from flows.prereview.inputs import fingerprint
from flows.processes import repository as processes
from flows.processes.mirror import run_of
from flows.workflow import handing_in
from foundation import db
from foundation.clock import now
from foundation.models import (
    Case,
    CaseEvent,
    CaseSuspension,
    Letter,
    LetterNumber,
    PreReview,
    ProcessBinding,
    ProcessInstance,
    ProcessStep,
    Task,
    new_id,
)
from foundation.viewer import Viewer
from knowledge_base.catalogue import Catalogue, CatalogueEntry, catalogue, serve
from knowledge_base.schemas.item import Lapse
from tests.factories.cases import FOOD, food
from tests.factories.processes import House

DECISIONS = {"approve", "reject", "lapse", "withdraw"}


async def submit(session: AsyncSession, viewer: Viewer, number: str, anyway: bool) -> SubmittedView:
    """As a citizen hands in; nothing of his was lent, so the licence platform is not asked."""
    return await handing_in.submit(registry.licence_client(), session, viewer, number, anyway)


async def supplement(session: AsyncSession, viewer: Viewer, number: str, anyway: bool) -> CaseView:
    return await handing_in.supplement(registry.licence_client(), session, viewer, number, anyway)


def citizen_of(house: House) -> Viewer:
    return Viewer(house.user_id, "natural", "陈大文", "L2", "yueshengshi")


async def ready_draft(house: House, serial: int) -> str:
    """A draft whose pre-review has passed; returns its number."""
    number = f"TH20261124{serial:06d}0"
    async with db.writing() as session:
        case = Case(
            number=number, user_id=house.user_id, item_code=FOOD, item_name="食品经营许可",
            department_code=food().document.item.department.code, revision=food().revision,
            form={"applicant_name": "天河小馆"}, answers={}, prefilled=[], status="draft",
            channel="yueshengshi", created_at=now(), updated_at=now(), version=1,
        )  # fmt: skip
        session.add(case)
        await session.flush()
        session.add(
            PreReview(
                id=new_id(),
                case_number=number,
                fingerprint=fingerprint(case, [], []),
                findings=[],
                status="done",
                verdict="pass",
                by="machine",
                done_count=0,
                total_count=0,
                created_at=now(),
                finished_at=now(),
            )
        )
    return number


async def bind_food(key: str) -> None:
    """Cases of the office that grants food licences go through that template from now on."""
    async with db.writing() as session:
        template = await processes.access_template(session, key)
        session.add(
            ProcessBinding(
                id=new_id(),
                item_code="",
                template_id=template.id,
                facts={},
                changed_by="测试",
                department_code=food().document.item.department.code,
                changed_at=now(),
            )
        )


def let_food_say(lapse: Lapse | None = None, silence: str | None = None) -> None:
    """As if the item of food licences named these clauses; `serve(None)` takes them back."""
    document = food().document
    says = {"supplement_lapse": lapse, "silent_approval": silence}
    handling = document.item.handling.model_copy(update=says)
    item = document.item.model_copy(update={"handling": handling})
    changed = CatalogueEntry(document.model_copy(update={"item": item}), food().revision)
    serve(Catalogue([changed if entry.code == FOOD else entry for entry in catalogue()]))


async def row_of(number: str) -> Case:
    async with db.reading() as session:
        case = await session.get(Case, number)
        assert case is not None
        return case


async def tasks_of(number: str) -> list[Task]:
    """What the case waits for, the oldest first."""
    async with db.reading() as session:
        rows = await session.scalars(
            select(Task)
            .where(Task.case_number == number, Task.state != "done")
            .order_by(Task.created_at, Task.id)
        )
        return list(rows)


async def let_days_pass(number: str, days: int) -> None:
    """As if all that is written of the case had been written so many days earlier."""
    by = timedelta(days=days)
    async with db.writing() as session:
        case = await session.get(Case, number)
        assert case is not None
        for name in (
            "due_at", "statutory_due_at", "clock_started_at", "yellow_at", "red_at",
        ):  # fmt: skip
            if (moment := getattr(case, name)) is not None:
                setattr(case, name, moment - by)
        for one in await _all(session, CaseSuspension, number):
            one.started_at -= by
            one.ended_at = one.ended_at and one.ended_at - by


async def must_be_legal(number: str) -> None:
    """Whatever was done, and wherever it was cut off: status, work, process and letters agree."""
    async with db.reading() as session:
        case = await session.get(Case, number)
        assert case is not None
        tasks = [t for t in await _all(session, Task, number) if t.state != "done"]
        held = [s for s in await _all(session, CaseSuspension, number) if s.ended_at is None]
        instances = await _all(session, ProcessInstance, number)
        running = [one for one in instances if one.state == "running"]
        if case.status in EXAMINED:
            assert any(t.parent_id is None and t.state != "paused" for t in tasks), case.status
        if case.status in OVER - {"rejected"} or (case.status == "approved" and not running):
            assert not tasks, (case.status, [t.kind for t in tasks])
        if case.status == "supplement_required":
            assert [one.kind for one in held].count("supplement") == 1
            assert all(t.state == "paused" or t.parent_id for t in tasks)
            assert case.yellow_at is None
        else:
            assert "supplement" not in [one.kind for one in held]
            assert not any(t.state == "paused" for t in tasks)
        assert case.status not in ("withdrawn", "lapsed") or not running
        assert (case.closed_at is not None) == (case.status in OVER | {"approved", "certified"}), (
            case.status
        )
        await _decided_once(session, case)
        for instance in instances:
            await _agrees(session, instance)
    await letters_have_no_gaps()


async def _decided_once(session: AsyncSession, case: Case) -> None:
    acts = Counter(event.kind for event in await _all(session, CaseEvent, case.number))
    assert sum(acts[act] for act in DECISIONS) <= 1, acts
    assert acts["submit"] <= 1
    assert acts["accept"] <= 1 + acts["supplement"], acts
    letters = Counter(letter.kind for letter in await _all(session, Letter, case.number))
    assert letters["acceptance"] == acts["accept"]
    assert letters["supplement"] == acts["return"]
    assert letters["refusal"] + letters["rejection"] == acts["reject"]
    assert letters["approval"] == acts["approve"]


async def _agrees(session: AsyncSession, instance: ProcessInstance) -> None:
    """The engine's state, the steps and the to-do list say the same."""
    run = run_of(instance, await processes.spec_of(session, instance.version_id))
    steps = (
        await session.scalars(select(ProcessStep).where(ProcessStep.instance_id == instance.id))
    ).all()
    live = [step for step in steps if step.state in processes.OPEN]
    assert sorted(s.task_id for s in live if not s.parent_id) == sorted(s.id for s in run.steps())
    tasks = {t.id: t for t in await _all(session, Task, instance.case_number) if t.is_step}
    assert set(tasks) == {step.id for step in steps}
    for step in steps:
        task = tasks[step.id]
        assert (task.state == "done") == (step.state not in processes.OPEN)
        assert task.assignee_id == step.claimed_by
    assert (instance.state == "running") == bool(live or run.timers())


async def letters_have_no_gaps() -> None:
    async with db.reading() as session:
        for counted in (await session.scalars(select(LetterNumber))).all():
            drawn = await session.scalars(
                select(Letter.sequence)
                .where(Letter.series == counted.series, Letter.year == counted.year)
                .order_by(Letter.sequence)
            )
            assert list(drawn) == list(range(1, counted.last + 1)), counted.series


async def _all(session: AsyncSession, model: Any, number: str) -> list[Any]:
    return list(await session.scalars(select(model).where(model.case_number == number)))
