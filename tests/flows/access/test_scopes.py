"""Grants and cases: what SQL lets through is exactly what the grants say, whatever they are."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Table, create_engine, insert, select

from flows.access.tree import below, departments_of
from flows.cases.region import street_of
from flows.cases.repository import in_reach, visible_to
from foundation.clock import now
from foundation.models import Case, Unit
from foundation.models.base import table_of
from foundation.scopes import OPENNESS, FieldRule, Scope
from foundation.viewer import StaffMember

DEPARTMENTS, ITEMS, REGIONS = ("A", "B", "C"), ("x", "y"), ("石牌街道", "林和街道", None)
PLACES = [(d, i, r) for d, i, r in product(DEPARTMENTS, ITEMS, REGIONS)]
STATES = ("submitted", "draft")
CASES: Table = table_of(Case)
quickly = settings(deadline=None, max_examples=60)


def limits(values: tuple[Any, ...]) -> st.SearchStrategy[frozenset[str] | None]:
    """No limit, or any of the values, an unknown one and none at all among them."""
    known = [v for v in values if v is not None]
    return st.none() | st.frozensets(st.sampled_from([*known, "unknown"]))


SCOPES = st.builds(
    Scope,
    permissions=st.sampled_from(
        [frozenset(), frozenset({"cases.view"}), frozenset({"cases.view", "cases.decide"})]
    ),
    departments=limits(DEPARTMENTS),
    items=limits(ITEMS),
    regions=limits(REGIONS),
    fields=st.lists(
        st.builds(
            FieldRule,
            item=st.sampled_from(["", "x", "y"]),
            field=st.sampled_from(["", "phone"]),
            shown=st.sampled_from(OPENNESS),
        ),
        max_size=3,
    ).map(tuple),
)
GRANTS = st.lists(SCOPES, min_size=1, max_size=4).map(tuple)


def member(scopes: tuple[Scope, ...]) -> StaffMember:
    held = frozenset[str]().union(*(scope.permissions for scope in scopes))
    return StaffMember("s", "s", "s", "officer", "", "", held, scopes=scopes)


@pytest.fixture(scope="module")
def every_kind_of_case() -> Any:
    """A case for each department, item and street, submitted and as a draft."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        CASES.create(connection)
        for n, ((department, item, region), status) in enumerate(product(PLACES, STATES)):
            moment = now() if status == "submitted" else None
            connection.execute(
                insert(CASES).values(
                    number=f"{n}", user_id="u", item_code=item, item_name=item, revision="r",
                    department_code=department, region=region, status=status, channel="h5",
                    form={}, submitted_at=moment, version=1, prefilled=[], answers={},
                )
            )  # fmt: skip
        yield connection
    engine.dispose()


def found(connection: Connection, *conditions: Any) -> set[tuple[str, str, str | None]]:
    wanted = select(Case.department_code, Case.item_code, Case.region)
    return {(r[0], r[1], r[2]) for r in connection.execute(wanted.where(*conditions))}


@quickly
@given(GRANTS)
def test_no_combination_of_grants_shows_a_case_outside_their_union(
    every_kind_of_case: Connection, scopes: tuple[Scope, ...]
) -> None:
    """And none hides one inside; SQL, the check of a single case and the plain words agree."""
    staff = member(scopes)
    for permission in ("cases.view", "cases.decide"):
        union = {
            (d, i, r)
            for d, i, r in PLACES
            for s in scopes
            if permission in s.permissions
            and (s.departments is None or d in s.departments)
            and (s.items is None or i in s.items)
            and (s.regions is None or (r is not None and r in s.regions))
        }
        assert found(every_kind_of_case, *in_reach(staff, permission)) == union
    assert found(every_kind_of_case, *visible_to(staff)) == {
        place for place in PLACES if any(s.reaches(*place) for s in staff.reach("cases.view"))
    }
    drafts = select(Case.number).where(*visible_to(staff), Case.status == "draft")
    assert not every_kind_of_case.execute(drafts).all()


@quickly
@given(GRANTS, st.sampled_from(PLACES), st.sampled_from(OPENNESS))
def test_a_field_is_as_open_as_one_grant_makes_it_and_no_more(
    scopes: tuple[Scope, ...], place: tuple[str, str, str | None], usual: Any
) -> None:
    staff = member(scopes)
    shown = staff.shown(place, "phone", usual)
    ways = [s for s in scopes if "cases.view" in s.permissions and s.reaches(*place)]
    allowed = {s.shows(place[1], "phone") or usual for s in ways} or {"hidden"}
    assert shown in allowed
    assert all(OPENNESS.index(shown) >= OPENNESS.index(one) for one in allowed)


@quickly
@given(SCOPES)
def test_another_grant_never_takes_anything_away(scope: Scope) -> None:
    """Grants add up: whoever is given more sees at least as much."""
    before = Scope(frozenset({"cases.view"}), frozenset({"A"}))
    one, both = member((before,)), member((before, scope))
    for place in PLACES:
        usual = one.shown(place, "phone", "masked")
        assert OPENNESS.index(both.shown(place, "phone", "masked")) >= OPENNESS.index(usual)


@quickly
@given(st.lists(st.integers(min_value=0), min_size=1, max_size=12), st.data())
def test_below_a_unit_is_whoever_has_it_above(parents: list[int], data: st.DataObject) -> None:
    units = [Unit(id="0", parent_id=None, code=None)]
    for n, parent in enumerate(parents, start=1):
        code = data.draw(st.sampled_from([None, f"{n:018d}"]))
        units.append(Unit(id=f"{n}", parent_id=f"{parent % n}", code=code))
    root = data.draw(st.sampled_from([u.id for u in units]))
    by_id = {u.id: u for u in units}

    def lineage(unit: Unit) -> list[str]:
        return [unit.id, *(lineage(by_id[unit.parent_id]) if unit.parent_id else [])]

    inside = {u.id for u in units if root in lineage(u)}
    assert below(units, [root]) == inside
    codes = departments_of(units, [root])
    assert codes is not None
    assert {u.code for u in units if u.id in inside and u.code} <= set(codes)
    # An office without a code of its own stands for the department above it, and for no other.
    above = next((by_id[u].code for u in lineage(by_id[root]) if by_id[u].code), None)
    assert set(codes) <= {u.code for u in units if u.id in inside} | {above}


@pytest.mark.parametrize(
    ("address", "street"),
    [
        ("广州市天河区石牌街道龙口西路1号", "石牌街道"),
        ("天河区林和街林和西路9号耀中广场", "林和街道"),
        ("华南理工大学五山校区北区宿舍", "五山街道"),
        ("广州市天河区天河路1号", None),
        ("广州市越秀区北京路1号", None),
        ("湖南省衡阳市某县某镇", None),
        ("", None),
    ],
)
def test_the_street_of_an_address_is_told_only_where_it_is_sure(
    address: str, street: str | None
) -> None:
    assert street_of(address) == street
