"""An upstream catalogue as a province exports it, brought into a running system by the command."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from operations.environment import child_environment
from operations.place import ROOT, Place
from tests.fixtures.environment import ORIGINAL

AS_OF = "2021-05-26"
Row = dict[str, str | list[str]]
_ROW: Row = {
    "TASK_TYPE_TEXT": "公共服务", "DEPT_NAME": "深圳市民政局", "AREA_CODE_TEXT": "深圳市",
    "AREACODE": "440300", "matter_level": "市级", "visit_number": "1",
    "handle_location": "无", "handle_time": "无", "handle_time_limit": "5(工作日)",
    "accept_standard": "在本市登记的宠物殡葬服务机构。", "material_intro": "无",
    "consult_phone": "0755-12345678", "complain_phone": "无", "theme_category": ["其他"],
    "service_object_name": ["自然人"], "matter_short": "无", "matter_daily": "无",
}  # fmt: skip
CODE, NAME = "11440300MB2C05837X4442099101001", "宠物殡葬服务机构备案"
OTHER_CITY: Row = {
    **_ROW,
    "TASK_CODE": CODE,
    "CATAID": "442099101001",
    "TASK_NAME": NAME,
    "CATANAME": NAME,
    "URL": f"https://www.gdzwfw.gov.cn/gaio/apply.html#/{CODE}",
}
"""An item nobody here has; its city is another one, and half of it is left out."""


async def bring_in(place: Place, folder: Path, *rows: Row) -> None:
    """Import the rows; the running system takes them up by itself."""
    file = folder / "catalogue.jsonl"
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    command = (sys.executable, "-m", "knowledge_base", "import", "items", str(file))
    process = await asyncio.create_subprocess_exec(
        *command, "--partial", "--as-of", AS_OF, cwd=ROOT, env=child_environment(place, ORIGINAL),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    output, _ = await process.communicate()
    assert process.returncode == 0, output.decode()
