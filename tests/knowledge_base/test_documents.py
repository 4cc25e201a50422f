"""Documents of the content folder: read, checked, and what a quotation would lack is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge_base.catalogue import ContentInvalid
from knowledge_base.checks import check_documents, warn_documents
from knowledge_base.documents import load_documents
from knowledge_base.schemas import KnowledgeDocument

TODAY = date(2026, 11, 27)


def raw(**change: Any) -> dict[str, Any]:
    return {
        "id": "lantern_rules",
        "title": "虚构灯笼管理办法",
        "kind": "rule",
        "document_number": "虚构〔2026〕1号",
        "issuer": "虚构灯笼局",
        "region": "440106",
        "published_on": "2026-01-01",
        "url": "https://example.gov.cn/1",
        "as_of": "2026-11-01",
        "articles": [{"label": "第一条", "text": "灯笼应当亮。"}],
        **change,
    }


def document(**change: Any) -> KnowledgeDocument:
    return KnowledgeDocument.model_validate(raw(**change))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"issuer": None}, "缺少发文机关"),
        ({"replaced_by": "nowhere"}, "「nowhere」不在知识库里"),
        ({"replaced_by": "lantern_rules"}, "被自己替代"),
        ({"id": "other_rules"}, "文号「虚构〔2026〕1号」重复"),
        ({"document_number": "虚构〔2026〕2号"}, "文件编号「lantern_rules」重复"),
    ],
)
def test_a_fault_is_found(change: dict[str, Any], said: str) -> None:
    faults = list(check_documents([document(), document(**change)]))
    assert any(said in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"document_number": None, "url": None}, "缺少文号、网址"),
        ({"published_on": None}, "缺少发布日期"),
        ({"expires_on": "2026-11-27"}, "已于2026-11-27失效，没有替代"),
        ({"replaced_by": "虚构〔2027〕3号"}, "知识库里还没有它"),
        ({"as_of": "2024-01-01"}, "没有重新核对"),
    ],
)
def test_what_should_be_looked_at_is_told(change: dict[str, Any], said: str) -> None:
    (warning,) = warn_documents([document(**change)], 365, TODAY)
    assert said in warning


def test_an_expired_document_names_its_successor() -> None:
    new = document(id="new_rules", document_number="虚构〔2026〕9号")
    old = document(expires_on="2026-06-01", replaced_by="new_rules")
    assert list(check_documents([old, new])) == []
    (warning,) = warn_documents([old, new], 365, TODAY)
    assert warning == "文件《虚构灯笼管理办法》已于2026-06-01失效，由「new_rules」替代"


def test_a_sound_document_is_passed_over() -> None:
    successor = document(id="new_rules", document_number="虚构〔2026〕9号", kind="faq")
    sound = [document(replaced_by="new_rules", expires_on="2026-12-01"), successor]
    assert list(check_documents(sound)) == []
    assert list(warn_documents(sound, 365, TODAY)) == []


def test_documents_are_read_from_their_folder(tmp_path: Path) -> None:
    assert load_documents(tmp_path) == []
    folder = tmp_path / "policies"
    folder.mkdir()
    path = folder / "lantern_rules.yaml"
    path.write_text(yaml.safe_dump(raw(), allow_unicode=True), "utf-8")
    assert load_documents(tmp_path) == [document()]
    path.rename(folder / "wrong.yaml")
    with pytest.raises(ContentInvalid, match="文件名应与编号"):
        load_documents(tmp_path)
    (folder / "wrong.yaml").write_text("id: x", "utf-8")
    with pytest.raises(ContentInvalid, match="title"):
        load_documents(tmp_path)


def test_the_documents_that_ship_have_no_fault() -> None:
    assert list(check_documents(load_documents())) == []
