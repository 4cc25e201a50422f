"""`python -m miniprogram_api.openapi [--check]`: write openapi.json, or prove it is current."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from miniprogram_api.app import create_app

PATH = Path(__file__).with_name("openapi.json")


def current() -> str:
    """The document the application serves, as committed."""
    return json.dumps(create_app().openapi(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    if "--check" not in sys.argv:
        PATH.write_text(current(), "utf-8")
    elif not PATH.is_file() or PATH.read_text("utf-8") != current():
        sys.exit("openapi.json 已过时，请运行 python -m miniprogram_api.openapi")
    else:
        print("openapi.json 是最新的")
