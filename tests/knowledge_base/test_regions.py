"""Regions: a street or community is understood however it is called; ordinary words are not."""

from __future__ import annotations

import argparse
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.__main__ import main
from knowledge_base.catalogue import ContentInvalid
from knowledge_base.checks import check_landmarks
from knowledge_base.commands import regions as commands
from knowledge_base.importers.regions import orphans, read_regions
from knowledge_base.places import load_places, place_index, region_index
from knowledge_base.regions import DISTRICTS, Region, RegionIndex
from knowledge_base.regions.content import content_regions, load_landmarks
from knowledge_base.schemas import Landmark
from tests.fixtures.shared_data import shared_data

GOLDEN = yaml.safe_load((Path(__file__).parent / "data" / "regions.yaml").read_text("utf-8"))
LANDMARKS = [Landmark.model_validate(raw) for raw in GOLDEN["landmarks"]]
HOME_STREETS: list[str] = GOLDEN["streets"]["天河区"]


@cache
def index() -> RegionIndex:
    codes = {name: code for code, name in DISTRICTS.items()}
    regions: list[Region] = []
    for district, streets in GOLDEN["streets"].items():
        for number, street in enumerate(streets):
            code = f"{codes[district]}{number:03d}"
            regions.append(Region(code, street, "street", codes[district]))
            for n, name in enumerate(GOLDEN["communities"].get(street, [])):
                regions.append(Region(f"{code}{n:03d}", f"{name}社区居委会", "community", code))
    return RegionIndex(regions, LANDMARKS)


def _hold(found: RegionIndex, golden: dict[str, Any]) -> None:
    place = found.resolve(golden["text"])
    assert (place.street.name if place.street else None) == golden["street"], place
    if golden["street"] is None:
        assert (place.community, place.confidence) == (None, 0)
        assert golden.get("district") in (None, place.district.name if place.district else None)
        return
    assert place.district is not None
    assert place.street is not None
    assert place.street.parent == place.district.code
    assert (place.community.base if place.community else None) == golden.get("community"), place
    assert golden.get("or") in (None, *(r.base for r in place.alternatives), *_names(place))
    assert place.confidence >= 0.5
    if golden.get("sure") is False:
        assert place.confidence < 0.9
    assert place.matched


def _names(place: Any) -> list[str]:
    return [region.name for region in place.alternatives]


@pytest.mark.parametrize("golden", GOLDEN["phrases"], ids=lambda g: g["text"] or "nothing")
def test_a_phrase_is_resolved(golden: dict[str, Any]) -> None:
    _hold(index(), golden)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(HOME_STREETS),
    st.sampled_from(["", "广州市", "天河区", "广州市天河区", "我住在", "请问"]),
    st.sampled_from(["", "附近", "居住证去哪办", "嗰邊", " 102号"]),
)
def test_a_street_written_out_is_found_in_any_sentence(street: str, head: str, tail: str) -> None:
    for name in (street, street.removesuffix("道")):
        found = index().resolve(f"{head}{name}{tail}")
        assert found.street is not None
        assert found.street.name == street
        assert found.confidence >= 0.9


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_answered_with_sound_figures(text: str) -> None:
    found = index().resolve(text)
    assert 0 <= found.confidence <= 1
    assert (found.street is None) == (found.confidence == 0)
    if found.community:
        assert found.street is not None
        assert found.community.parent == found.street.code
    assert found.community not in found.alternatives
    assert found.street not in found.alternatives


def test_our_own_content_knows_the_streets_of_the_district() -> None:
    own = {region.name for region in content_regions(load_places())}
    assert own == set(HOME_STREETS)
    for street in HOME_STREETS:
        found = region_index().resolve(street.removesuffix("道"))
        assert found.street is not None
        assert found.street.name == street


def test_the_landmarks_that_ship_have_no_fault() -> None:
    assert list(check_landmarks(load_landmarks(), HOME_STREETS)) == []


def test_faults_of_landmarks_are_found() -> None:
    twice = LANDMARKS[0].model_copy(update={"street": "石牌街道"})
    nowhere = LANDMARKS[2].model_copy(update={"street": "月亮街道", "aliases": []})
    assert list(check_landmarks([*LANDMARKS[:2], twice, nowhere], HOME_STREETS)) == [
        "地标名称「骏景花园」同时指向两个街道，请加以区分",
        "地标名称「骏景」同时指向两个街道，请加以区分",
        "地标「广州东站」所在的「月亮街道」不是本区的街道",
        "地标「骏景花园」重复",
    ]


