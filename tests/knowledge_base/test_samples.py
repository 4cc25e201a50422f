"""Samples of materials: what may stand in them, and what may not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from knowledge_base.catalogue import ContentInvalid, shipped_catalogue
from knowledge_base.checks import check_samples, warn_samples
from knowledge_base.samples import load_samples, samples, samples_for
from knowledge_base.schemas.sample import Sample

ONE = next(iter(samples().values())).model_dump(mode="json")


def write(folder: Path, *entries: dict[str, object]) -> Path:
    (folder / "some.yaml").write_text(yaml.safe_dump(list(entries), allow_unicode=True), "utf-8")
    return folder


def changed(**parts: object) -> Sample:
    return Sample.model_validate({**ONE, **parts})


@pytest.mark.parametrize(
    ("said", "is_fault"),
    [("号码 440106199001010028 。", True), ("电话13800138000", True), ("电话138****8000", False)],
)
def test_a_number_that_may_be_somebodys_is_a_fault(said: str, is_fault: bool) -> None:
    faults = "".join(check_samples([changed(hints=[said])]))
    assert ("完整的身份证号码或手机号码" in faults) is is_fault


def test_a_sample_points_at_something_and_not_at_all() -> None:
    words = {"kind": "words", "text": "一段话"}
    bare = changed(sides=[{"title": "正面", "shape": "sheet", "blocks": [words]}])
    assert "没有写窗口看什么" in "".join(check_samples([bare]))
    rows = {"kind": "rows", "rows": [{"label": "甲", "value": "乙", "look": "看得清楚"}] * 9}
    full = changed(sides=[{"title": "正面", "shape": "sheet", "blocks": [rows]}])
    assert "「正面」标了9处" in "".join(check_samples([full]))


def test_an_old_source_and_a_material_without_a_sample_are_told() -> None:
    one = changed()
    later = one.source.as_of + timedelta(days=400)
    assert "400天没有重新核对" in "".join(warn_samples([one], shipped_catalogue(), 180, later))
    shipped = list(samples().values())
    assert "重新核对" not in "".join(warn_samples(shipped, shipped_catalogue(), 10**6))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("代办人居民身份证和关系证明", ["id_card", "guardianship_proof"]),
        ("户口簿和临时居民身份证", ["household_register", "temporary_id_card"]),
        ("港澳台居民居住证，或来往内地（大陆）通行证",
         ["hmt_residence_permit", "mainland_travel_permit"]),
        ("港澳居民来往内地通行证、台湾居民来往大陆通行证或居住证",
         ["mainland_travel_permit", "hmt_residence_permit"]),
        ("有效的《广东省居住证》", ["residence_permit"]),
        ("原普通护照", ["passport"]),
        ("外国人永久居留身份证，或有效护照和居留许可",
         ["permanent_residence_card", "foreign_passport"]),
        ("新出资人的身份证或营业执照", ["id_card", "business_licence"]),
        ("监护人委托书和陪同人身份证", ["guardian_letter", "id_card"]),
        ("授权委托书及代办人身份证", ["authorisation", "id_card"]),
        ("离婚证，或生效的离婚判决书、调解书", ["divorce_certificate", "divorce_judgment"]),
        ("低保、低保边缘、特困或孤儿身份证明", ["hardship_certificate"]),
        ("居民身份证数字相片采集检测回执", ["photo_receipt"]),
        ("没有人听说过的材料", []),
    ],
)  # fmt: skip
def test_a_material_has_the_samples_its_name_says(name: str, expected: list[str]) -> None:
    assert [sample.id for sample in samples_for(name)] == expected


def test_of_two_samples_with_one_word_neither_is_taken(tmp_path: Path) -> None:
    with pytest.raises(ContentInvalid, match="词重复"):
        load_samples(write(tmp_path, ONE, {**ONE, "id": "another"}))
    with pytest.raises(ContentInvalid, match="id重复"):
        load_samples(write(tmp_path, ONE, {**ONE, "words": ["别的"]}))


def test_what_is_not_known_of_a_sample_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentInvalid, match=r"some\.yaml.*colour"):
        load_samples(write(tmp_path, {**ONE, "colour": "red"}))
