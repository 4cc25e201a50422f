"""The harness: any labelled data in, figures beside plain BM25 out, bad rows told by line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge_base.__main__ import main
from knowledge_base.evaluation.metrics import Outcome, figures_of

DOCUMENTS = [
    {"_id": "a", "title": "居住证暂行条例", "text": "在居住地居住半年以上的公民，可以申领居住证。"},
    {"_id": "b", "title": "护照法", "text": "普通护照由公民本人向公安机关出入境管理机构申请。"},
    {"_id": "c", "title": "失业保险条例", "text": "缴费满一年的失业人员，领取失业保险金。"},
]


def beir(folder: Path) -> Path:
    """A small set in the layout of BEIR."""
    (folder / "qrels").mkdir(parents=True)
    (folder / "corpus.jsonl").write_text(
        "\n".join(json.dumps(d, ensure_ascii=False) for d in DOCUMENTS), "utf-8"
    )
    queries = [{"_id": "1", "text": "住多久能办居住证"}, {"_id": "2", "text": "护照在哪申请"}]
    (folder / "queries.jsonl").write_text(
        "\n".join(json.dumps(q, ensure_ascii=False) for q in queries), "utf-8"
    )
    (folder / "qrels" / "test.tsv").write_text(
        "query-id\tcorpus-id\tscore\n1\ta\t1\n2\tb\t1\n", "utf-8"
    )
    return folder


def test_a_folder_of_beir_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", str(beir(tmp_path / "set"))]) == 0
    told = capsys.readouterr().out
    assert "2 条查询，3 篇文档" in told
    for engine in ("本平台", "BM25 字二元", "BM25 结巴分词"):
        assert engine in told
    for figure in ("R@1", "R@10", "nDCG@10", "MRR", "p99"):
        assert figure in told


def test_bad_rows_are_told_and_the_rest_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = beir(tmp_path / "set")
    queries = folder / "queries.jsonl"
    queries.write_text(queries.read_text("utf-8") + "\n{not json\n", "utf-8")
    main(["eval", str(folder)])
    told = capsys.readouterr().out
    assert "✗" in told
    assert "2 条查询" in told


def test_a_path_that_is_none_is_bad_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "/nowhere/at/all"]) == 2
    assert "没有这个文件或目录" in capsys.readouterr().out


def test_figures_worked_by_hand() -> None:
    """Right at once; right in third place; one of two right answers in second place."""
    figures = figures_of(
        [
            Outcome(["a", "b"], {"a"}, 1.0),
            Outcome(["x", "y", "a"], {"a"}, 2.0),
            Outcome(["x", "a"], {"a", "b"}, 3.0),
        ]
    )
    assert figures.first == pytest.approx(1 / 3)
    assert figures.found == 1.0
    assert figures.mrr == pytest.approx((1 + 1 / 3 + 1 / 2) / 3)
    assert figures.ndcg == pytest.approx((1 + 0.5 + 0.6309 / 1.6309) / 3, abs=1e-3)
    assert (figures.p50, figures.p99) == (2.0, 3.0)
