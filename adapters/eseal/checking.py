"""Proves the seal of a PDF in a child process with limits: the file may come from anybody."""

from __future__ import annotations

import sys
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from adapters.eseal.port import SealCheck
from foundation.reading.child import Child, ChildDied, ChildSilent, limit, read_frame, write_frame

MEMORY_BYTES, CPU_SECONDS, SECONDS = 1 << 30, 20, 30.0


def check_outside(document: bytes, ca_file: Path) -> SealCheck:
    """Blocks for about a second. Whatever is wrong with the file is a verdict, never an error."""
    child = Child("adapters.eseal.checking", {"ca_file": str(ca_file.resolve())})
    try:
        child.send({}, document)
        answer, _ = child.receive(SECONDS)
    except (ChildDied, ChildSilent):
        return SealCheck("unreadable")
    finally:
        child.end()
    moment = answer.get("sealed_at")
    return SealCheck(
        answer["verdict"],
        answer.get("sealed_by", ""),
        datetime.fromisoformat(moment) if moment else None,
    )


def check_here(document: bytes, ca_certificates: bytes) -> dict[str, Any]:
    """The verdict as a frame's header. Runs in the child only."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        seals = PdfFileReader(BytesIO(document), strict=False).embedded_signatures
    except (PdfError, ValueError, KeyError, TypeError, IndexError, RecursionError):
        return {"verdict": "unreadable"}
    if not seals:
        return {"verdict": "unsealed"}
    return _judge(seals[-1], ca_certificates)


def _judge(seal: Any, ca_certificates: bytes) -> dict[str, Any]:
    from asn1crypto import pem, x509
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    unarmored = pem.unarmor(ca_certificates, multiple=True)
    roots = [x509.Certificate.load(der) for _, _, der in unarmored]
    context = ValidationContext(trust_roots=roots, allow_fetching=False)
    try:
        status = validate_pdf_signature(seal, context, skip_diff=True)
    except Exception:  # whatever a forged structure breaks, it proves nothing
        return {"verdict": "foreign"}
    if not status.trusted:
        # Of bytes that were altered the chain is not looked at: then the issuer's name tells.
        is_ours = seal.signer_cert.issuer in [root.subject for root in roots]
        return {"verdict": "changed" if is_ours and not status.intact else "foreign"}
    moment = status.signer_reported_dt
    return {
        "verdict": "intact" if status.valid and _covers_all(seal) else "changed",
        "sealed_by": status.signing_cert.subject.native.get("common_name", ""),
        "sealed_at": moment.isoformat() if moment else None,
    }


def _covers_all(seal: Any) -> bool:
    """Whether nothing stands behind what was sealed."""
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    level = seal.evaluate_signature_coverage()
    return bool(level == SignatureCoverageLevel.ENTIRE_FILE)


def main(arguments: dict[str, Any]) -> None:
    ca_certificates = Path(arguments["ca_file"]).read_bytes()
    limit(MEMORY_BYTES, CPU_SECONDS)
    frame = read_frame(sys.stdin.buffer)
    if frame is not None:
        write_frame(sys.stdout.buffer, check_here(frame[1], ca_certificates))


if __name__ == "__main__":
    import json

    main(json.loads(sys.argv[1]))
