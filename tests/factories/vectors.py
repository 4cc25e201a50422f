"""Sentence vectors of the catalogue, kept between runs: computing them takes most of a minute."""

from __future__ import annotations

from foundation.settings import settings
from operations.place import ROOT

KEPT = ROOT / ".data" / "test-vectors"


def keep_vectors() -> None:
    """Let this process's data directory share the vectors of earlier runs.

    They lie under their texts' fingerprint, so changed content is never served old vectors.
    """
    KEPT.mkdir(parents=True, exist_ok=True)
    link = settings().data_dir / "vectors"
    if not link.exists():
        link.symlink_to(KEPT)