def test_a_landmark_sheet_that_does_not_fit_is_named(tmp_path: Path) -> None:
    assert load_landmarks(tmp_path) == []
    (tmp_path / "places").mkdir()
    (tmp_path / "places" / "landmarks.yaml").write_text("- {name: 甲, street: 乙}", "utf-8")
    with pytest.raises(ContentInvalid, match=r"landmarks\.yaml"):
        load_landmarks(tmp_path)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("天园街道附近有什么办事的地方", "天园街道政务服务中心"),
        ("塘下街办居住证", "棠下街道政务服务中心"),
        ("我喺龙洞住，去边度办事", "龙洞街道政务服务中心"),
        ("冼村街", "冼村街道政务服务中心"),
    ],
)
def test_the_centre_of_the_street_that_is_named_comes_first(query: str, first: str) -> None:
    assert place_index().search(query)[0].place.name == first
    far_away = place_index().search(query, (113.2, 23.0))
    assert far_away[0].place.name == first


def test_who_names_a_street_on_the_way_to_something_else_asks_less_for_the_street() -> None:
    alone = place_index().search("塘下街附近")[0]
    beside = place_index().search("我想在塘下街开一间公司要怎么注册")[0]
    assert alone.place.name == beside.place.name == "棠下街道政务服务中心"
    assert alone.score > 0.8
    assert beside.score <= 0.5


def _written(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1), "utf-8")
    return path


def test_lists_of_regions_are_read_and_what_does_not_fit_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = _written(
        tmp_path / "a.json",
        [
            {"code": "440106011", "name": "天园街道", "areaCode": "440106"},
            {"code": "440106011001", "name": "骏景北社区居居委会", "streetCode": "440106011"},
            {"code": "440106099001", "name": "孤儿社区居委会", "streetCode": "440106099"},
            {"code": "440106011", "name": "又一个", "areaCode": "440106"},
            {"code": "4401", "name": "广州市"},
            {"code": "440106012", "name": "", "areaCode": "440106"},
            {"code": "440106013", "name": "错放街道", "areaCode": "440105"},
        ],
    )
    bad = tmp_path / "b.json"
    bad.write_bytes(b"\x00\x01")
    batch = read_regions([good, bad])
    assert [(r.name, r.level, r.parent) for r in batch.regions] == [
        ("天园街道", "street", "440106"),
        ("骏景北社区居委会", "community", "440106011"),
        ("孤儿社区居委会", "community", "440106099"),
    ]
    assert [r.reason[:5] for r in batch.refused_rows] == [
        "代码440",
        "「4401",
        "没有名称",
        "上级代码4",
    ]
    assert "二进制" in batch.refused_files[0].reason
    assert [r.name for r in orphans(batch.regions)] == ["孤儿社区居委会"]
    assert main(["import", "regions", str(good), str(bad), "--dry-run"]) == 1
    said = capsys.readouterr().out
    assert "共 7 行：读入 3，没有读入 4" in said
    assert "「骏景北社区居居委会」记为「骏景北社区居委会」" in said


def test_the_command_keeps_what_it_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _written(tmp_path / "a.json", [{"code": "440106011", "name": "天园街道"}])
    kept: list[Region] = []

    async def keep(regions: Any) -> str:
        kept.extend(regions)
        return "新增 1"

    parser = argparse.ArgumentParser()
    commands.add_parser(parser.add_subparsers(), keep)
    args = parser.parse_args(["regions", str(path)])
    assert args.run(args) == 0
    assert [region.name for region in kept] == ["天园街道"]
    assert "新增 1" in capsys.readouterr().out


def test_the_real_lists_are_read_whole_and_resolve_every_name_of_their_own() -> None:
    batch = read_regions([shared_data("gz_streets.json"), shared_data("tianhe_communities.json")])
    assert len(batch.regions) == 178 + 230
    assert (batch.refused_rows, batch.refused_files, list(orphans(batch.regions))) == ([], [], [])
    real = RegionIndex(batch.regions, LANDMARKS)
    names = [region.name for region in batch.regions]
    for region in batch.regions:
        if names.count(region.name) == 1 and region.code.startswith("440106"):
            found = real.resolve(region.name)
            assert region in (found.street, found.community), (region, found)
    for golden in GOLDEN["phrases"]:
        if "or" not in golden:
            _hold(real, golden)
