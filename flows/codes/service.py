"""What stands in a QR code, and where a scan leads.

A token is at most 32 characters of the set a mini-program scene allows, its first letter the
kind: `i` item code, `w` counter id, `c` case number with a signature, `p` a printed code's id
with a signature (what it stands for is a row: `flows/halls`), `h` hall id, `t` the secret of a
number on paper (`flows/queueing`), `d` the beginning of a device's id with a signature, `s` a
one-time code on a terminal's screen (`flows/self_service`), `x` a handoff's one-time code with a
signature (a row too: `flows/counter_handoffs`), `a` the hall id with a signature of the minute,
which stands on a screen of the hall. A code grants nothing: it opens a page, and that page asks who
is there. Only the last one says something of its holder, that they stand in the hall now; what
hangs on paper can be photographed and says no such thing.
"""

from __future__ import annotations

import hmac
import io
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

import qrcode
import qrcode.image.svg

from foundation import crypto
from foundation.clock import now
from foundation.errors import NotFound
from foundation.identifiers import CaseNumber, IdentifierInvalid, ItemCode
from foundation.settings import settings
from knowledge_base.catalogue import catalogue

_SIGNATURE, _MINUTE_SIGNATURE = 12, 7
ARRIVAL_CHANGES = 60
"""Seconds after which the code on the screen is another."""
_ARRIVALS_GOOD = 5
"""So many of them are good: whoever scanned may have to sign in first."""
_COUNTER = re.compile(r"[a-z0-9_-]{1,24}")
_SLIP = re.compile(r"[0-9a-f]{20}")
_TERMINAL = re.compile(r"[A-Za-z0-9]{20}")
_DEVICE = re.compile(r"d([0-9a-f]{16})([0-9a-f]{12})")
_HANDOFF = re.compile(r"x([a-z2-9]{16})([0-9a-f]{12})")
_PRINTED = re.compile(r"p([a-z2-9]{12})([0-9a-f]{12})")


_KINDS = {
    "i": "item", "p": "item", "w": "counter", "c": "case", "h": "hall", "a": "arrival",
    "t": "ticket", "d": "device", "x": "handoff", "s": "terminal",
}  # fmt: skip


class CodeUnknown(NotFound):
    code = "code_unknown"
    title = "二维码无效"
    default_detail = (
        "这个二维码已失效或不是本平台的码。您可以直接打开办事助手，告诉我们您想办什么。"
    )


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a code leads: its kind, a title in words and the client's page with its query."""

    kind: str
    title: str
    page: str
    item_code: str = ""

    @property
    def url(self) -> str:
        return f"{settings().public_url}/app/#{self.page}"


def item_token(code: str) -> str:
    """Raises: CodeUnknown when this is no item code at all."""
    try:
        return f"i{ItemCode.parse(code)}"
    except IdentifierInvalid as error:
        raise CodeUnknown(str(error)) from None


def counter_token(counter_id: str) -> str:
    return f"w{counter_id}"


def hall_token(hall_id: str) -> str:
    return f"h{hall_id}"


def arrival_token(hall_id: str, moment: datetime | None = None) -> str:
    """For a screen of the hall, in this minute."""
    minute = int((moment or now()).timestamp()) // ARRIVAL_CHANGES
    signature = crypto.sign(f"arrival:{hall_id}:{minute}")[:_MINUTE_SIGNATURE]
    return f"a{hall_id}{signature}"


def arrival_hall(token: str) -> str:
    """The hall on whose screen this code stood in the last minutes. Raises: CodeUnknown."""
    hall_id = token[1:-_MINUTE_SIGNATURE]
    moments = [now() - timedelta(seconds=n * ARRIVAL_CHANGES) for n in range(_ARRIVALS_GOOD)]
    good = [arrival_token(hall_id, moment).encode() for moment in moments]
    if not any(hmac.compare_digest(one, token.encode()) for one in good):
        raise CodeUnknown("这个签到码已经换新。请扫大厅大屏或取号机屏幕上现在的「预约签到」码。")
    return hall_id


def case_token(number: str) -> str:
    return f"c{number}{crypto.sign(f'case:{number}')[:_SIGNATURE]}"


def printed_token(code_id: str) -> str:
    return f"p{code_id}{crypto.sign(f'printed:{code_id}')[:_SIGNATURE]}"


def printed_id(token: str) -> str | None:
    """The id in a printed code's token, or None for any other. Raises: CodeUnknown for a forged
    one."""
    if not token.startswith("p"):
        return None
    found = _PRINTED.fullmatch(token)
    if not found or not hmac.compare_digest(printed_token(found[1]).encode(), token.encode()):
        raise CodeUnknown
    return found[1]


