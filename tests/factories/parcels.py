"""断网收件 as an agent sends it: sealed with its own code, brought to the bridge over the wire."""

from __future__ import annotations

import hashlib
import json
import time
import uuid
from typing import Any

import httpx

from hall_bridge.agent.sealing import seal
from tests.factories.people import CHEN_ID_NUMBER
from tests.factories.tablets import SIZE, written_name

HOLDER = {"name": "陈大文", "id_number": CHEN_ID_NUMBER, "phone": "13800138000", "way": "card"}
SIGNATURE = {**SIZE, "strokes": written_name()}


def manifest_of(files: list[tuple[str, str, str, bytes]], **said: Any) -> dict[str, Any]:
    """`files` are name, material id, material name, bytes."""
    made: dict[str, Any] = {
        "key": uuid.uuid4().hex, "number": "A12-1128-001", "made_at": round(time.time() * 1000),
        "clerk": "工号TH0312", "holder": HOLDER, "item_code": "", "case_number": "", "note": "",
        "signature": SIGNATURE,
        "files": [
            {"name": name, "material_id": id_, "material_name": label,
             "sha256": hashlib.sha256(content).hexdigest()}
            for name, id_, label, content in files
        ],
        **said,
    }  # fmt: skip
    shown = {
        "number": made["number"], "item_code": made["item_code"],
        "case_number": made["case_number"], "name": made["holder"]["name"],
        "files": [[f["material_name"], f["name"], f["sha256"]] for f in made["files"]],
    }  # fmt: skip
    text = json.dumps(shown, sort_keys=True, ensure_ascii=False)
    return {"content_sha256": hashlib.sha256(text.encode()).hexdigest(), **made}


async def bring(
    http: httpx.AsyncClient, token: str, manifest: dict[str, Any], contents: list[bytes],
    key: str = "", sealing_key: str = "",
) -> httpx.Response:  # fmt: skip
    """Sealed with the key the bridge gives out, as the agent does."""
    headers = {"Authorization": f"Bearer {token}"}
    if not sealing_key:
        kit = await http.get("/hall/v1/offline-kit", headers=headers)
        sealing_key = kit.json()["sealing_key"]
    files = [("sealed", ("list", seal(sealing_key, json.dumps(manifest).encode())))]
    files += [("files", (str(n), seal(sealing_key, one))) for n, one in enumerate(contents)]
    path = f"/hall/v1/parcels/{key or manifest['key']}"
    return await http.put(path, headers=headers, files=files)
