"""A parcel on its way in, and as the clerk is told of it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from foundation.clock import LocalMoment

MOST_FILES = 12
State = Literal["waiting", "filed", "handed", "discarded", "duplicate"]
LABELS: dict[str, str] = {
    "waiting": "待处理", "filed": "已放进办件", "handed": "已转给本人", "discarded": "未采用",
    "duplicate": "重复，没有再收",
}  # fmt: skip
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Point = tuple[float, float, float, float]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Holder(_Part):
    """Who it is of, as read from the card or as the clerk typed it."""

    name: Annotated[str, Field(max_length=60)] = ""
    id_number: Annotated[str, Field(max_length=18)] = ""
    phone: Annotated[str, Field(max_length=20)] = ""
    way: Literal["card", "typed"] = "typed"


class ListedFile(_Part):
    name: Annotated[str, Field(min_length=1, max_length=120)]
    material_id: Annotated[str, Field(max_length=48)] = ""
    material_name: Annotated[str, Field(max_length=200)] = ""
    sha256: Sha256


class Writing(_Part):
    width: int
    height: int
    strokes: Annotated[
        list[Annotated[list[Point], Field(max_length=6000)]], Field(min_length=1, max_length=60)
    ]


class Manifest(_Part):
    """What the agent sealed beside the files. Moments are ms since 1970 on its clock put right by
    how far that was off when it last spoke with us.

    `content_sha256` is of what stood on the screen over the signature: the sorted JSON of number,
    item_code, case_number, the holder's name and the list of files.
    """

    key: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    number: Annotated[str, Field(min_length=4, max_length=40)]
    made_at: int
    clerk: Annotated[str, Field(min_length=1, max_length=40)]
    holder: Holder
    item_code: Annotated[str, Field(max_length=31)] = ""
    case_number: Annotated[str, Field(pattern=r"^(TH\d{15})?$")] = ""
    note: Annotated[str, Field(max_length=500)] = ""
    files: Annotated[list[ListedFile], Field(max_length=MOST_FILES)] = []
    signature: Writing | None = None
    content_sha256: Sha256


class Taken(BaseModel):
    """What became of a delivery."""

    outcome: Literal["accepted", "duplicate"]
    detail: str
    is_repeat: bool


class KitMaterial(BaseModel):
    id: str
    name: str


class KitItem(BaseModel):
    code: str
    name: str
    materials: list[KitMaterial]


class OfflineKit(BaseModel):
    """What an agent must have at hand to go on without us; nothing of it is secret."""

    hall_name: str
    counter_number: str
    sealing_key: str
    items: list[KitItem]


class ParcelLine(BaseModel):
    key: str
    kind: Literal["taken", "late"]
    number: str
    label: str
    holder: str
    file_count: int
    is_signed: bool
    made_at: LocalMoment
    received_at: LocalMoment
    state: State
    state_label: str
    case_number: str | None
    decided_by: str | None
    reason: str | None


class ParcelPage(BaseModel):
    """`settled` are those of the last days, the newest first."""

    waiting: list[ParcelLine]
    settled: list[ParcelLine]


class ParcelFile(BaseModel):
    """`position` counts from 0 and names it for its picture."""

    position: int
    name: str
    media_type: str
    size: int
    material_id: str
    material_name: str


class ParcelView(ParcelLine):
    """`has_account`: somebody signed in with this name and number, whose vault can take it."""

    clerk: str
    id_number: str
    phone: str
    was_read_from_card: bool
    item_code: str
    wanted_case: str
    note: str
    files: list[ParcelFile]
    picture: str | None
    has_account: bool


class Room(BaseModel):
    """A material of the case: how many more files it takes."""

    id: str
    name: str
    left: int


class Places(BaseModel):
    """Where the files of a parcel could go in a case; `obstacle` says why nowhere."""

    case_number: str
    item_name: str
    applicant: str
    is_same_person: bool
    obstacle: str
    rooms: list[Room]
    known: list[int]


class Settling(BaseModel):
    """`placing` is material by position, for `filed`; `reason` is needed for `discarded`, and for
    a case of somebody else than the parcel's holder."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    decision: Literal["filed", "handed", "discarded"]
    case_number: Annotated[str, Field(pattern=r"^(TH\d{15})?$")] = ""
    placing: dict[int, Annotated[str, Field(max_length=48)]] = {}
    reason: Annotated[str, Field(max_length=200)] = ""


Content = dict[str, Any]
