"""What a pre-review looks at, and the fingerprint that tells whether it is still about this."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from foundation.models import Case, CaseFile, LicenceGrant


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
