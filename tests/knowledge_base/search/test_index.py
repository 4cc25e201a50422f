"""The index on disk: one writer, many readers, whole after a kill -9."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from knowledge_base.search.document import SearchDocument
from knowledge_base.search.generation import IndexMissing
from knowledge_base.search.searcher import Searcher
from knowledge_base.search.writer import IndexBusy, IndexWriter
from operations.place import ROOT

DAY = date(2026, 11, 27)


def item(key: str, title: str, **more: object) -> SearchDocument:
    return SearchDocument(f"item:{key}", "item", title, region="440106", **more)  # type: ignore[arg-type]


EVERYTHING = [
    item("food", "食品经营许可", aliases=("餐饮许可证",), asks=("开餐馆要办什么证",)),
    item("passport", "普通护照申领", asks=("第一次办护照",)),
    item("lantern", "花灯摊位报备", body="摆卖花灯的，提前三日报备。"),
    item("pension", "企业职工基本养老金申领"),
    item("alive", "企业职工领取养老保险待遇资格认证"),
    item("diplomat", "持境外驾驶证申领(外交人员持境外驾驶证申领)"),
    item("resident", "持境外驾驶证申领(大陆居民持境外驾驶证申领)"),
    SearchDocument("item:shenzhen", "item", "深圳花灯许可", region="440300"),
    SearchDocument("item:old", "item", "旧式花灯执照", expires_on=date(2020, 1, 1)),
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index nobody writes to."""
    folder = tmp_path_factory.mktemp("index")
    with IndexWriter(folder) as writer:
        writer.rebuild(EVERYTHING)
    return folder


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Path:
    """A copy to write to."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return tmp_path


def first(root: Path, query: str) -> str:
    hits = Searcher(root).search(query, kinds=("item",), on=DAY)
    return hits[0].key if hits else ""


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("食品经营许可", "item:food"),
        ("食品經營許可", "item:food"),
        ("食品经营许克", "item:food"),
        ("食品精英许可", "item:food"),
        ("shipinjingyingxuke", "item:food"),
        ("spjyxk", "item:food"),
        ("开餐馆要办啥证", "item:food"),
        ("第一次攞护照", "item:passport"),
        ("花灯摊点报备", "item:lantern"),
        ("退休金怎么领", "item:pension"),
        ("领退休金要刷脸认证那个在哪弄", "item:alive"),
        ("我在美国留学时考了驾照，回国能不能直接换", "item:resident"),
        ("我是老外，在大使馆上班，美国驾照怎么换", "item:diplomat"),
    ],
)
def test_found_as_people_write_it(built: Path, query: str, key: str) -> None:
    assert first(built, query) == key


def test_what_holds_elsewhere_or_no_longer_is_marked(built: Path) -> None:
    hits = {h.key: h for h in Searcher(built).search("花灯", kinds=("item",), on=DAY)}
    assert hits["item:shenzhen"].region_scope == "other"
    assert hits["item:lantern"].region_scope == "home"
    assert hits["item:old"].validity == "expired"
    assert hits["item:lantern"].score > hits["item:shenzhen"].score


def test_nothing_is_found_for_nothing(built: Path) -> None:
    searcher = Searcher(built)
    assert all(searcher.search(query) == [] for query in ("", "　", "？？", "👍"))


def test_a_reader_sees_an_edit_of_another_writer(root: Path) -> None:
    searcher = Searcher(root)
    assert searcher.search("凤凰花匠登记")[0].score < 0.5
    with IndexWriter(root) as writer:
        writer.apply([item("new", "凤凰花匠登记")], ["item:food"])
    time.sleep(0.25)
    assert searcher.search("凤凰花匠登记")[0].key == "item:new"
    assert "item:food" not in {h.key for h in searcher.search("食品经营许可")}


def test_one_writer_at_a_time(root: Path) -> None:
    with IndexWriter(root), pytest.raises(IndexBusy):
        IndexWriter(root)


def test_no_index_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        Searcher(tmp_path).search("护照")


KILLED = """
import os, signal, sys
from pathlib import Path
from knowledge_base.search import absorb, building
from knowledge_base.search.document import SearchDocument
from knowledge_base.search.writer import IndexWriter

def die(*_args, **_more):
    os.kill(os.getpid(), signal.SIGKILL)

place = {"absorb": absorb.Absorber, "build": building.Builder}[sys.argv[2]]
setattr(place, {"absorb": "_change_index", "build": "_vocabulary"}[sys.argv[2]], die)
with IndexWriter(Path(sys.argv[1])) as writer:
    document = SearchDocument("item:half", "item", "写了一半的事项", region="440106")
    writer.apply([document]) if sys.argv[2] == "absorb" else writer.rebuild([document])
"""


@pytest.mark.parametrize("work", ["absorb", "build"])
def test_a_killed_writer_leaves_a_whole_index(root: Path, work: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(root), work], cwd=ROOT, env=os.environ, check=False
    )
    assert done.returncode == -signal.SIGKILL
    assert first(root, "食品经营许可") == "item:food"
    with IndexWriter(root) as writer:
        writer.apply([item("after", "之后的新事项登记")])
    assert first(root, "之后的新事项登记") == "item:after"
    assert first(root, "食品经营许可") == "item:food"
