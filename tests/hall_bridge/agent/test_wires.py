"""Frames of the card module, a serial line, keys of a scan gun."""

from __future__ import annotations

import asyncio
import os
import pty
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.identifiers import ResidentId
from hall_bridge.agent.drivers import driver_of
from hall_bridge.agent.drivers import sam_frames as sam
from hall_bridge.agent.drivers.scan_gun import keys_in
from hall_bridge.agent.drivers.wires import open_wire
from hall_bridge.agent.simulators.reader import CARDS


def test_requests_are_those_of_the_published_examples() -> None:
    assert sam.request(sam.FIND).hex() == "aaaaaa96690003200122"
    assert sam.request(sam.SELECT).hex() == "aaaaaa96690003200221"
    assert sam.request(sam.READ).hex() == "aaaaaa96690003300132"
    assert sam.answer(sam.NO_CARD).hex() == "aaaaaa9669000400008084"
    assert sam.answer(sam.FOUND, bytes(4)).hex() == "aaaaaa9669000800009f0000000097"


@given(noise=st.binary(max_size=20), status=st.integers(0, 255), data=st.binary(max_size=300))
def test_a_frame_is_found_behind_noise(noise: bytes, status: int, data: bytes) -> None:
    if sam.BEGINNING in noise or noise.endswith(b"\xaa"):
        return

    async def read() -> sam.Answer:
        reader = asyncio.StreamReader()
        reader.feed_data(noise + sam.answer(status, data))
        return await sam.read_answer(reader)

    assert asyncio.Runner().run(read()) == sam.Answer(status, data)


async def test_a_changed_byte_is_noticed() -> None:
    frame = bytearray(sam.answer(sam.OK, b"words"))
    frame[-3] ^= 1
    reader = asyncio.StreamReader()
    reader.feed_data(bytes(frame))
    with pytest.raises(sam.FrameBroken):
        await sam.read_answer(reader)


@pytest.mark.parametrize("card", sorted(CARDS))
def test_a_card_reads_back_as_it_was_written(card: str) -> None:
    text = sam.text_of(CARDS[card])
    assert len(text) == sam.TEXT_LENGTH
    assert sam.fields_of(text) == CARDS[card]
    ResidentId.parse(CARDS[card]["number"])


async def test_a_serial_line_carries_every_byte() -> None:
    ours, theirs = pty.openpty()
    reader, writer = await open_wire(os.ttyname(theirs))
    every = bytes(range(256))
    writer.write(every)
    await writer.drain()
    assert os.read(ours, 300) == every
    os.write(ours, every)
    assert await asyncio.wait_for(reader.readexactly(256), 5) == every
    writer.close()


def test_keys_of_a_keyboard_are_read() -> None:
    event = struct.Struct("llHHi")
    content = b"".join(event.pack(0, 0, *one) for one in ((4, 4, 1), (1, 30, 1), (1, 30, 0)))
    assert keys_in(content + b"torn") == [(30, 1), (30, 0)]


def test_an_unknown_driver_or_option_is_told() -> None:
    with pytest.raises(ValueError, match="没有叫 fax 的驱动"):
        driver_of("fax", {})
    with pytest.raises(ValueError, match="选项有误"):
        driver_of("printer", {"colour": "red"})
