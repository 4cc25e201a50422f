"""What can go wrong with a diagram, in sentences for the person who drew it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from foundation.errors import Conflict, Problem


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: which element (id and 名称; empty: the whole diagram) and what."""

    element: str
    name: str
    message: str


class DiagramRefused(Problem):
    status = 422
    code = "diagram_refused"
    title = "流程图不能发布"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        said = f"流程图有{len(self.faults)}处需要修改：{self.faults[0].message}"
        super().__init__(said, faults=[asdict(fault) for fault in self.faults])


class StepMissed(Conflict):
    """The step is not where the caller thinks: done, cancelled, or never reached."""

    code = "step_missed"
    default_detail = "这个环节已经办完或已不在办理中，请刷新后查看最新进度。"


class CannotMigrate(Conflict):
    code = "cannot_migrate"
    title = "不能改用新版流程"
