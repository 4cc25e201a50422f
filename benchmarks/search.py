"""What a search costs over twenty thousand guides: `python -m benchmarks.search [HOW_MANY]`.

Guides and queries are made from word lists, always the same. Printed beside plain BM25 over
character pairs in the same run; the promises are stated with whether they were kept.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from knowledge_base.evaluation.bm25 import Bm25, character_pairs
from knowledge_base.evaluation.measuring import whole_text
from knowledge_base.search.document import SearchDocument
from knowledge_base.search.searcher import Searcher
from knowledge_base.search.writer import IndexWriter

GUIDES, QUERIES = 20_000, 1_000
P99_MS, PER_SECOND, REBUILD_SECONDS, FOUND_SECONDS = 5.0, 2_000.0, 60.0, 2.0

_PLACES = """
天河 越秀 海珠 荔湾 白云 黄埔 番禺 花都 南沙 从化 增城 五山 石牌 棠下 员村 猎德
"""
_TRADES = """
餐饮 药品 旅馆 网吧 游泳馆 美容 幼儿园 培训 劳务派遣 道路运输 危险化学品 印刷 出版
演出 医疗器械 种子 兽药 渔船 采砂 排污 取水 建筑施工 房产测绘 电梯 锅炉 特种设备
广告 计量 拍卖
"""
_PAPERS = """
许可证 登记证 资格证 备案 核准 年度报告 变更 注销 延续 补发 查询 补贴 津贴 确认
"""
_SAYING = """
怎么办 要什么材料 去哪里办 多久能好 可以网上办吗 要多少钱 点样申请
"""


def guides(count: int) -> list[SearchDocument]:
    """Guides that differ in place, trade and paper."""
    chance = random.Random(20261127)
    made = []
    for number in range(count):
        place, trade, paper = (
            chance.choice(words.split()) for words in (_PLACES, _TRADES, _PAPERS)
        )
        others = "、".join(chance.sample(_TRADES.split(), 6))
        made.append(
            SearchDocument(
                key=f"item:{number}",
                kind="item",
                title=f"{place}{trade}{paper}（第{number}号）",
                aliases=(f"{trade}{paper[:2]}",),
                body=f"在{place}从事{trade}的申请人，应当办理{paper}；同时经营{others}的，分别办理。",
                region="440106",
            )
        )
    return made


def queries(count: int) -> list[str]:
    """No two alike, so that nothing remembered helps."""
    chance = random.Random(7)
    made = dict[str, None]()
    while len(made) < count:
        place, trade, paper, saying = (
            chance.choice(words.split()) for words in (_PLACES, _TRADES, _PAPERS, _SAYING)
        )
        made[f"我在{place}想办{trade}{paper}{saying}"] = None
    return list(made)


def timed(name: str, ask: Callable[[str], object], asked: Sequence[str]) -> tuple[float, float]:
    """Print percentiles and queries a processor second; returns p99 in ms and the latter."""
    for query in asked[:20]:
        ask(query)
    durations, began = [], time.process_time()
    for query in asked[20:]:
        start = time.perf_counter()
        ask(query)
        durations.append((time.perf_counter() - start) * 1000)
    per_second = len(durations) / (time.process_time() - began)
    durations.sort()
    p50, p95, p99 = (durations[int(len(durations) * share)] for share in (0.5, 0.95, 0.99))
    print(f"{name}：p50 {p50:.2f}，p95 {p95:.2f}，p99 {p99:.2f} 毫秒；每核每秒 {per_second:.0f} 次")
    return p99, per_second


def seconds_until_found(root: Path) -> float:
    """From the commit of an edit until another process, already running, finds it."""
    waiting = (
        "import sys,time;from pathlib import Path;"
        "from knowledge_base.search.searcher import Searcher;"
        "s=Searcher(Path(sys.argv[1]));s.search('天河',kinds=('item',));print('ready',flush=True)\n"
        "while not any(h.key=='item:new' for h in s.search('凤凰花灯匠人登记',kinds=('item',))):"
        " time.sleep(0.02)\n"
        "print(time.time(),flush=True)"
    )
    command = [sys.executable, "-c", waiting, str(root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with IndexWriter(root) as writer:
            writer.apply([SearchDocument("item:new", "item", "凤凰花灯匠人登记")])
        committed = time.time()
        return float(other.stdout.readline()) - committed


def _promise(words: str, kept: bool) -> None:
    print(f"{'✓' if kept else '✗'} {words}")


def main(argv: Sequence[str]) -> int:
    """0 when every promise was kept, 1 when one was not."""
    count = int(argv[0]) if argv else GUIDES
    everything, asked = guides(count), queries(QUERIES)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        began = time.perf_counter()
        with IndexWriter(root) as writer:
            writer.rebuild(everything)
        rebuilt = time.perf_counter() - began
        print(f"{count} 份指南，重建 {rebuilt:.1f} 秒")
        texts = [whole_text(document) for document in everything]
        plain = Bm25([document.key for document in everything], texts, character_pairs)
        timed("BM25 字二元", lambda query: plain.search(query, 10), asked)
        searcher = Searcher(root)
        p99, rate = timed("本平台", lambda q: searcher.search(q, kinds=("item",)), asked)
        found = seconds_until_found(root)
    kept = [
        (f"p99 {p99:.2f} 毫秒，应不超过 {P99_MS:g}", p99 <= P99_MS),
        (f"每核每秒 {rate:.0f} 次，应不少于 {PER_SECOND:g}", rate >= PER_SECOND),
        (f"重建 {rebuilt:.1f} 秒，应不超过 {REBUILD_SECONDS:g}", rebuilt <= REBUILD_SECONDS),
        (f"改动 {found:.2f} 秒后另一进程找到，应不超过 {FOUND_SECONDS:g}", found <= FOUND_SECONDS),
    ]
    for words, is_kept in kept:
        _promise(words, is_kept)
    return 0 if all(is_kept for _, is_kept in kept) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
