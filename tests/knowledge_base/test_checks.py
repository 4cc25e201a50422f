"""The content check: nothing wrong with what is served, and each kind of fault is found."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge_base.catalogue import (
    CONTENT,
    Catalogue,
    ContentInvalid,
    _Loader,
    catalogue,
    load_item,
)
from knowledge_base.checks import check_catalogue, check_item, warn_catalogue
from operations.place import ROOT

FOOD = CONTENT / "items" / "11440106007519140X4000131024000"
Part = dict[str, Any]
Break = Callable[[str, Callable[[Part], None]], Path]


@pytest.fixture
def breaking(tmp_path: Path) -> Break:
    """A function that copies an item and changes one of its parts."""

    def change(part: str, how: Callable[[Part], None]) -> Path:
        folder = tmp_path / FOOD.name
        shutil.copytree(FOOD, folder, dirs_exist_ok=True)
        path = folder / f"{part}.yaml"
        raw = load_raw(path)
        how(raw)
        path.write_text(yaml.safe_dump(raw, allow_unicode=True), "utf-8")
        return folder

    return change


def load_raw(path: Path) -> Part:
    """The part as written; `yes` and `no` of the content are words, as the catalogue reads them."""
    raw: Part = yaml.load(path.read_text("utf-8"), Loader=_Loader)
    return raw


@pytest.mark.parametrize("entry", list(catalogue()), ids=lambda e: e.document.item.short_name)
def test_an_item_holds_together_and_its_examples_come_true(entry: Any) -> None:
    assert list(check_item(entry)) == []
    styles = {ask.style for ask in entry.document.item.asks}
    assert styles == {"mandarin", "spoken", "cantonese", "traditional", "typo"}


def test_the_twenty_hot_items_are_here_and_do_not_share_a_way_of_asking() -> None:
    assert len(catalogue()) >= 20
    assert check_catalogue(catalogue()) == []


def test_an_untouched_copy_has_no_fault(breaking: Break) -> None:
    folder = breaking("item", lambda raw: None)
    assert list(check_item(load_item(folder))) == []
    assert load_item(folder).revision == load_item(FOOD).revision


def _department(raw: Part) -> None:
    raw["department"]["code"] = "11440106007519141X"


def _repeat_question(raw: Part) -> None:
    raw["questions"][1]["id"] = raw["questions"][0]["id"]


def _ask_too_early(raw: Part) -> None:
    raw["questions"][0]["ask_when"] = {"fact": raw["questions"][-1]["id"], "is": "self"}


def _unknown_option(raw: Part) -> None:
    raw["eligibility"][0]["when"] = {"fact": "business_form", "is": "space_station"}


def _unfit_comparison(raw: Part) -> None:
    raw["eligibility"][0]["when"] = {"fact": "business_form", "at_least": 3}


def _unknown_fact(raw: Part) -> None:
    raw["materials"][0]["when"] = {"fact": "moon_phase", "is": "full"}


def _unknown_source(raw: Part) -> None:
    raw["materials"][0]["source"] = "hearsay"


def _needless(raw: Part) -> None:
    raw["materials"][0].pop("when", None)
    raw["materials"][0]["id"] = "renamed_form"


def _form_from_nowhere(raw: Part) -> None:
    raw["sections"][0]["fields"][0]["answer"] = "shoe_size"


def _visits_without_reason(raw: Part) -> None:
    raw["visits"] = {"count": 2}


def _verified_without_source(raw: Part) -> None:
    raw["promised"] = {"days": 5, "verified": True}


def _promise_longer_than_law(raw: Part) -> None:
    raw["promised"] = {"days": 900, "unit": raw["statutory"].get("unit", "工作日")}


def _term_without_words(raw: Part) -> None:
    raw["promised"] = {"days": None}


def _fee_verified_without_source(raw: Part) -> None:
    raw["fee"] = {"is_fee": False, "text": "不收费", "verified": True}


def _law_verified_without_source(raw: Part) -> None:
    raw["by_law"].append({"text": "某法第一条", "verified": True})


def _source_over(raw: Part) -> None:
    next(iter(raw["sources"].values()))["expires_on"] = "2026-01-01"


def _fee_over(raw: Part) -> None:
    raw["fee"]["expires_on"] = "2026-01-01"


def _never(raw: Part) -> None:
    is_shop = {"fact": "business_form", "is": "catering"}
    raw["materials"][0]["when"] = {"all": [is_shop, {"not": is_shop}]}


def _example_unfinished(raw: Part) -> None:
    raw["examples"][0]["answers"].pop("handled_by")


def _example_off_the_path(raw: Part) -> None:
    raw["examples"][0]["answers"]["canteen_kind"] = "school"


def _example_unanswerable(raw: Part) -> None:
    raw["examples"][0]["answers"]["area"] = 10_000_000


def _example_of_nothing(raw: Part) -> None:
    raw["examples"][0]["answers"]["shoe_size"] = 42


def _example_wrong_verdict(raw: Part) -> None:
    raw["examples"][0]["expect"]["eligible"] = False


def _example_wrong_materials(raw: Part) -> None:
    raw["examples"][0]["expect"]["materials"].pop()


@pytest.mark.parametrize(
    ("part", "how", "said"),
    [
        ("item", _department, "部门代码"),
        ("situations", _repeat_question, "重复"),
        ("situations", _ask_too_early, "尚未问到"),
        ("situations", _unknown_option, "不存在的选项「space_station」"),
        ("situations", _unfit_comparison, "不合题型"),
        ("materials", _unknown_fact, "不存在的问题「moon_phase」"),
        ("materials", _unknown_source, "未登记的来源「hearsay」"),
        ("materials", _needless, "必要材料不符"),
        ("form", _form_from_nowhere, "不存在的问题「shoe_size」"),
        ("guide", _visits_without_reason, "写明原因"),
        ("guide", _verified_without_source, "没有来源"),
        ("guide", _promise_longer_than_law, "长于法定时限"),
        ("guide", _term_without_words, "须写说明"),
        ("guide", _fee_verified_without_source, "收费标为已核实却没有来源"),
        ("guide", _law_verified_without_source, "设定依据「某法第一条…」标为已核实"),
        ("item", _source_over, "已于2026-01-01失效"),
        ("guide", _fee_over, "收费已于2026-01-01失效"),
        ("materials", _never, "自相矛盾"),
        ("examples", _example_unfinished, "还差问题"),
        ("examples", _example_off_the_path, "不会问到"),
        ("examples", _example_unanswerable, "回答无效"),
        ("examples", _example_of_nothing, "不存在的问题"),
        ("examples", _example_wrong_verdict, "资格应为"),
        ("examples", _example_wrong_materials, "必要材料不符"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_fault_is_found(
    breaking: Break, part: str, how: Callable[[Part], None], said: str
) -> None:
    faults = list(check_item(load_item(breaking(part, how))))
    assert any(said in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("part", "how", "said"),
    [
        ("item", lambda raw: raw.update(colour="red"), "colour"),
        ("item", lambda raw: raw.update(code="123"), "31位"),
        ("item", lambda raw: raw.update(asks=raw["asks"][:3]), "asks"),
        ("situations", lambda raw: raw["questions"][0].update(options=[]), "选项"),
        ("guide", lambda raw: raw.pop("fee"), "fee"),
        ("form", lambda raw: raw["sections"][0]["fields"][0].update(kind="select"), "下拉"),
    ],
)
def test_a_part_that_does_not_fit_its_schema_is_named(
    breaking: Break, part: str, how: Callable[[Part], None], said: str
) -> None:
    folder = breaking(part, how)
    with pytest.raises(ContentInvalid, match=said):
        load_item(folder)


def test_a_missing_or_unreadable_part_is_named(breaking: Break) -> None:
    folder = breaking("item", lambda raw: None)
    (folder / "guide.yaml").write_text("a: [b", "utf-8")
    with pytest.raises(ContentInvalid, match="YAML"):
        load_item(folder)
    (folder / "guide.yaml").unlink()
    with pytest.raises(ContentInvalid, match="缺少文件"):
        load_item(folder)


def test_an_end_far_away_is_no_fault_but_makes_a_revision(breaking: Break) -> None:
    entry = load_item(breaking("guide", lambda raw: raw["fee"].update(expires_on="2999-01-01")))
    assert list(check_item(entry)) == []
    assert entry.revision != load_item(FOOD).revision


def test_old_and_unused_sources_are_told_without_being_faults(breaking: Break) -> None:
    entry = load_item(breaking("item", lambda raw: raw["sources"].update(
        rumour={"title": "听来的", "as_of": "2020-01-01"},
    )))  # fmt: skip
    assert list(check_item(entry)) == []
    warnings = warn_catalogue(Catalogue([entry]), 365, date(2026, 11, 27))
    assert [w.partition("：")[2] for w in warnings] == [
        "来源「rumour」已2522天没有重新核对（2020-01-01）",
        "来源「rumour」登记了，却没有地方引用",
    ]


def test_two_items_with_one_way_of_asking_are_found(breaking: Break) -> None:
    def other_code(raw: Part) -> None:
        raw["code"] = raw["code"][:18] + "5" + raw["code"][19:]
        raw["name"] = "另一个事项"

    copy = load_item(breaking("item", other_code))
    faults = check_catalogue(Catalogue([load_item(FOOD), copy]))
    assert any("同时写在" in fault for fault in faults)


def test_the_command_fails_on_a_broken_folder_and_says_why(breaking: Break) -> None:
    folder = breaking("situations", _unknown_option)
    done = subprocess.run(
        [sys.executable, "-m", "knowledge_base", "check", str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "space_station" in done.stdout
