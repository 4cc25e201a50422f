"""What a step shows and asks for: fields of the case's form, and the process's own.

Only what the drawing lists is shown or written. Values of the form that are personal data are
masked here as anywhere else; the whole is given only by `reveal`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases.masking import mask, sensitive_in
from flows.cases.sight import Sight
from flows.engine.definitions import FACTS, Step
from flows.engine.templates import LETTERS
from flows.guidance import repository as guidance
from flows.prereview.form_checks import check_value
from flows.processes import repository
from flows.processes.mirror import steps_in
from flows.processes.views import StepFieldView, StepFormView, StepLetterView
from foundation.errors import InvalidInput
from foundation.models import Case, ProcessInstance, ProcessSpec
from knowledge_base.schemas import FormField, ItemDocument

MAX_TEXT, MAX_LONG_TEXT = 200, 2000


async def form_of_step(
    session: AsyncSession,
    instance: ProcessInstance,
    spec: ProcessSpec,
    node: str,
    sight: Sight,
) -> StepFormView:
    """What is shown, to be filled and brought forth at a step, with the values of now; nothing of
    a field that the reader's grants hide."""
    case = await repository.case_of(session, instance)
    document = await guidance.document_of(session, case.item_code, case.revision)
    said = steps_in(spec)
    step = said[node]
    own = _own_fields(said)
    show = _Shower(case, document, instance.data or {}, own, set(step.requires), sight)
    return StepFormView(
        shows=[v for name in step.shows if (v := show.field(name))],
        writes=[v for written in step.writes if (v := show.field(written[0]))],
        letters=[StepLetterView(kind=kind, title=LETTERS[kind]) for kind in step.letters],
    )


class _Shower:
    def __init__(
        self,
        case: Case,
        document: ItemDocument,
        data: Mapping[str, Any],
        own: Mapping[str, tuple[str, str]],
        required: set[str],
        sight: Sight,
    ) -> None:
        self.case, self.data, self.own, self.required = case, data, own, required
        self.fields = {f.id: f for f in document.form.fields() if f.id not in sight.hidden}
        self.masked = sensitive_in(document).keys() | {
            name for name, shown in sight.shown.items() if shown == "masked"
        }

    def field(self, name: str) -> StepFieldView | None:
        """None for a hidden field and one of other items' forms: a process may serve several."""
        if name in self.own:
            kind, label = self.own[name]
            return self._view(name, label or name, kind, self.data.get(name), False)
        field = self.fields.get(name)
        if field is None:
            return None
        value, is_masked = self.case.form.get(name), name in self.masked
        if value not in (None, "") and is_masked:
            value = mask(field.kind, value)
        return self._view(name, field.label, field.kind, value, is_masked, field)

    def _view(
        self,
        name: str,
        label: str,
        kind: str,
        value: Any,
        is_masked: bool,
        field: FormField | None = None,
    ) -> StepFieldView:
        return StepFieldView(
            id=name,
            label=label,
            kind=kind,
            required=name in self.required,
            value=value,
            is_masked=is_masked,
            unit=field.unit if field else None,
            options=[{"id": o.id, "label": o.label} for o in field.options] if field else [],
        )


async def write_fields(
    session: AsyncSession,
    instance: ProcessInstance,
    spec: ProcessSpec,
    node: str,
    values: Mapping[str, Any],
    *,
    must_be_whole: bool,
) -> tuple[dict[str, Any], str]:
    """Keep what a step writes: its own fields with the process, the form's with the case.

    Args:
        must_be_whole: what the step requires must be there by now (it is being passed).
    Returns: the facts conditions may ask of what was written, and in words what changed.
    Raises: InvalidInput naming each field.
    """
    said = steps_in(spec)
    step, own = said[node], _own_fields(said)
    if not values and not (must_be_whole and step.requires):
        return {}, ""
    case = await repository.case_of(session, instance)
    document = await guidance.document_of(session, case.item_code, case.revision)
    fields = {f.id: f for f in document.form.fields()}
    errors, data, form = _sorted_out(step, own, fields, values)
    whole = {**case.form, **form, **(instance.data or {}), **data}
    if must_be_whole:
        errors |= _missing(step, own, fields, whole)
    if errors:
        raise InvalidInput(errors)
    if data:
        instance.data = {**(instance.data or {}), **data}
    changed = [fields[name].label for name in form if case.form.get(name) != form[name]]
    if changed:
        case.form = {**case.form, **form}
    facts = {name: value for name, value in {**form, **data}.items() if name in FACTS[1:]}
    return facts, f"更正申请表：{'、'.join(changed)}" if changed else ""


def _sorted_out(
    step: Step,
    own: Mapping[str, tuple[str, str]],
    fields: Mapping[str, FormField],
    values: Mapping[str, Any],
) -> tuple[dict[str, str], dict[str, Any], dict[str, Any]]:
    """Faults, then what goes to the process and what to the form."""
    writable = {written[0] for written in step.writes}
    errors: dict[str, str] = {}
    data: dict[str, Any] = {}
    form: dict[str, Any] = {}
    for name, value in values.items():
        if name not in writable or not (name in own or name in fields):
            errors[f"fields.{name[:48]}"] = "这个环节不填写这一项"
        elif name in own:
            fault = _fault(own[name][0], value)
            data[name] = value
        else:
            fault = check_value(fields[name], value)
            form[name] = value
        if f"fields.{name[:48]}" not in errors and fault:
            errors[f"fields.{name}"] = fault
    return errors, data, form


def _missing(
    step: Step,
    own: Mapping[str, tuple[str, str]],
    fields: Mapping[str, FormField],
    whole: Mapping[str, Any],
) -> dict[str, str]:
    def label(name: str) -> str:
        return (own[name][1] or name) if name in own else fields[name].label

    return {
        f"fields.{name}": f"请填写「{label(name)}」"
        for name in step.requires
        if (name in own or name in fields) and whole.get(name) in (None, "")
    }


def _own_fields(said: Mapping[str, Step]) -> dict[str, tuple[str, str]]:
    """The process's own fields by id: type, and the longest name any step gives it."""
    found: dict[str, tuple[str, str]] = {}
    for step in said.values():
        for name, kind, label in step.writes:
            if kind:
                found[name] = (kind, max(label, found.get(name, ("", ""))[1], key=len))
    return found


def _fault(kind: str, value: Any) -> str | None:
    if value is None or value == "":
        return None
    if kind == "yesno":
        return None if isinstance(value, bool) else "请选择是或否"
    if kind == "number":
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return None if is_number and abs(value) < 1e15 else "请填写数字"
    if not isinstance(value, str):
        return "请填写文字"
    if kind == "date":
        try:
            date.fromisoformat(value)
        except ValueError:
            return "请填写日期，例如 2026-11-27"
        return None
    most = MAX_LONG_TEXT if kind == "textarea" else MAX_TEXT
    return None if len(value) <= most else f"最多{most}个字"
