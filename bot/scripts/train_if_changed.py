"""Train the bot into a folder, unless the model there was trained from the very same data.

Usage: python scripts/train_if_changed.py OUTPUT_DIR [--with FOLDER]

FOLDER holds further training data, from outside the source: corrections that staff approved. One
that is absent or empty changes nothing.
Leaves `assistant.tar.gz`, its fingerprint beside it, and `train.log`. A failed training leaves
the old model in place. Rasa's own cache is not used: it sees neither dictionaries nor components.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

BOT = Path(__file__).resolve().parents[1]
TRAINED_FROM = ("config.yml", "domain", "data", "components", "uv.lock")
MODEL = "assistant"


def fingerprint(root: Path = BOT, besides: Path | None = None) -> str:
    """SHA-256 over the names and contents of all that decides the model."""
    digest = hashlib.sha256()
    for path in _sources(root):
        digest.update(f"{path.relative_to(root)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    for path in _further(besides):
        digest.update(f"besides/{path.name}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _further(besides: Path | None) -> list[Path]:
    return sorted(besides.glob("*.yml")) if besides and besides.is_dir() else []


def _sources(root: Path) -> Iterator[Path]:
    for name in TRAINED_FROM:
        path = root / name
        if path.is_file():
            yield path
        for child in sorted(path.rglob("*")):
            if child.is_file() and "__pycache__" not in child.parts:
                yield child


def train(output: Path, besides: Path | None = None) -> bool:
    """Train into `output`; False when Rasa failed, with the reason in `train.log`."""
    data = ["data", *([str(besides)] if besides and _further(besides) else [])]
    with tempfile.TemporaryDirectory(dir=output) as scratch:
        command = [
            *(sys.executable, "-m", "rasa", "train", "--force", "--fixed-model-name", MODEL),
            *("--config", "config.yml", "--domain", "domain", "--data", *data, "--out", scratch),
        ]
        environment = {
            **os.environ,
            "PYTHONWARNINGS": "ignore",
            "RASA_MAX_CACHE_SIZE": "0",
            "RASA_TELEMETRY_ENABLED": "false",
            "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
            "TF_CPP_MIN_LOG_LEVEL": "2",
        }
        with (output / "train.log").open("w") as log:
            done = subprocess.run(
                command, cwd=BOT, env=environment, stdout=log, stderr=log, check=False
            )
        trained = Path(scratch) / f"{MODEL}.tar.gz"
        if done.returncode or not trained.is_file():
            return False
        trained.replace(output / trained.name)
    return True


def main(output: Path, besides: Path | None = None) -> int:
    output.mkdir(parents=True, exist_ok=True)
    stamp, model = output / f"{MODEL}.fingerprint", output / f"{MODEL}.tar.gz"
    wanted = fingerprint(besides=besides)
    if model.is_file() and stamp.is_file() and stamp.read_text() == wanted:
        print(f"对话模型已是最新：{model}")
        return 0
    print("训练数据有变化，正在训练对话模型……", flush=True)
    begun = time.monotonic()
    if not train(output, besides):
        print(f"训练失败，原因见 {output / 'train.log'}", file=sys.stderr)
        return 1
    stamp.write_text(wanted)
    print(f"训练完成，用时{time.monotonic() - begun:.0f}秒：{model}")
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path, metavar="OUTPUT_DIR")
    parser.add_argument("--with", type=Path, dest="besides", metavar="FOLDER")
    chosen = parser.parse_args()
    sys.exit(main(chosen.output.resolve(), chosen.besides and chosen.besides.resolve()))
