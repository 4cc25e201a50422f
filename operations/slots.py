"""The two places a bot runs in, one of them in use: how a new model takes over (ADR 24)."""

from __future__ import annotations

from pathlib import Path

from operations.ledger import SHIPPED, Ledger, copy_whole, write_whole
from operations.place import BOT, BOT_STANDBY, Place

FIRST, SECOND = "bot", "bot_standby"
PORTS = {FIRST: BOT, SECOND: BOT_STANDBY}
MODEL = "assistant"


def other(slot: str) -> str:
    return SECOND if slot == FIRST else FIRST


def model_of(place: Place, slot: str) -> Path:
    """The model a slot starts with, alone in its folder: Rasa that misses one takes another."""
    return place.run / slot / f"{MODEL}.tar.gz"


def address_of(place: Place, slot: str) -> str:
    return place.url(PORTS[slot])


def point_to(place: Place, slot: str) -> None:
    """Every process of the application talks to this slot from its next turn on.

    They look at the file before each turn (adapters/bot/address.py).
    """
    write_whole(place.data_dir / "bot.address", address_of(place, slot))


def shipped_model(place: Place) -> Path:
    return place.models / f"{MODEL}.tar.gz"


def shipped_fingerprint(place: Place) -> str:
    """Of what the source's own model was trained from; empty where none was trained."""
    stamp = place.models / f"{MODEL}.fingerprint"
    return stamp.read_text() if stamp.exists() else ""


def model_numbered(place: Place, ledger: Ledger, number: int) -> Path:
    return shipped_model(place) if number == SHIPPED else ledger.model(number)


def begin(place: Place) -> int:
    """Before the processes start: the first slot gets the model last published.

    Newer software comes with a model of its own, which replaces versions published beside the
    old one: their acts may not be known any more. Returns the number of the model.
    """
    ledger = Ledger(place)
    version = ledger.find(ledger.running)
    is_fit = (
        version is not None
        and version.shipped == shipped_fingerprint(place)
        and ledger.model(version.number).exists()
    )
    number = version.number if version and is_fit else SHIPPED
    copy_whole(model_numbered(place, ledger, number), model_of(place, FIRST))
    if (number, FIRST) != (ledger.running, ledger.slot):
        ledger.publish(number, FIRST)
    point_to(place, FIRST)
    return number
