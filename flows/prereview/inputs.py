"""What a pre-review rests on, and the fingerprint that tells whether it is still about this."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from flows.prereview.findings import Finding
from flows.prereview.readings import Kept
from flows.prereview.rules import Inputs
from foundation.models import Case, CaseFile, LicenceGrant


class Basis(Kept):
    """All a verdict rests on beside its rules; kept with it, it is judged again to the same bytes.

    `revision` is the item's; `file_findings` what the bytes of the files themselves, and the state
    of the licences lent, came to.
    """

    revision: str
    inputs: Inputs
    file_findings: tuple[Finding, ...] = ()


def fingerprint(
    case: Case, files: Sequence[CaseFile], licences: Sequence[LicenceGrant] = ()
) -> str:
    """SHA-256 over form, answers, revision, the files' contents and the licences lent,
    independent of order."""
    seen: dict[str, object] = {
        "revision": case.revision,
        "answers": case.answers,
        "form": case.form,
        "files": sorted((f.material_id, f.sha256, f.id) for f in files),
    }
    if licences:
        seen["licences"] = sorted((g.material_id, g.id, g.state, g.status) for g in licences)
    return hashlib.sha256(json.dumps(seen, sort_keys=True, default=str).encode()).hexdigest()
