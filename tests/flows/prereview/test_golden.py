"""Whole files, drawn and damaged, come to the verdicts that a window clerk would give them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.prereview.findings import verdict_of
from foundation.reading import close_reader
from knowledge_base.catalogue import catalogue
from tests.factories.golden import GoldenCase, golden_cases, judged

CASES = list(golden_cases())
SORTS = {"nominal", "invalid", "limit", "inconclusive"}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Path]:
    """Where readings are kept: a page that several cases hand in is read once, by one worker."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "golden_readings"
    folder.mkdir(exist_ok=True)
    yield folder
    close_reader()


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_a_case_comes_to_its_verdict(case: GoldenCase, kept: Path) -> None:
    found = await judged(case, kept)
    said = "\n".join(f"{f.level} {f.verdict} {f.material_id}.{f.rule}: {f.message}" for f in found)
    rules = {finding.rule for finding in found}
    assert verdict_of(found) in case.verdicts, said
    assert set(case.finds) <= rules, said
    assert not rules & set(case.never), said
    for words in case.says:
        assert any(words in (finding.advice or "") for finding in found), (words, said)
    if case.sort == "nominal":
        assert {f.rule for f in found if f.verdict == "fail"} <= set(case.finds), said


def test_every_item_has_cases_of_each_sort() -> None:
    sorts = Counter((case.code, case.sort) for case in CASES)
    wanted = {(entry.code, sort) for entry in catalogue() for sort in SORTS}
    assert set(sorts) == wanted
