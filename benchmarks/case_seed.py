"""A million cases that look like those of a district: sealed columns from a pool, rows by COPY,
indexes made after them.

People, addresses and texts are drawn from pools, so that their sealed bytes and marks are made
once; what a list reads, sorts and narrows by differs from row to row.
"""

from __future__ import annotations

import itertools
import json
import random
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

import asyncpg

from flows.lookup import marks
from foundation import crypto
from foundation.clock import now
from foundation.crypto import token_hash
from foundation.identifiers import CaseNumber, ResidentId, mask_name
from foundation.models.staff import NEVER
from knowledge_base.catalogue import catalogue
from knowledge_base.parks import park_at
from knowledge_base.places import home_streets

DAYS, PEOPLE, TEXTS, FORMS = 1000, 4000, 3000, 200
_SURNAMES = "陈李黄张梁林王何吴刘郑谢罗周曾邓冯钟叶卢"
_GIVEN = "大文小红建国丽萍志强嘉雯婉仪子轩一鸣秀英美玲家豪晓敏伟俊杰芳雪梅海涛永健思颖"
_ROADS = ("天河北路", "体育东路", "石牌西路", "黄埔大道中", "珠江东路", "科韵路", "高唐路",
          "五山路", "车陂路", "中山大道西", "龙洞东路", "广园快速", "华夏路")  # fmt: skip
_SAID = ("平面图请补标净高", "租赁合同缺最后一页", "法定代表人签名与证件不一致", "已电话联系申请人",
         "营业场所需加装排烟管道", "健康证过期请更换", "经营范围请核对",
         "材料齐全符合要求")  # fmt: skip
_CLOSED = ("approved", "approved", "approved", "approved", "approved", "closed", "certified",
           "rejected", "withdrawn", "lapsed")  # fmt: skip
_OPEN = ("submitted", "submitted", "accepted", "accepted", "reviewing", "supplement_required")
_CHANNELS = ("yueshengshi", "yueshangtong", "miniprogram", "counter", "suihaoban")
_TABLES = ("users", "staff", "staff_sessions", "cases", "tasks", "case_index")


@dataclass(frozen=True)
class Person:
    identity: bytes
    display_name: str
    blind: str
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Text:
    marks: tuple[str, ...]
    park: str | None


@dataclass(frozen=True)
class Seeded:
    """What the load asks with: tokens of staff, names and words that are really there."""

    tokens: list[str]
    names: list[str]
    words: list[str]
    numbers: list[str]


