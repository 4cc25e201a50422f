"""Which model runs is written down whole, survives an upgrade of the software, and can be gone back
to; a candidate that is worse at anything is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.understanding.views import ModelVersion
from operations import slots
from operations.figures import flat, losses
from operations.ledger import KEPT, Ledger, Version
from operations.place import Place
from operations.publishing import PublishRefused, roll_back
from tests.factories.properties import PROPERTY

REPORT = {
    "act_accuracy": {"all": 0.95, "cantonese": 0.9},
    "out_of_scope_recall": 0.94,
    "refused_share": 0.06,
}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """With a model of the source's own."""
    place = Place(tmp_path)
    place.make_folders()
    _ship(place, "old software")
    return place


def _ship(place: Place, fingerprint: str) -> None:
    (place.models / "assistant.tar.gz").write_text(f"model of {fingerprint}")
    (place.models / "assistant.fingerprint").write_text(fingerprint)


def _published(place: Place, count: int = 1) -> Ledger:
    ledger = Ledger(place)
    for _ in range(count):
        version = ledger.begin()
        version.shipped = slots.shipped_fingerprint(place)
        model = place.data_dir / f"{version.number}.tar.gz"
        model.write_text(f"model {version.number}")
        ledger.keep(version, model)
        ledger.publish(version.number, slots.FIRST)
    return ledger


def _begun_with(place: Place) -> str:
    slots.begin(place)
    return slots.model_of(place, slots.FIRST).read_text()


def test_a_run_begins_with_the_model_last_published_in_the_first_slot(place: Place) -> None:
    assert _begun_with(place) == "model of old software"
    _published(place, 2)
    Ledger(place).publish(2, slots.SECOND)
    assert _begun_with(place) == "model 2"
    after = Ledger(place)
    assert (after.running, after.slot) == (2, slots.FIRST)
    address = (place.data_dir / "bot.address").read_text()
    assert address == slots.address_of(place, slots.FIRST)


def test_newer_software_begins_with_its_own_model(place: Place) -> None:
    _published(place)
    _ship(place, "new software")
    assert _begun_with(place) == "model of new software"
    assert [v.state for v in Ledger(place).versions] == ["superseded"]
    with pytest.raises(PublishRefused, match="不配套"):
        roll_back(place, 1)


def test_going_back_walks_to_the_one_before_and_at_last_to_the_shipped_one(place: Place) -> None:
    _published(place, 2)
    roll_back(place)
    assert Ledger(place).running == 1
    roll_back(place)
    assert Ledger(place).running == 0
    with pytest.raises(PublishRefused, match="没有更早的版本"):
        roll_back(place)
    roll_back(place, 2)
    assert Ledger(place).running == 2
    for wrong in (2, 7):
        with pytest.raises(PublishRefused):
            roll_back(place, wrong)


def test_old_models_are_cleared_and_the_running_one_never(place: Place) -> None:
    ledger = _published(place, KEPT + 3)
    ledger.publish(4, slots.FIRST)
    _published(place)
    kept = {n for n in range(1, KEPT + 5) if ledger.model(n).exists()}
    assert len(kept) <= KEPT + 1
    assert KEPT + 4 in kept


def test_what_is_written_is_what_the_console_reads(place: Place) -> None:
    ledger = _published(place)
    ledger.versions[0].figures = flat(REPORT)
    ledger.save()
    written = json.loads((place.data_dir / "models" / "versions.json").read_text())
    (version,) = (ModelVersion(**row, state_label="使用中") for row in written["versions"])
    assert version.figures["act_accuracy.cantonese"] == 0.9
    assert Ledger(place).versions == ledger.versions


def test_every_loss_is_named_whichever_way_is_up() -> None:
    before = flat(REPORT)
    assert losses(before, before) == []
    slight = {name: value - 0.005 for name, value in before.items()} | {"refused_share": 0.065}
    assert losses(slight, before) == []
    worse = before | {"act_accuracy.cantonese": 0.88, "refused_share": 0.07}
    assert losses(worse, before) == [
        "粤语理解正确率从 90.0% 变成 88.0%", "没听懂的比例从 6.0% 变成 7.0%"
    ]  # fmt: skip
    del worse["out_of_scope_recall"]
    assert "没有测出来" in losses(worse, before)[1]


@PROPERTY
@given(st.dictionaries(st.sampled_from(sorted(flat(REPORT))), st.floats(0, 1), min_size=1))
def test_no_model_is_worse_than_itself(figures: dict[str, float]) -> None:
    assert losses(figures, figures) == []


def test_a_version_that_failed_is_never_the_one_that_waits(place: Place) -> None:
    ledger = Ledger(place)
    version: Version = ledger.begin()
    assert ledger.waiting() is None
    version.state = "candidate"
    assert ledger.waiting() is version
    ledger.begin()
    assert ledger.waiting() is None
    ledger.begin()
    assert [v.state for v in ledger.versions] == ["candidate", "failed", "training"]