def device_token(device_id: str) -> str:
    """Sixteen digits of the id name one device; all thirty-two would be too many for a scene."""
    beginning = device_id[:16]
    return f"d{beginning}{crypto.sign(f'device:{beginning}')[:_SIGNATURE]}"


def handoff_token(code: str) -> str:
    return f"x{code}{crypto.sign(f'handoff:{code}')[:_SIGNATURE]}"


def handoff_code(token: str) -> str:
    """The one-time code in a handoff's token. Raises: CodeUnknown for a forged one."""
    found = _HANDOFF.fullmatch(token)
    if not found or not hmac.compare_digest(handoff_token(found[1]).encode(), token.encode()):
        raise CodeUnknown
    return found[1]


def token_url(token: str) -> str:
    """What the QR code says: an address any camera opens."""
    return f"{settings().public_url}/q/{token}"


def kind_of(token: str) -> str:
    """What a token claims to be by its first letter; empty for none of ours."""
    return _KINDS.get(token[:1], "")


def resolve(token: str) -> Destination:
    """Raises: CodeUnknown, for anything we did not make."""
    openers = {
        "i": _open_item, "w": _open_counter, "c": _open_case, "h": _open_hall, "t": _open_slip,
        "d": _open_device, "x": _open_handoff, "s": _open_terminal,
        "a": _open_arrival,
    }  # fmt: skip
    opener = openers.get(token[:1])
    if opener is None or len(token) > 32:
        raise CodeUnknown
    return opener(token[1:])


def _open_item(code: str) -> Destination:
    entry = catalogue().find(code)
    if entry is None:
        raise CodeUnknown("这个事项的二维码已失效，请在办事大厅里重新查找。")
    return Destination(
        "item", entry.document.item.name, f"/pages/item/index?code={entry.code}", entry.code
    )


def _open_counter(counter_id: str) -> Destination:
    if not _COUNTER.fullmatch(counter_id):
        raise CodeUnknown
    return Destination("counter", f"窗口{counter_id}", f"/pages/index/index?counter={counter_id}")


def _open_hall(hall_id: str) -> Destination:
    """The page on which one draws a number there."""
    if not _COUNTER.fullmatch(hall_id):
        raise CodeUnknown
    return Destination("hall", "取号", f"/pages/queue/index?hall={hall_id}")


def _open_arrival(rest: str) -> Destination:
    """The page on which whoever booked says that they are here."""
    token = f"a{rest}"
    return Destination(
        "arrival", "预约签到", f"/pages/queue/index?hall={arrival_hall(token)}&here={token}"
    )


def _open_slip(slip: str) -> Destination:
    if not _SLIP.fullmatch(slip):
        raise CodeUnknown
    return Destination("ticket", "排队号", f"/pages/queue/index?slip={slip}")


def _open_handoff(rest: str) -> Destination:
    token = f"x{rest}"
    handoff_code(token)
    return Destination("handoff", "扫码接力", f"/pages/counter/index?token={token}")


def _open_case(rest: str) -> Destination:
    number, signature = rest[:-_SIGNATURE], rest[-_SIGNATURE:]
    try:
        CaseNumber.parse(number)
    except IdentifierInvalid:
        raise CodeUnknown from None
    expected = crypto.sign(f"case:{number}")[:_SIGNATURE]
    if not hmac.compare_digest(signature.encode(), expected.encode()):
        raise CodeUnknown
    return Destination("case", f"办件{number}", f"/pages/case/index?number={number}")


def _open_device(rest: str) -> Destination:
    found = _DEVICE.fullmatch(f"d{rest}")
    if not found or not hmac.compare_digest(device_token(found[1])[1:].encode(), rest.encode()):
        raise CodeUnknown
    return Destination("device", "大厅设备", f"/pages/device/index?code=d{rest}")


def _open_terminal(code: str) -> Destination:
    """Whether it still counts, its page asks."""
    if not _TERMINAL.fullmatch(code):
        raise CodeUnknown
    return Destination("terminal", "自助机", f"/pages/device/index?code=s{code}")


@lru_cache(maxsize=1024)
def qr_svg(text: str) -> str:
    """The code as SVG, quiet zone of four modules, error correction M (ISO/IEC 18004)."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    image = code.make_image(image_factory=qrcode.image.svg.SvgPathImage)
    buffer = io.BytesIO()
    image.save(buffer)
    return buffer.getvalue().decode()


@lru_cache(maxsize=256)
def qr_png(text: str) -> bytes:
    """The code as PNG, for posters and screens that take no SVG."""
    buffer = io.BytesIO()
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=4, box_size=12)
    code.add_data(text)
    code.make_image().save(buffer, "PNG")
    return buffer.getvalue()
