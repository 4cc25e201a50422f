"""Many cases written straight into the database, for what only shows in numbers."""

from __future__ import annotations

import random
from datetime import timedelta

from foundation import db
from foundation.clock import now
from foundation.identifiers import CaseNumber
from foundation.models import Case, Task, User, new_id
from tests.factories.cases import food

STATUSES = ("submitted", "accepted", "approved")


async def write_cases(count: int, draw: random.Random) -> list[str]:
    """Cases of 食品经营许可, many handed in at the very same moment, some without a promised day;
    the open ones wait. Returns their numbers."""
    entry, moment, user_id = food(), now(), new_id()
    numbers: set[str] = set()
    while len(numbers) < count:
        body = f"{moment:%Y%m%d}{draw.randrange(10**6):06d}"
        numbers.add(f"TH{body}{CaseNumber.check_digit(body)}")
    async with db.writing() as session:
        identity = {"name": "黄美玲", "id_number": "440106197409253327", "phone": "13900139000"}
        session.add(User(id=user_id, kind="citizen", display_name="黄*玲", identity=identity))
        await session.flush()
        for number in sorted(numbers):
            status = draw.choice(STATUSES)
            submitted = moment - timedelta(days=draw.randrange(3))
            session.add(
                Case(
                    number=number, user_id=user_id, item_code=entry.code,
                    item_name=entry.document.item.name, revision=entry.revision,
                    department_code=entry.document.item.department.code, form={}, status=status,
                    channel="counter", submitted_at=submitted,
                    due_at=moment + timedelta(days=draw.randrange(4)) if draw.random() < 0.8
                    else None,
                    closed_at=moment if status == "approved" else None,
                )
            )  # fmt: skip
        await session.flush()
        for number in sorted(numbers):
            session.add(Task(case_number=number, kind="acceptance"))
    return sorted(numbers)
