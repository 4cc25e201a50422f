"""Reading tokeninfo: the platform's own spellings, its empty values, and what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.sign_on.accounts import demonstration_accounts
from adapters.sign_on.errors import IdentityIncomplete
from adapters.sign_on.port import AssuranceLevel
from adapters.sign_on.wire import identity_of, level_of

CITIZEN: dict[str, Any] = {
    "uid": "u1",
    "cn": "陈大文",
    "idcardtype": "10",
    "idcardnumber": "440106198806153017",
    "telephonenumber": "13800138001",
    "usertype": "1",
    "accout_type": "3",
    "creditable_level_of_account": "L2",
    "extproperties": ["mail=-1", "area=440106"],
}
COMPANY: dict[str, Any] = {
    **CITIZEN,
    "cn": "某某有限公司",
    "usertype": 2,
    "idcardtype": "49",
    "idcardnumber": "91440106MADEMX0030",
    "legal_person": "梁志强",
    "legal_id_type": "10",
    "legal_code": "440106198302173313",
    "link_person_name": "-1",
}


@pytest.mark.parametrize(
    ("level", "ways", "expected"),
    [
        ("L2", "", "L2"),
        ("L3", "L1@YSS@id", "L3"),
        ("", "L2@YSS@id||L3@GW@id", "L3"),
        ("L2@YSS@id||L1@GW@id", "", "L2"),
        ("", "", "L0"),
        ("-1", "L1@YSS@id", "L1"),
        ("L9", "L20@x", "L0"),
        ("四级", "", "L0"),
    ],
)
def test_levels(level: str, ways: str, expected: str) -> None:
    assert level_of(level, ways) == AssuranceLevel(expected)


def test_levels_are_ordered() -> None:
    levels = list(AssuranceLevel)
    assert levels == sorted(levels)


def test_userobj_may_be_json_text() -> None:
    assert identity_of(json.dumps(CITIZEN)) == identity_of(CITIZEN)


def test_a_field_may_stand_among_the_extra_properties() -> None:
    user = {**CITIZEN, "telephonenumber": "-1", "extproperties": ["telephonenumber=13900139000"]}
    assert identity_of(user).phone == "13900139000"


def test_minus_one_is_empty() -> None:
    assert identity_of({**CITIZEN, "telephonenumber": "-1"}).phone == ""
    assert identity_of({**CITIZEN, "telephonenumber": -1}).phone == ""


def test_another_document_is_kept_with_its_type() -> None:
    identity = identity_of({**CITIZEN, "idcardtype": "20", "idcardnumber": "H12345678"})
    assert (identity.id_type, identity.id_number) == ("20", "H12345678")


def test_a_lower_case_check_character_is_read() -> None:
    user = {**COMPANY, "idcardnumber": "92440106mademx002r"}
    assert identity_of(user).credit_code == "92440106MADEMX002R"


@pytest.mark.parametrize(
    ("user", "field_name"),
    [
        (None, "userobj"),
        ("not json", "userobj"),
        ([], "userobj"),
        ({}, "usertype"),
        ({**CITIZEN, "usertype": "3"}, "usertype"),
        ({**CITIZEN, "uid": "-1"}, "uid"),
        ({**CITIZEN, "cn": " "}, "cn"),
        ({**CITIZEN, "idcardnumber": "440106198806153018"}, "idcardnumber"),
        ({**COMPANY, "idcardnumber": "91440106MADEMX0031"}, "idcardnumber"),
        ({**COMPANY, "legal_person": None}, "legal_person"),
        ({**COMPANY, "legal_code": "1"}, "legal_code"),
        ({**COMPANY, "link_person_name": "李四"}, "link_person_code"),
    ],
)
def test_a_missing_or_wrong_field_is_named(user: object, field_name: str) -> None:
    with pytest.raises(IdentityIncomplete) as caught:
        identity_of(user)
    assert caught.value.platform_code == field_name
    assert "请" in caught.value.detail


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    changes=st.dictionaries(
        st.sampled_from([*COMPANY, "creditable_level_of_account_way"]),
        st.none() | st.integers() | st.text(max_size=8) | st.lists(st.text(max_size=4), max_size=2),
        max_size=5,
    ),
    base=st.sampled_from([CITIZEN, COMPANY]),
)
def test_any_answer_is_an_identity_or_incomplete(
    changes: dict[str, Any], base: dict[str, Any]
) -> None:
    try:
        identity = identity_of({**base, **changes})
    except IdentityIncomplete:
        return
    assert identity.uid
    assert identity.name
    assert identity.id_number


def test_the_demonstration_accounts_cover_the_people_we_must_serve() -> None:
    accounts = demonstration_accounts()
    years = [int(person.id_number[6:10]) for person in accounts.citizens]
    assert min(years) < 1950
    assert max(years) > 2010
    assert {"identity", "refuse", "slow"} == {person.answer for person in accounts.citizens}
    assert len({person.uid for person in (*accounts.citizens, *accounts.enterprises)}) == 9
    assert all(identity_of(company.userobj()).credit_code for company in accounts.enterprises)
