"""`check`, `graph`, `export-bot`: over the content that ships with the application."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from foundation.settings import settings
from knowledge_base.bot_export import export_bot, outdated
from knowledge_base.catalogue import Catalogue, ContentInvalid, load_item
from knowledge_base.checks import (
    check_catalogue,
    check_documents,
    check_faqs,
    check_landmarks,
    check_parks,
    check_places,
    check_rules,
    check_samples,
    warn_catalogue,
    warn_documents,
    warn_samples,
    warn_sheets,
)
from knowledge_base.documents import load_documents
from knowledge_base.drawing import draw
from knowledge_base.inspections import check_checklists, load_checklists
from knowledge_base.letters import letter_book
from knowledge_base.parks import load_parks
from knowledge_base.places import load_places
from knowledge_base.publication import publication_rules
from knowledge_base.regions.content import content_regions, load_landmarks
from knowledge_base.rules import load_rules
from knowledge_base.samples import load_samples
from knowledge_base.sheets import load_faqs


def add_parsers(commands: Any) -> None:
    checking = commands.add_parser("check", help="检查全部内容（或所列事项目录）并重演示例")
    checking.add_argument("folders", nargs="*", type=Path)
    checking.set_defaults(run=check)
    drawing = commands.add_parser("graph", help="画出一个事项的问题和走向（Mermaid）")
    drawing.add_argument("code", help="实施编码")
    drawing.set_defaults(run=graph)
    exporting = commands.add_parser("export-bot", help="写出智能客服用的词表和词典")
    exporting.add_argument("--check", action="store_true", help="只检查是否最新")
    exporting.set_defaults(run=export)


def check(args: argparse.Namespace) -> int:
    folders: list[Path] = args.folders
    try:
        catalogue = Catalogue([load_item(f) for f in folders]) if folders else Catalogue.load()
        faults = check_catalogue(catalogue)
        warnings = warn_catalogue(catalogue, settings().content_stale_days)
        if not folders:
            more, also = _check_sheets(catalogue)
            faults, warnings = [*faults, *more], [*warnings, *also]
    except ContentInvalid as error:
        print(f"✗ {error}")
        return 1
    for warning in warnings:
        print(f"！{warning}")
    for fault in faults:
        print(f"✗ {fault}")
    print(f"{_counted(catalogue)}，{len(faults)} 处问题，{len(warnings)} 处提醒")
    return 1 if faults else 0


def graph(args: argparse.Namespace) -> int:
    try:
        entry = Catalogue.load().find(args.code)
    except ContentInvalid as error:
        print(f"✗ {error}")
        return 1
    if entry is None:
        print(f"✗ 没有实施编码为 {args.code} 的事项，编码就是 content/items 下的目录名")
        return 1
    print(draw(entry.document))
    return 0


def export(args: argparse.Namespace) -> int:
    if not args.check:
        for path in export_bot():
            print(f"已更新 {path.name}")
        return 0
    old = outdated()
    for path in old:
        print(f"✗ {path.name} 不是最新的，请运行 python -m knowledge_base export-bot")
    return 1 if old else 0


def _check_sheets(catalogue: Catalogue) -> tuple[list[str], list[str]]:
    """Faults and warnings of all that is no item; how many there are of each is printed."""
    faqs, places, documents = load_faqs(), load_places(), load_documents()
    rule_sets, found = load_rules(), load_samples()
    publication_rules()
    rules = sum(len(one.rules) for one in rule_sets)
    print(
        f"{len(faqs)} 个常见问题、{len(places)} 个地点、{len(documents)} 份文件、"
        f"{rules} 条预审规则、{len(letter_book().kinds)} 种文书、{len(found)} 种材料样本"
    )
    landmarks, streets = load_landmarks(), {r.name for r in content_regions(places)}
    days = settings().content_stale_days
    return (
        [
            *check_faqs(faqs, catalogue),
            *check_places(places),
            *check_landmarks(landmarks, streets),
            *check_parks(load_parks(), streets),
            *check_documents(documents),
            *check_checklists(load_checklists(), catalogue),
            *check_samples(found),
            *(fault for one in rule_sets for fault in check_rules(one, catalogue)),
        ],
        [
            *warn_sheets(faqs, places, days),
            *warn_documents(documents, days),
            *warn_samples(found, catalogue, days),
        ],
    )


def _counted(catalogue: Catalogue) -> str:
    questions = sum(len(e.document.situations.questions) for e in catalogue)
    materials = sum(len(e.document.materials.materials) for e in catalogue)
    examples = sum(len(e.document.examples.examples) for e in catalogue)
    asks = sum(len(e.document.item.asks) for e in catalogue)
    return (
        f"{len(catalogue)} 个事项、{questions} 个问题、{materials} 份材料、"
        f"{examples} 个示例、{asks} 种问法"
    )
