"""断网收件 beside the devices: what the page of this computer asks for is done and sealed here."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hall_bridge.agent.courier import Courier
from hall_bridge.agent.drivers.driver import DriverFault
from hall_bridge.agent.line import Line
from hall_bridge.agent.outbox import CannotTake, Outbox, Parcel, TakenFile
from hall_bridge.agent.sealing import seal

_NO_KIT = "这台电脑还没有连上过服务器，不能封存材料。请先在有网络时启动一次。"
_ADVICE = {"id_card": "请手工填写姓名和身份证号", "camera": "请从本机选文件",
           "signature": "请直接在下面的框里签"}  # fmt: skip


_FEWEST_POINTS, _MOST_POINTS, _MOST_STROKES, _LARGEST_SIDE = 12, 6000, 60, 4000
_CASE = re.compile(r"TH\d{15}")
_TAKEN = (b"\xff\xd8\xff", b"\x89PNG", b"%PDF", b"PK\x03\x04")
_HEIC = b"ftyp"
"""First bytes of what the server takes in: what it would refuse is refused while the person is
there."""


class Desk:
    """What a clerk can do at this computer without the server."""

    def __init__(
        self, courier: Courier, outbox: Outbox, beside: Callable[[], Mapping[str, Line]]
    ) -> None:
        self._courier, self._outbox, self._beside = courier, outbox, beside

    def state(self) -> dict[str, Any]:
        kit, parcel, lines = self._courier.kit, self._outbox.opened(), self._beside()
        return {
            "hall": kit.get("hall_name", ""), "counter": kit.get("counter_number", ""),
            "items": kit.get("items", []), "is_ready": bool(kit),
            "is_online": any(line.state == "online" for line in lines.values()),
            "devices": [
                {"name": name, "capabilities": list(line.capabilities), "parts": line.parts}
                for name, line in lines.items()
            ],
            "open": self._shown(parcel) if parcel else None,
            "parcels": [
                {"key": p.key, "number": p.number, "label": p.label, "state": p.state,
                 "detail": p.detail, "is_signed": p.is_signed, "at": p.at, "file_count": count}
                for p, count in self._outbox.latest()
            ],
        }  # fmt: skip

    def open(self) -> dict[str, Any]:
        """Raises: CannotTake."""
        self._key()
        return self._shown(self._outbox.open(self._courier.kit.get("counter_number", "") or "窗口"))

    async def photograph(self, key: str, material: tuple[str, str]) -> dict[str, Any]:
        """By the document camera. Raises: CannotTake, DriverFault."""
        self._open(key)
        got = await self._ask("camera", "take_picture", {})
        content, kind = base64.b64decode(got["picture"]), str(got.get("media_type", "image/jpeg"))
        suffix = "png" if kind.endswith("png") else "jpg"
        taken = self.add(key, f"{material[1] or '照片'}.{suffix}", material, content)
        return {**taken, "picture": f"data:{kind};base64,{got['picture']}"}

    def add(self, key: str, name: str, material: tuple[str, str], content: bytes) -> dict[str, Any]:
        """Raises: CannotTake."""
        self._open(key)
        if not content:
            raise CannotTake("这个文件是空的，请换一个。")
        if not content.startswith(_TAKEN) and content[4:8] != _HEIC:
            raise CannotTake("只收照片（JPG、PNG、HEIC）和PDF、OFD、docx文件，请换一种再放。")
        sealed, named = seal(self._key(), content), name.strip()[:120].strip() or "文件"
        return _file(self._outbox.add(key, named, material, content, sealed))

    def take_out(self, key: str, file_id: str) -> dict[str, Any]:
        """Raises: CannotTake."""
        parcel = self._open(key)
        self._outbox.take_out(key, file_id)
        return self._shown(parcel)

    async def read_card(self) -> dict[str, Any]:
        """Raises: DriverFault."""
        got = await self._ask("id_card", "read_id_card", {})
        return {"name": str(got.get("name", "")).strip(), "id_number": str(got.get("number", ""))}

    async def sign(self) -> dict[str, Any]:
        """On the pad. Raises: DriverFault, CannotTake (too short to be a name)."""
        got = await self._ask("signature", "sign", {"title": "断网收件单"})
        writing = _writing(got)
        _must_be_whole(writing)
        return writing

    def close(self, key: str, said: Mapping[str, Any]) -> dict[str, Any]:
        """Sealed and to be sent. Raises: CannotTake."""
        parcel = self._open(key)
        listed = self._outbox.files(key)
        holder = {"name": "", "id_number": "", "phone": "", "way": "typed", **said["holder"]}
        number = "".join(str(said.get("case_number", "")).split()).upper()
        if number and not _CASE.fullmatch(number):
            raise CannotTake("办件编号是TH加15位数字，请核对，或者留空，恢复后再找。")
        if not listed and not said.get("signature"):
            raise CannotTake("还没有材料，也没有签名，请先拍照或选文件。")
        if said.get("signature"):
            _must_be_whole(said["signature"])
        if not holder["name"].strip() or not str(said["clerk"]).strip():
            raise CannotTake("请填群众姓名和您的工号，恢复后才知道是谁的、谁收的。")
        shown = {
            "number": parcel.number, "item_code": said.get("item_code", ""),
            "case_number": number, "name": holder["name"].strip(),
            "files": [[one.material_name, one.name, one.sha256] for one in listed],
        }  # fmt: skip
        mark = hashlib.sha256(
            json.dumps(shown, sort_keys=True, ensure_ascii=False).encode()
        ).hexdigest()
        manifest = {
            "key": key, "number": parcel.number, "made_at": self._clock(),
            "clerk": str(said["clerk"]).strip(), "holder": {**holder, "name": shown["name"]},
            "item_code": shown["item_code"], "case_number": shown["case_number"],
            "note": said.get("note", ""), "files": [one.listed() for one in listed],
            "signature": said.get("signature"), "content_sha256": mark,
        }  # fmt: skip
        sealed = seal(self._key(), json.dumps(manifest, ensure_ascii=False).encode())
        self._outbox.close(
            key, self._label(shown["item_code"]), sealed, bool(said.get("signature"))
        )
        self._courier.wake()
        return {"number": parcel.number, "mark": mark[:8], "files": [_file(one) for one in listed]}

    def throw_away(self, key: str) -> None:
        self._outbox.throw_away(key)

    def send_again(self, key: str) -> None:
        self._outbox.send_again(key)
        self._courier.wake()

    async def _ask(self, part: str, verb: str, arguments: dict[str, Any]) -> dict[str, Any]:
        line = next((one for one in self._beside().values() if part in one.capabilities), None)
        if line is None:
            raise DriverFault(f"这台电脑没有接这种设备，{_ADVICE[part]}。")
        return await line.perform(verb, arguments)

    def _open(self, key: str) -> Parcel:
        found = self._outbox.find(key)
        if found is None or found.state != "open":
            raise CannotTake("这份收件已经收下或者取消了，请刷新后重新开一份。")
        return found

    def _key(self) -> str:
        key = str(self._courier.kit.get("sealing_key", ""))
        if not key:
            raise CannotTake(_NO_KIT)
        return key

    def _clock(self) -> int:
        """In ms, put right by how far it was off when the server last said so."""
        skew = next((line.skew_ms for line in self._beside().values() if line.skew_ms), 0)
        return round(time.time() * 1000) + skew

    def _label(self, code: str) -> str:
        items = self._courier.kit.get("items", [])
        return next((one["name"] for one in items if one["code"] == code), "未选事项")

    def _shown(self, parcel: Parcel) -> dict[str, Any]:
        listed = [_file(one) for one in self._outbox.files(parcel.key)]
        return {"key": parcel.key, "number": parcel.number, "files": listed}


def _file(one: TakenFile) -> dict[str, Any]:
    return {"id": one.id, **one.listed(), "size": one.size}


def _writing(got: Mapping[str, Any]) -> dict[str, Any]:
    """Points of a pad as the manifest writes them: x, y, ms, pressure."""
    strokes = [
        [_point([float(v) for v in point], n) for n, point in enumerate(stroke)]
        for stroke in got.get("strokes", [])
    ]
    xs = [p[0] for stroke in strokes for p in stroke] or [1.0]
    ys = [p[1] for stroke in strokes for p in stroke] or [1.0]
    width = int(got.get("width") or max(xs) + 20)
    height = int(got.get("height") or max(ys) + 20)
    return {"width": width, "height": height, "strokes": strokes}


def _must_be_whole(writing: Mapping[str, Any]) -> None:
    """As the server will ask of it. Raises: CannotTake."""
    points = [point for stroke in writing["strokes"] for point in stroke]
    if max(writing["width"], writing["height"]) > _LARGEST_SIDE or any(
        not _is_inside(point, writing) for point in points
    ):
        raise CannotTake("签名板给出的笔画不对，请重签，或直接在下面的框里签。")
    across = [point[0] for point in points] or [0.0]
    if len(points) < _FEWEST_POINTS or max(across) - min(across) < writing["width"] * 0.08:
        raise CannotTake("签名太短，请写下完整的姓名。")
    if len(points) > _MOST_POINTS or len(writing["strokes"]) > _MOST_STROKES:
        raise CannotTake("笔画太多，请清除后重写。")


def _is_inside(point: Sequence[float], writing: Mapping[str, Any]) -> bool:
    x, y, ms, pressure = point
    is_on_pad = -1 <= x <= writing["width"] + 1 and -1 <= y <= writing["height"] + 1
    return is_on_pad and 0 <= ms <= 3_600_000 and 0 <= pressure <= 1


def _point(said: list[float], n: int) -> list[float]:
    """Where a pad says neither when nor how hard, the points follow each other evenly."""
    return [*said, *[n * 8.0, 0.5][len(said) - 2 :]][:4]
