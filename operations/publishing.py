"""`bot-candidate`, `bot-publish`, `bot-rollback`: a new model without a lost turn (ADR 24)."""

from __future__ import annotations

import fcntl
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from operations import slots, takeover
from operations.environment import child_environment
from operations.figures import flat, losses, table
from operations.ledger import SHIPPED, Figures, Ledger, Version, copy_whole, write_whole
from operations.place import ROOT, Place
from operations.steps import BOT, BOT_PYTHON, Step, StepFailed

_GENTLY = ("nice", "-n", "10")
"""Training and examining leave the processor to those who talk."""


class PublishRefused(RuntimeError):
    """There is nothing to publish, or it must not be; the message says why."""


def candidate(place: Place) -> int:
    """Train a candidate and examine it; 0 when it may be published."""
    with _alone(place):
        _candidate(place, Ledger(place))
    _say("候选模型已通过评测。发布：make bot-publish")
    return 0


def publish(place: Place) -> int:
    """Train what is not trained yet, examine it, and let it take over."""
    with _alone(place):
        ledger = Ledger(place)
        version = _candidate(place, ledger)
        takeover.take_over(place, ledger, version.number, _say)
    return 0


def roll_back(place: Place, number: int | None = None) -> int:
    """Let an earlier model take over again: the one published before, or the one numbered."""
    with _alone(place):
        ledger = Ledger(place)
        chosen = _before(ledger) if number is None else number
        _must_fit(place, ledger, chosen)
        takeover.take_over(place, ledger, chosen, _say)
    return 0


def _candidate(place: Place, ledger: Ledger) -> Version:
    """The candidate of the present data, trained and examined. Raises: PublishRefused."""
    training = place.data_dir / "training"
    _step(place, "export", "取出已批准的纠正",
          (sys.executable, "-m", "flows.understanding.export", str(training)), ROOT)  # fmt: skip
    waiting = ledger.waiting()
    version = ledger.begin()
    try:
        trained = _train(place, training)
        version.trained_from = trained.with_name(f"{slots.MODEL}.fingerprint").read_text()
        version.shipped = slots.shipped_fingerprint(place)
        version.corrections = _count(training)
        if waiting and waiting.trained_from == version.trained_from:
            _drop(ledger, version)
            return waiting
        if _trained_from(place, ledger) == version.trained_from:
            _drop(ledger, version)
            raise PublishRefused("训练数据没有变化，正在用的就是这个模型，无须发布。")
        ledger.keep(version, trained)
        _examine(place, ledger, version)
    except (StepFailed, KeyboardInterrupt) as error:
        version.state, version.reasons = "failed", [next(iter(str(error).splitlines()), "中途停止")]
        ledger.save()
        raise
    return version


def _train(place: Place, training: Path) -> Path:
    folder = place.data_dir / "models" / "candidate"
    model = folder / f"{slots.MODEL}.tar.gz"
    if not model.exists() and slots.shipped_fingerprint(place):
        copy_whole(slots.shipped_model(place), model)  # without corrections it is the very same
        write_whole(model.with_name(f"{slots.MODEL}.fingerprint"), slots.shipped_fingerprint(place))
    script = (str(BOT_PYTHON), "scripts/train_if_changed.py", str(folder), "--with", str(training))
    _step(place, "training", "训练候选模型", (*_GENTLY, *script), BOT)
    return model


def _examine(place: Place, ledger: Ledger, version: Version) -> None:
    """Hold the candidate against the model in use. Raises: PublishRefused where it is worse."""
    running = slots.model_numbered(place, ledger, ledger.running)
    version.before = _figures(place, running, "评测现用模型")
    version.figures = _figures(place, ledger.model(version.number), "评测候选模型")
    version.reasons = losses(version.figures, version.before)
    version.state = "refused" if version.reasons else "candidate"
    ledger.save()
    _say(table(version.figures, version.before))
    if version.reasons:
        raise PublishRefused(
            f"✗ 第 {version.number} 版没有通过评测，不予发布：{'；'.join(version.reasons)}。\n"
            "  请在工作台「理解纠正」里核对最近批准的纠正，撤销不合适的，再来一次。"
        )


def _figures(place: Place, model: Path, label: str) -> Figures:
    out = place.run / "evaluation.json"
    script = (str(BOT_PYTHON), "scripts/evaluate.py", str(model), "--json", str(out))
    _step(place, "evaluation", label, (*_GENTLY, *script), BOT)
    return flat(json.loads(out.read_text("utf-8")))


def _trained_from(place: Place, ledger: Ledger) -> str:
    version = ledger.find(ledger.running)
    return version.trained_from if version else slots.shipped_fingerprint(place)


def _drop(ledger: Ledger, version: Version) -> None:
    ledger.versions.remove(version)
    ledger.save()


def _before(ledger: Ledger) -> int:
    """The version published before the one that runs; the source's own where there is none."""
    if ledger.running == SHIPPED:
        raise PublishRefused("正在用的是随软件提供的模型，没有更早的版本可以退回。")
    earlier = [v.number for v in ledger.versions if v.published_at and v.number < ledger.running]
    return max(earlier, default=SHIPPED)


def _must_fit(place: Place, ledger: Ledger, number: int) -> None:
    """Raises: PublishRefused."""
    if number == ledger.running:
        raise PublishRefused(f"第 {number} 版正在使用，无须退回。")
    if not slots.model_numbered(place, ledger, number).exists():
        raise PublishRefused(f"没有第 {number} 版的模型文件，可能已清理。")
    version = ledger.find(number)
    if version and version.state in ("refused", "failed", "training"):
        raise PublishRefused(f"第 {number} 版没有通过评测，不能使用。")
    if version and version.shipped != slots.shipped_fingerprint(place):
        raise PublishRefused(f"第 {number} 版是旧软件的模型，与现在的软件不配套。")


def _count(training: Path) -> int:
    """How many sentences the folder holds."""
    read = [yaml.safe_load(file.read_text("utf-8")) for file in training.glob("*.yml")]
    blocks = [block for one in read for block in one["nlu"]]
    return sum(len(block["examples"].splitlines()) for block in blocks)


def _step(place: Place, name: str, label: str, command: tuple[str, ...], directory: Path) -> None:
    log = place.logs / f"bot-{name}.log"
    _say(f"… {label}")
    Step(label, command, log, directory, child_environment(place)).execute()


@contextmanager
def _alone(place: Place) -> Iterator[None]:
    """One publishing at a time. Raises: PublishRefused."""
    place.make_folders()
    with (place.run / "publishing.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PublishRefused("另一次训练或发布正在进行，请等它结束。") from None
        yield


def _say(text: str) -> None:
    print(text, flush=True)
