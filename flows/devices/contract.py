"""The contract with devices: what can be asked of one, how long it has, and what it may say.

One WebSocket a device (`hall_bridge/device_sockets.py`, ADR 39). The device says `hello`,
`heartbeat`, `ack`, `event`; it is told `welcome`, `heartbeat`, `command`, `received`,
`event_received`, `refused`. Moments of a device are milliseconds since 1970 on its own clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

Capability = Literal["id_card", "camera", "scanner", "signature", "printer", "licence"]
VerbName = Literal["read_id_card", "take_picture", "print", "issue_licence", "sign"]
AskedVerb = Literal["read_id_card", "take_picture", "print", "sign"]
"""What a screen or a clerk may ask for; a licence is made only of one that was issued to whoever
is there (`flows/self_service/collecting.py`)."""
PartState = Literal["ok", "missing", "fault", "paper_out"]
State = Literal["queued", "sent", "acknowledged", "done", "failed", "expired"]

HEARTBEAT_SECONDS = 15
SILENT_AFTER = timedelta(seconds=45)
"""Three heartbeats: whoever said nothing for as long is not there."""
LARGE_SKEW_MS = 60_000
RESULT_KEPT = timedelta(hours=1)
"""What a device read of a person stays as long as a visit at a counter."""
EVENT_KEPT = timedelta(days=1)
LATE_RESULT = "devices.late_result"
"""Promised when a device gave, after its time, what must not be lost (`flows/parcels`)."""
KEPT_WHEN_LATE = frozenset({"take_picture", "sign"})
ROWS_KEPT = timedelta(days=184)
"""The bare rows stay as long as logs must (网络安全法第23条(三))."""

PARTS: dict[str, str] = {
    "id_card": "身份证阅读器", "camera": "高拍仪", "scanner": "扫码枪", "signature": "签名板",
    "printer": "打印机", "licence": "证照制发机",
}  # fmt: skip
FAULTS: dict[str, str] = {
    "missing": "没有接好，请检查电源和数据线，插好后再试。",
    "fault": "报告故障，请关掉电源等十秒再打开；还是不行就请管理大厅的同事来看。",
    "paper_out": "没有纸了，请放入纸张后再试。",
}


@dataclass(frozen=True, slots=True)
class Verb:
    """`delivered_in` is how long it may wait for the device, `done_in` how long doing it takes."""

    label: str
    capability: Capability
    delivered_in: timedelta
    done_in: timedelta


VERBS: dict[str, Verb] = {
    "read_id_card": Verb("读身份证", "id_card", timedelta(seconds=20), timedelta(seconds=60)),
    "take_picture": Verb("拍照", "camera", timedelta(seconds=20), timedelta(seconds=60)),
    "sign": Verb("手写签名", "signature", timedelta(seconds=20), timedelta(minutes=5)),
    "print": Verb("打印", "printer", timedelta(minutes=2), timedelta(minutes=3)),
    "issue_licence": Verb("制发证照", "licence", timedelta(minutes=2), timedelta(minutes=5)),
}


class Said(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Status(Said):
    """`parts` by capability; `note` is the device's own word on it."""

    parts: Annotated[dict[Capability, PartState], Field(max_length=12)] = {}
    note: Annotated[str, Field(max_length=200)] = ""


class Hello(Said):
    type: Literal["hello"]
    model: Annotated[str, Field(max_length=60)]
    firmware: Annotated[str, Field(max_length=40)] = ""
    capabilities: Annotated[list[Capability], Field(max_length=12)] = []
    clock: int
    status: Status = Status()


class Heartbeat(Said):
    type: Literal["heartbeat"]
    clock: int
    status: Status = Status()


class Ack(Said):
    """`result` stands with `done` only, `reason` (for people) with `failed`. `sealed` is the result
    (or an event's data) shut with the `sealing_key` of the welcome: base64 of what
    `foundation.crypto.unseal` opens, as an agent keeps it until it is told."""

    type: Literal["ack"]
    id: Annotated[str, Field(max_length=32)]
    state: Literal["accepted", "done", "failed"]
    reason: Annotated[str, Field(max_length=200)] = ""
    result: dict[str, Any] = {}
    sealed: Annotated[str, Field(max_length=15 * 2**20)] = ""


class Event(Said):
    type: Literal["event"]
    id: Annotated[str, Field(min_length=8, max_length=64)]
    kind: Annotated[str, Field(pattern=r"^[a-z_]{2,24}$")]
    at: int
    data: dict[str, Any] = {}
    sealed: Annotated[str, Field(max_length=64 * 1024)] = ""


Message = Annotated[Hello | Heartbeat | Ack | Event, Field(discriminator="type")]
MESSAGE: TypeAdapter[Hello | Heartbeat | Ack | Event] = TypeAdapter(Message)


def fault_of(capability: str, state: str) -> str:
    """The sentence for a part that cannot work; empty for one that can."""
    return f"{PARTS.get(capability, '设备')}{FAULTS[state]}" if state in FAULTS else ""


def device_channel(device_id: str) -> str:
    """Where the socket of a device is told that something waits for it."""
    return f"device:{device_id}"


def hall_devices_channel(hall_id: str) -> str:
    """Where everything that changes about the devices of a hall is announced."""
    return f"hall-devices:{hall_id}"
