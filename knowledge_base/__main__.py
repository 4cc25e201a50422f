"""`python -m knowledge_base check | import | graph | export-bot`: the editor's commands."""

from __future__ import annotations

import argparse
import sys

from knowledge_base.commands import content, import_documents, items, regions
from knowledge_base.importers.items.importing import Keep
from knowledge_base.imports import keep_items


def main(
    argv: list[str] | None = None,
    keep: Keep = keep_items,
    keep_regions: regions.KeepRegions | None = None,
) -> int:
    """Run one command; `keep` keeps a batch of items, `keep_regions` streets and communities."""
    parser = argparse.ArgumentParser(prog="python -m knowledge_base", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    content.add_parsers(commands)
    importing = commands.add_parser("import", help="导入别处的数据")
    kinds = importing.add_subparsers(dest="what", required=True)
    items.add_parser(kinds, keep)
    import_documents.add_parser(kinds)
    regions.add_parser(kinds, keep_regions)
    args = parser.parse_args(argv)
    return int(args.run(args))


if __name__ == "__main__":
    sys.exit(main())
