"""The import commands as an operator runs them: on a real database, again, with a newer file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from operations.place import ROOT

CREDIT = "11440000006939756B"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """That of a system with an empty, migrated database of its own."""
    made = {**os.environ, "DATA_DIR": str(tmp_path / "data"), "DATABASE_URL": ""}
    subprocess.run(
        [sys.executable, "-m", "alembic", "upgrade", "head"], cwd=ROOT, check=True, env=made
    )
    return made


def run(environment: dict[str, str], *command: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "knowledge_base", "import", *command],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout


def row(number: int, **changes: Any) -> dict[str, Any]:
    """A row in the fields of the national exchange."""
    basic = f"4401010070{number:02}"
    return {
        "task_code": f"{CREDIT}2{basic}", "catalog_code": basic, "task_name": f"事项{number}",
        "task_type": "公共服务", "use_level": "省级", "dept_name": "广东省发展和改革委员会",
        "promise_day": "5", "promise_type": "工作日", **changes,
    }  # fmt: skip


def written(folder: Path, name: str, rows: list[dict[str, Any]]) -> str:
    path = folder / name
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), "utf-8")
    return str(path)


def test_items_again_and_newer_and_fewer(environment: dict[str, str], tmp_path: Path) -> None:
    rows = [row(n) for n in range(10)]
    first = written(tmp_path, "first.jsonl", rows)
    source = ("--source", "测试目录")
    assert "新增 10，改动 0，撤下 0" in run(environment, "items", first, *source)[1]
    assert "没有变化 10" in run(environment, "items", first, *source)[1]
    newer = written(tmp_path, "newer.jsonl", [row(0, task_name="改了名"), *rows[1:9], row(11)])
    told = run(environment, "items", newer, *source)[1]
    assert "新增 1，改动 1，撤下 1，没有变化 8" in told
    few = written(tmp_path, "few.jsonl", rows[:3])
    code, told = run(environment, "items", few, *source)
    assert code == 2
    assert "可能不是完整的目录" in told
    assert "撤下 0" in run(environment, "items", few, *source, "--partial")[1]
    assert "撤下 7" in run(environment, "items", few, *source, "--allow-withdrawals")[1]


def test_documents_and_regions_are_kept(environment: dict[str, str], tmp_path: Path) -> None:
    rule = tmp_path / "办法.txt"
    rule.write_text(
        "广州市天河区便民服务办法\n穗天府办〔2025〕3号\n第一条 为便民，制定本办法。\n"
        "第二条 本办法自2025年6月1日起施行，有效期5年。\n", "utf-8",
    )  # fmt: skip
    assert "新增1份" in run(environment, "documents", str(rule))[1]
    assert "没有变化1份" in run(environment, "documents", str(rule))[1]
    nowhere = tmp_path / "通知.txt"
    nowhere.write_text("关于便民服务的通知\n一、窗口中午不休息。\n二、周六可以预约。\n", "utf-8")
    assert "待审核1份" in run(environment, "documents", str(nowhere))[1], "names no place: a doubt"
    assert "待审核0份" in run(environment, "documents", str(nowhere))[1]
    streets = tmp_path / "streets.json"
    streets.write_text(
        json.dumps([{"code": "440106011", "name": "天园街道", "areaCode": "440106"}]), "utf-8"
    )
    assert "新增或改动 1 个" in run(environment, "regions", str(streets))[1]
    assert "新增或改动 0 个" in run(environment, "regions", str(streets))[1]
