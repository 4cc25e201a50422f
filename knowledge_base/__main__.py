"""`python -m knowledge_base check | import | rebuild-index | eval | …`: the editors' commands."""

from __future__ import annotations

import argparse
import sys

from foundation.schema import provide_schema
from knowledge_base.commands import content, evaluate, import_documents, index, items, regions
from knowledge_base.imports import keep_documents, keep_items, keep_regions


def main(argv: list[str] | None = None) -> int:
    """Run one command."""
    parser = argparse.ArgumentParser(prog="python -m knowledge_base", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    content.add_parsers(commands)
    index.add_parser(commands)
    evaluate.add_parser(commands)
    importing = commands.add_parser("import", help="导入别处的数据")
    kinds = importing.add_subparsers(dest="what", required=True)
    items.add_parser(kinds, keep_items)
    import_documents.add_parser(kinds, keep_documents)
    regions.add_parser(kinds, keep_regions)
    args = parser.parse_args(argv)
    if args.command in ("import", "rebuild-index") and not getattr(args, "dry_run", False):
        provide_schema()
    return int(args.run(args))


if __name__ == "__main__":
    sys.exit(main())
