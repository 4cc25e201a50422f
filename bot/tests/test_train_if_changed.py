"""Training happens when its data changed, and a failure keeps the old model."""

from __future__ import annotations

from pathlib import Path

import pytest
from scripts import train_if_changed
from scripts.train_if_changed import MODEL, fingerprint, main


@pytest.fixture
def trained(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders Rasa was asked to train into; it writes a model without training."""
    folders = []

    def train(output: Path, _besides: Path | None = None) -> bool:
        folders.append(output)
        (output / f"{MODEL}.tar.gz").write_text("a model")
        return True

    monkeypatch.setattr(train_if_changed, "train", train)
    return folders


def test_the_same_data_are_trained_once(tmp_path: Path, trained: list[Path]) -> None:
    assert main(tmp_path / "models") == 0
    assert main(tmp_path / "models") == 0
    assert trained == [tmp_path / "models"]


def test_a_model_that_is_gone_is_trained_again(tmp_path: Path, trained: list[Path]) -> None:
    main(tmp_path)
    (tmp_path / f"{MODEL}.tar.gz").unlink()
    assert main(tmp_path) == 0
    assert len(trained) == 2


def test_a_failed_training_keeps_the_old_model_and_is_tried_again(
    tmp_path: Path, trained: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    main(tmp_path)
    monkeypatch.setattr(train_if_changed, "fingerprint", lambda **_: "new data")
    monkeypatch.setattr(train_if_changed, "train", lambda *_: False)
    assert main(tmp_path) == 1
    assert main(tmp_path) == 1
    assert (tmp_path / f"{MODEL}.tar.gz").read_text() == "a model"


def test_the_fingerprint_sees_every_kind_of_data(tmp_path: Path) -> None:
    (tmp_path / "data" / "nlu").mkdir(parents=True)
    (tmp_path / "components").mkdir()
    seen = {fingerprint(tmp_path)}
    for name in ("config.yml", "data/nlu/asking.yml", "components/normalise.py"):
        for words in ("one", "two"):
            (tmp_path / name).write_text(words)
            seen.add(fingerprint(tmp_path))
    assert len(seen) == 7
    (tmp_path / "notes.txt").write_text("not trained from")
    assert fingerprint(tmp_path) in seen


def test_corrections_from_outside_the_source_are_seen(tmp_path: Path, trained: list[Path]) -> None:
    models, besides = tmp_path / "models", tmp_path / "training"
    assert main(models, besides) == 0
    assert main(models) == 0, "a folder that is absent changes nothing"
    assert len(trained) == 1
    besides.mkdir()
    (besides / "corrections.yml").write_text("version: '3.1'")
    assert main(models, besides) == 0
    assert main(models, besides) == 0
    assert len(trained) == 2
    (besides / "corrections.yml").unlink()
    assert main(models, besides) == 0
    assert len(trained) == 3
