"""Personal data at rest: what is sealed opens whole or not at all, and nothing shows through."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from foundation import crypto, db, files
from foundation.crypto import CiphertextInvalid
from foundation.models import User
from foundation.settings import Settings, settings
from tests.factories.properties import PROPERTY


@PROPERTY
@given(st.binary(max_size=300))
def test_what_is_sealed_opens_again(plain: bytes) -> None:
    assert crypto.decrypt(crypto.encrypt(plain)) == plain


@PROPERTY
@given(st.binary(max_size=60), st.data())
def test_one_changed_bit_is_noticed(plain: bytes, data: st.DataObject) -> None:
    sealed = bytearray(crypto.encrypt(plain))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(CiphertextInvalid):
        crypto.decrypt(bytes(sealed))


@pytest.mark.parametrize("length", [0, 11, 27])
def test_a_cut_text_is_noticed(length: int) -> None:
    with pytest.raises(CiphertextInvalid):
        crypto.decrypt(crypto.encrypt(b"abc")[:length])


def test_equal_values_never_look_equal() -> None:
    assert crypto.encrypt(b"440106198806153017") != crypto.encrypt(b"440106198806153017")


def test_another_key_opens_nothing(change_settings: Callable[..., Settings]) -> None:
    sealed, index = crypto.encrypt(b"abc"), crypto.blind_index("abc")
    change_settings(secret_key="another-secret-of-at-least-32-characters")
    crypto._derive.cache_clear()
    try:
        with pytest.raises(CiphertextInvalid):
            crypto.decrypt(sealed)
        assert crypto.blind_index("abc") != index
    finally:
        crypto._derive.cache_clear()


def test_a_short_key_is_refused(change_settings: Callable[..., Settings]) -> None:
    with pytest.raises(RuntimeError, match="32"):
        change_settings(secret_key="short").key()


def test_signatures_fit_their_text_only() -> None:
    assert crypto.is_signed("case:1", crypto.sign("case:1"))
    assert not crypto.is_signed("case:2", crypto.sign("case:1"))
    assert crypto.blind_index("a") == crypto.blind_index("a") != crypto.blind_index("b")


async def test_identity_in_the_database_is_not_readable(database: str) -> None:
    async with db.writing() as session:
        user = User(kind="citizen", identity={"name": "陈大文", "id_number": "440106198806153017"})
        session.add(user)
    async with db.reading() as session:
        row = (await session.execute(text("SELECT * FROM users"))).one()
        kept = await session.get(User, user.id)
    raw = b" ".join(v if isinstance(v, bytes) else str(v).encode() for v in row)
    assert "陈大文".encode() not in raw
    assert b"4401061988" not in raw
    assert kept is not None
    assert kept.identity == user.identity


def _stored(sha256: str) -> Path:
    return settings().data_dir / "files" / sha256[:2] / f"a-case-{sha256}"


def test_a_file_comes_back_as_it_was_and_lies_encrypted() -> None:
    content = "申请人：陈大文".encode() * 100
    sha256 = files.put("a-case", content)
    assert files.put("a-case", content) == sha256
    assert files.get("a-case", sha256) == content
    assert "陈大文".encode() not in _stored(sha256).read_bytes()
    assert [p.name for p in _stored(sha256).parent.iterdir()].count(f"a-case-{sha256}") == 1
    assert not list(_stored(sha256).parent.glob("*.part"))


def test_equal_files_of_two_owners_are_kept_apart() -> None:
    sha256 = files.put("a-case", b"the same")
    files.put("another", b"the same")
    files.remove("a-case", sha256)
    assert files.get("another", sha256) == b"the same"


def test_a_damaged_file_is_noticed() -> None:
    sha256 = files.put("a-case", b"damaged later")
    _stored(sha256).write_bytes(_stored(sha256).read_bytes()[:-1])
    with pytest.raises(CiphertextInvalid):
        files.get("a-case", sha256)


def test_a_removed_file_is_gone_and_may_be_removed_again() -> None:
    sha256 = files.put("a-case", b"removed")
    files.remove("a-case", sha256)
    files.remove("a-case", sha256)
    with pytest.raises(FileNotFoundError):
        files.get("a-case", sha256)
