"""The identity as tokeninfo writes it, read strictly into our own facts.

Source: published integrations of 广东省统一身份认证平台; field mapping to be confirmed at
onboarding.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NoReturn

import orjson

from adapters.sign_on.errors import IdentityIncomplete
from adapters.sign_on.port import AssuranceLevel, SignOnIdentity
from foundation.identifiers import CreditCode, IdentifierInvalid, ResidentId

RESIDENT_ID_TYPE = "10"
_EMPTY = frozenset({"", "-1"})
_LEVEL = re.compile(r"L[0-3](?=@|$)")


def identity_of(user: object) -> SignOnIdentity:
    """The identity in a `userobj` (an object, or that object as JSON text).

    Raises: IdentityIncomplete, its `platform_code` naming the field that is missing or wrong.
    """
    fields = _fields(user)
    kind = _needed(fields, "usertype")
    if kind == "1":
        return _citizen(fields)
    if kind == "2":
        return _enterprise(fields)
    _incomplete("usertype")


def level_of(level: str, ways: str) -> AssuranceLevel:
    """The level of an account; where it is unsaid, the strongest way that proved it.

    `level` is `creditable_level_of_account` ("L2"), `ways` its `_way`
    ("L2@YSS@id||L3@GW@id"). Either may be empty; then the account counts as L0.
    """
    for text in (level, ways):
        found = [m[0] for part in text.split("||") if (m := _LEVEL.match(part.strip()))]
        if found:
            return AssuranceLevel(max(found))
    return AssuranceLevel.L0


def _citizen(fields: Mapping[str, str]) -> SignOnIdentity:
    id_type = _needed(fields, "idcardtype")
    return SignOnIdentity(
        uid=_needed(fields, "uid"),
        kind="citizen",
        name=_needed(fields, "cn"),
        id_type=id_type,
        id_number=_id_number(id_type, _needed(fields, "idcardnumber"), "idcardnumber"),
        phone=fields.get("telephonenumber", ""),
        assurance_level=_level(fields),
    )


def _enterprise(fields: Mapping[str, str]) -> SignOnIdentity:
    # The person at the keyboard is the link person where one is named, else the legal person.
    person = "link_person" if fields.get("link_person_name") else "legal"
    name_field = "link_person_name" if person == "link_person" else "legal_person"
    type_field = "link_person_type" if person == "link_person" else "legal_id_type"
    id_type = fields.get(type_field, RESIDENT_ID_TYPE)
    return SignOnIdentity(
        uid=_needed(fields, "uid"),
        kind="enterprise",
        name=_needed(fields, name_field),
        id_type=id_type,
        id_number=_id_number(id_type, _needed(fields, f"{person}_code"), f"{person}_code"),
        phone=fields.get("telephonenumber", ""),
        assurance_level=_level(fields),
        enterprise_name=_needed(fields, "cn"),
        credit_code=_credit_code(_needed(fields, "idcardnumber")),
        legal_person=_needed(fields, "legal_person"),
    )


def _level(fields: Mapping[str, str]) -> AssuranceLevel:
    return level_of(
        fields.get("creditable_level_of_account", ""),
        fields.get("creditable_level_of_account_way", ""),
    )


def _id_number(id_type: str, number: str, field_name: str) -> str:
    if id_type != RESIDENT_ID_TYPE:
        return number
    try:
        return ResidentId.parse(number).value
    except IdentifierInvalid:
        _incomplete(field_name)


def _credit_code(number: str) -> str:
    try:
        return CreditCode.parse(number).value
    except IdentifierInvalid:
        _incomplete("idcardnumber")


def _fields(user: object) -> dict[str, str]:
    """Named fields over those of `extproperties`; "-1" and blanks count as absent."""
    if isinstance(user, str):
        try:
            user = orjson.loads(user)
        except orjson.JSONDecodeError:
            _incomplete("userobj")
    if not isinstance(user, dict):
        _incomplete("userobj")
    named = {name: _text(value) for name, value in user.items()}
    merged = _extra(user.get("extproperties")) | {
        name: value for name, value in named.items() if value not in _EMPTY
    }
    return {name: value for name, value in merged.items() if value not in _EMPTY}


def _extra(listed: object) -> dict[str, str]:
    items = listed if isinstance(listed, list) else []
    pairs = (item.partition("=") for item in items if isinstance(item, str))
    return {name.strip(): value.strip() for name, _, value in pairs}


def _text(value: object) -> str:
    if isinstance(value, str):
        return value.replace("\0", "").strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _needed(fields: Mapping[str, str], name: str) -> str:
    return fields.get(name) or _incomplete(name)


def _incomplete(field_name: str) -> NoReturn:
    raise IdentityIncomplete(field_name)
