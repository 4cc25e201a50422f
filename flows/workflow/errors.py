"""What can go wrong where a case and its work meet."""

from __future__ import annotations

from collections.abc import Sequence

from flows.prereview.findings import Finding
from foundation.errors import Conflict


class LicenceEnded(Conflict):
    code = "licence_ended"
    title = "免提交的证照已失效"

    @classmethod
    def by(cls, findings: Sequence[Finding]) -> LicenceEnded:
        """The findings travel along, as those of a pre-review do."""
        said = "；".join(finding.message for finding in findings)
        return cls(
            f"{said}。不能按现有材料通过，请退回申请人补正，或写明理由不予通过。",
            findings=[finding.model_dump(mode="json") for finding in findings],
        )
