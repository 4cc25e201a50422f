"""`python -m flows.understanding.export [DIR]`: approved corrections as Rasa reads training data.

They are citizens' words: they go into the data directory, never into the source.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
from itertools import groupby
from pathlib import Path

import yaml

from flows.understanding import repository
from foundation import db
from foundation.settings import settings

FILE = "corrections.yml"
SOURCE = Path(__file__).resolve().parents[2]
_MARKS = re.compile(r"[\[\]{}()|\\`\"]|^[-\s/／#*]+")
"""What Rasa would read as an entity, a command or a list."""


async def export(folder: Path) -> int:
    """Write `corrections.yml`, or remove it where nothing is approved; returns how many.

    The same corrections give the same file, so that a model trained from them stays current.
    """
    async with db.reading() as session:
        found = await repository.approved(session)
    lines = sorted({(c.right_act or "", learnt) for c in found if (learnt := _plain(c.text))})
    _write(folder / FILE, lines)
    return len(lines)


def _write(path: Path, lines: list[tuple[str, str]]) -> None:
    if not lines:
        path.unlink(missing_ok=True)
        return
    blocks = [
        {"intent": act, "examples": "".join(f"- {text}\n" for _act, text in group)}
        for act, group in groupby(lines, key=lambda line: line[0])
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    body = yaml.safe_dump({"version": "3.1", "nlu": blocks}, allow_unicode=True, sort_keys=False)
    fresh.write_text(body, "utf-8")
    fresh.replace(path)


def _plain(text: str) -> str:
    return " ".join(_MARKS.sub(" ", text).split())


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=settings().data_dir / "training")
    folder: Path = parser.parse_args(arguments).folder.resolve()
    is_ours = folder.is_relative_to(settings().data_dir.resolve())
    if folder.is_relative_to(SOURCE) and not is_ours:
        print("市民的话不能写进源代码目录，请换到数据目录（DATA_DIR）里。", file=sys.stderr)
        return 1
    print(f"已批准的纠正：{asyncio.run(export(folder))} 句 → {folder / FILE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
