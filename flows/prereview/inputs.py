"""What a pre-review looks at, and the fingerprint that tells whether it is still about this."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from foundation.models import Case, CaseFile


def fingerprint(case: Case, files: Sequence[CaseFile]) -> str:
    """SHA-256 over form, answers, revision and the files' contents, independent of order."""
    seen = {
        "revision": case.revision,
        "answers": case.answers,
        "form": case.form,
        "files": sorted((f.material_id, f.sha256, f.id) for f in files),
    }
    return hashlib.sha256(json.dumps(seen, sort_keys=True, default=str).encode()).hexdigest()