class Seeder:
    """Draws rows; the same `seed` draws the same town."""

    def __init__(self, cases: int, staff: int, seed: int = 20261127) -> None:
        self._draw = random.Random(seed)
        self._cases, self._staff = cases, staff
        self._users = max(1, cases // 3)
        self._moment = now()
        self._items = [(e.code, e.document.item, e.revision) for e in catalogue()]
        self._names: list[str] = []
        self._words: list[str] = []
        self._people = [self._person() for _ in range(PEOPLE)]
        self._texts = [self._text() for _ in range(TEXTS)]
        self._forms = [crypto.encrypt(json.dumps({"n": n}).encode()) for n in range(FORMS)]
        self._numbers: list[str] = []
        self._offices: list[str] = []

    def _person(self) -> Person:
        name = self._draw.choice(_SURNAMES) + "".join(self._draw.sample(_GIVEN, 2))
        day = datetime(1950, 1, 1) + timedelta(days=self._draw.randrange(20_000))
        body = f"440106{day:%Y%m%d}{self._draw.randrange(1000):03d}"
        number = body + ResidentId.check_character(body)
        phone = f"138{self._draw.randrange(10**8):08d}"
        identity = {"name": name, "id_number": number, "phone": phone}
        self._names.append(name)
        told = [*marks.name_marks(name), *marks.text_marks(name), *marks.identity_marks(number)]
        sealed = crypto.encrypt(json.dumps(identity, ensure_ascii=False).encode())
        return Person(
            sealed, mask_name(name), crypto.blind_index(number), (*told, marks.phone_mark(phone))
        )

    def _text(self) -> Text:
        road = self._draw.choice(_ROADS)
        address = f"广州市天河区{road}{self._draw.randrange(1, 999)}号"
        said = self._draw.choice(_SAID) if self._draw.random() < 0.3 else ""
        self._words.append(said or road)
        found = tuple(marks.text_marks(f"{address} {said}"))
        return Text(found, park_at(address))

    def users(self) -> Iterator[tuple[Any, ...]]:
        for at in range(self._users):
            person = self._people[at % PEOPLE]
            yield (
                f"u{at:031d}", "citizen", f"seed-{at}", person.display_name, "L2",
                person.identity, person.blind, None, self._moment,
            )  # fmt: skip

    def staff(self) -> Iterator[tuple[Any, ...]]:
        offices = [item.department.code for _, item, _ in self._items]
        sealed = crypto.encrypt(b'"JBSWY3DPEHPK3PXP"')
        for at in range(self._staff):
            office = "" if at % 5 < 3 else self._draw.choice(offices)
            self._offices.append(office)
            yield (
                f"s{at:031d}", f"seed-{at}", f"{self._draw.choice(_SURNAMES)}工{at}",
                "综合窗口", office, "none", sealed, 0, "[]", False, True, 0, None, self._moment,
            )  # fmt: skip

    def grants(self) -> Iterator[tuple[Any, ...]]:
        """What each of the staff may do, over the department they sit in; after `staff`."""
        for at, office in enumerate(self._offices):
            person, role = f"s{at:031d}", "officer" if at % 3 else "supervisor"
            reach = json.dumps([office]) if office else None
            yield (f"g{at:031d}", person, role, "[]", reach, "[]", "[]", "[]", "active", "", person,
                   self._moment)  # fmt: skip

    def sessions(self, tokens: list[str]) -> Iterator[tuple[Any, ...]]:
        for at, token in enumerate(tokens):
            yield token_hash(token), f"s{at:031d}", self._moment + timedelta(hours=8), self._moment

    def rows(self) -> Iterator[tuple[tuple[Any, ...], list[tuple[Any, ...]], tuple[Any, ...]]]:
        """A case, its tasks, its row of the index."""
        weights = [1 / (rank + 2) for rank in range(len(self._items))]
        items = self._draw.choices(range(len(self._items)), weights, k=self._cases)
        seen: set[str] = set()
        streets = home_streets()
        for at in range(self._cases):
            code, item, revision = self._items[items[at]]
            age = DAYS * (1 - (at + self._draw.random()) / self._cases)
            submitted = self._moment - timedelta(days=age)
            number = self._number(submitted, seen)
            is_open = self._draw.random() < (0.6 if age < 30 else 0.01)
            status = self._draw.choice(_OPEN if is_open else _CLOSED)
            due = submitted + timedelta(days=self._draw.randrange(3, 30))
            closed = None if is_open else submitted + timedelta(days=self._draw.randrange(1, 20))
            user = self._draw.randrange(self._users)
            department = item.department.code
            case = (
                number, f"u{user:031d}", code, item.name, department, revision, None, "{}",
                self._forms[at % FORMS], "[]", status, self._draw.choice(_CHANNELS), None,
                submitted, due, closed, 1, submitted, submitted,
                self._draw.choice(streets),
            )  # fmt: skip
            tasks = list(self._tasks(at, number, status, is_open, submitted, department, due))
            yield case, tasks, self._index(at, number, user)

    def _number(self, day: datetime, seen: set[str]) -> str:
        while True:
            body = f"{day:%Y%m%d}{self._draw.randrange(10**6):06d}"
            number = f"TH{body}{CaseNumber.check_digit(body)}"
            if number not in seen:
                seen.add(number)
                if len(self._numbers) < 500 or self._draw.random() < 0.0005:
                    self._numbers.append(number)
                return number

    def _tasks(
        self,
        at: int,
        number: str,
        status: str,
        is_open: bool,
        made: datetime,
        department: str,
        due: datetime,
    ) -> Iterator[tuple[Any, ...]]:
        someone = f"s{self._draw.randrange(self._staff):031d}"
        done = made + timedelta(days=1)
        waits = status in ("submitted", "accepted", "reviewing")
        if status != "submitted":
            yield (f"a{at:031d}", number, "acceptance", "done", someone, "accept", 1, made, done,
                   department, due)  # fmt: skip
        if is_open and not waits:
            return
        kind = "acceptance" if status == "submitted" else "decision"
        state = "done" if not is_open else self._draw.choice(("open", "open", "claimed"))
        holder = None if state == "open" else someone
        ended = (None, None) if is_open else ("approve", done)
        yield (f"d{at:031d}", number, kind, state, holder, ended[0], 1, made, ended[1],
               department, due or NEVER)  # fmt: skip

    def _index(self, at: int, number: str, user: int) -> tuple[Any, ...]:
        person, text = self._people[user % PEOPLE], self._draw.choice(self._texts)
        terms = marks.joined((*marks.number_marks(number), *person.marks, *text.marks))
        return at + 1, number, text.park, terms, self._moment

    def seeded(self, tokens: list[str]) -> Seeded:
        return Seeded(tokens, self._names[:200], self._words[:200], self._numbers[-500:])


async def seeded_town(url: str, cases: int, staff: int) -> Seeded:
    """The town in this database: as it was seeded before, else seeded now."""
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE IF NOT EXISTS seeded_town (told text)")
    told = await connection.fetchval("SELECT told FROM seeded_town")
    if told is None:
        tokens = [secrets.token_urlsafe(16) for _ in range(staff)]
        told = json.dumps(asdict(await fill(url, Seeder(cases, staff), tokens)))
        await connection.execute("INSERT INTO seeded_town VALUES ($1)", told)
    until = now() + timedelta(hours=8)
    await connection.execute("UPDATE staff_sessions SET expires_at = $1", until)
    await connection.close()
    return Seeded(**json.loads(told))


async def fill(url: str, seeder: Seeder, tokens: list[str], batch: int = 20_000) -> Seeded:
    """Write the town into an empty, migrated database; PostgreSQL only."""
    connection = await asyncpg.connect(url)
    await connection.execute(
        "SET session_replication_role = replica; SET maintenance_work_mem='1GB'"
    )
    indexes = await _without_indexes(connection)
    await _copy(connection, "users", seeder.users())
    await _copy(connection, "staff", seeder.staff())
    await _copy(connection, "staff_grants", seeder.grants())
    await _copy(connection, "staff_sessions", seeder.sessions(tokens))
    rows = seeder.rows()
    while part := list(itertools.islice(rows, batch)):
        await _copy(connection, "cases", iter([case for case, _, _ in part]))
        await _copy(connection, "tasks", (task for _, tasks, _ in part for task in tasks))
        await _copy(connection, "case_index", iter([index for _, _, index in part]))
    for definition in indexes:
        await connection.execute(definition)
    for table in _TABLES:
        await connection.execute(f"VACUUM ANALYZE {table}")
    await connection.close()
    return seeder.seeded(tokens)


async def _copy(connection: Any, table: str, records: Iterator[tuple[Any, ...]]) -> None:
    await connection.copy_records_to_table(table, records=records, columns=COLUMNS[table])


async def _without_indexes(connection: Any) -> list[str]:
    """Drop what is no constraint; returns how each is made again."""
    kept = await connection.fetch(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY($1) AND indexname NOT IN "
        "(SELECT conname FROM pg_constraint)",
        list(_TABLES),
    )
    for row in kept:
        await connection.execute(f'DROP INDEX "{row["indexname"]}"')
    return [str(row["indexdef"]) for row in kept]


COLUMNS = {
    "users": ["id", "kind", "subject", "display_name", "assurance_level", "identity",
              "id_number_index", "merged_into", "created_at"],
    "staff": ["id", "username", "display_name", "department", "department_code",
              "password_hash", "otp_secret", "otp_last_step", "skills", "takes_handoffs",
              "is_active", "failed_logins", "locked_until", "created_at"],
    "staff_grants": ["id", "staff_id", "role_id", "units", "departments", "items", "regions",
                     "fields", "state", "note", "asked_by", "created_at"],
    "staff_sessions": ["token_hash", "staff_id", "expires_at", "created_at"],
    "cases": ["number", "user_id", "item_code", "item_name", "department_code", "revision",
              "guidance_run_id", "answers", "form", "prefilled", "status", "channel", "supplement",
              "submitted_at", "due_at", "closed_at", "version", "created_at", "updated_at",
              "region"],
    "tasks": ["id", "case_number", "kind", "state", "assignee_id", "outcome", "version",
              "created_at", "done_at", "department_code", "due_sort"],
    "case_index": ["id", "case_number", "park_id", "terms", "indexed_at"],
}  # fmt: skip
