"""Asking the registers before a case is judged: numbers read off its papers, and the applicant's.

Each number is asked once. A register that is away, slow or refuses makes its answer `away`, which
rules take as undecided; no transaction is open meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence

from adapters.http import OutsideError
from adapters.licences.port import LicencePort, Purpose, RegisterRecord
from flows.prereview.readings import Reading
from flows.prereview.rules.inputs import Identity
from flows.prereview.rules.normalising import plain_code
from flows.prereview.rules.registers import ANSWER, AWAY, FOUND, NONE, register_key
from foundation.logging import logger
from foundation.settings import settings
from knowledge_base.document_fields import REGISTERED_KINDS, DocumentKindName
from knowledge_base.schemas import RuleSet
from knowledge_base.schemas.prereview import Consistent, Equals, Reference, Registered

SECONDS = 8.0
"""For one number, whatever the client's own patience: a review waits no longer."""
MOST = 12
_ENTERPRISE = ("business_licence", "营业执照")
Registers = dict[str, dict[str, str]]

log = logger("prereview")


async def ask_registers(
    port: LicencePort,
    purpose: Purpose,
    rules: RuleSet,
    materials: Mapping[str, Sequence[Reading]],
    identity: Identity,
) -> Registers:
    """The registers' answers, by the keys and fields that rules look them up with.

    Empty where no register is connected. Never raises.
    """
    if not settings().licences_url:
        return {}
    asked = dict.fromkeys(_numbers(rules, materials))
    wants_enterprise = bool(identity.credit_code) and _names_enterprise(rules)
    if wants_enterprise:
        asked[_ENTERPRISE[1], plain_code(identity.credit_code)] = None
    chosen = list(asked)[:MOST]
    answers = await asyncio.gather(*(_ask(port, purpose, *one) for one in chosen))
    registers = {
        register_key(number): said for (_, number), said in zip(chosen, answers, strict=True)
    }
    if wants_enterprise:
        said = registers.get(register_key(identity.credit_code), {})
        if said.get(ANSWER) == FOUND:
            registers["enterprise"] = {k: v for k, v in said.items() if k != ANSWER}
            registers["enterprise"]["credit_code"] = identity.credit_code
    return registers


async def _ask(port: LicencePort, purpose: Purpose, licence: str, number: str) -> dict[str, str]:
    item = port.item(licence)
    if item is None:
        return {}
    try:
        async with asyncio.timeout(SECONDS):
            record = await port.registered(item, number, purpose)
    except (OutsideError, TimeoutError) as error:
        log.warning("register_away", licence=licence, error=type(error).__name__)
        return {ANSWER: AWAY}
    return _said(record) if record is not None else {ANSWER: NONE}


def _said(record: RegisterRecord) -> dict[str, str]:
    said = {
        ANSWER: FOUND,
        "status": record.status,
        "name": record.holder_name,
        "legal_person": record.legal_person,
        "address": record.address,
        "valid_until": record.valid_until.isoformat() if record.valid_until else "",
    }
    return {name: value for name, value in said.items() if value}


def _numbers(
    rules: RuleSet, materials: Mapping[str, Sequence[Reading]]
) -> Iterator[tuple[str, str]]:
    """Licence and number of everything that a rule wants to see in a register."""
    for rule in rules.rules:
        if isinstance(rule.check, Registered):
            for reading in materials.get(rule.material or "", ()):
                kind: DocumentKindName | None = reading.kind.value if reading.kind else None
                told = REGISTERED_KINDS.get(kind) if kind else None
                field = reading.fields.get(rule.check.field)
                if told and field and told[1] == rule.check.field and plain_code(field.value):
                    yield told[0], plain_code(field.value)


def _names_enterprise(rules: RuleSet) -> bool:
    return any(
        place.source == "register" and place.name == "enterprise"
        for rule in rules.rules
        for place in _places(rule.check)
    )


def _places(check: object) -> list[Reference]:
    if isinstance(check, Equals):
        return [check.to]
    return check.places if isinstance(check, Consistent) else []
