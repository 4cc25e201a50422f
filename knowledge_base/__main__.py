"""`python -m knowledge_base check | graph CODE | export-bot`: the editor's commands."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from knowledge_base.catalogue import Catalogue, ContentInvalid, load_item
from knowledge_base.checks import check_catalogue


def check(args: argparse.Namespace) -> int:
    try:
        folders: list[Path] = args.folders
        catalogue = Catalogue([load_item(f) for f in folders]) if folders else Catalogue.load()
    except ContentInvalid as error:
        print(f"✗ {error}")
        return 1
    faults = check_catalogue(catalogue)
    for fault in faults:
        print(f"✗ {fault}")
    questions = sum(len(e.document.situations.questions) for e in catalogue)
    materials = sum(len(e.document.materials.materials) for e in catalogue)
    examples = sum(len(e.document.examples.examples) for e in catalogue)
    asks = sum(len(e.document.item.asks) for e in catalogue)
    print(
        f"{len(catalogue)} 个事项、{questions} 个问题、{materials} 份材料、"
        f"{examples} 个示例、{asks} 种问法，{len(faults)} 处问题"
    )
    return 1 if faults else 0


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m knowledge_base", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("check", help="检查全部内容（或所列事项目录）并重演示例")
    checking.add_argument("folders", nargs="*", type=Path)
    checking.set_defaults(run=check)
    args = parser.parse_args(argv)
    return int(args.run(args))


if __name__ == "__main__":
    sys.exit(main())
