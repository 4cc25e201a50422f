"""How many messages a chat takes, against the platform's rule; and letters cut in pieces."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from adapters.wechat.port import TEXT_MAX_BYTES
from adapters.wechat.simulated_phones import Phones
from flows.conversations.wechat import windows
from flows.conversations.wechat.chat import Letter, letter_of
from flows.conversations.wechat.delivery import MORE, cut, put_together
from foundation.clock import now
from foundation.models import ChatWindow

EVENTS = {"click": "CLICK", "scan": "SCAN", "subscribe": "subscribe",
          "user_enter_tempsession": "user_enter_tempsession"}  # fmt: skip


class CountsAsWeChatDoes(RuleBasedStateMachine):
    """Whatever happens in whatever order, what we count is what the simulated platform counts."""

    def __init__(self) -> None:
        super().__init__()
        self.moment = now()
        self.window = ChatWindow(message_left=0, event_left=0)
        self.phones = Phones(clock=self._seconds)
        self.is_begun = False

    def _seconds(self) -> float:
        return self.moment.timestamp()

    @rule()
    def write(self) -> None:
        windows.open_window(self.window, "text", "", self.moment)
        self.phones.open_window("o", "message")
        self.is_begun = True

    @rule(event=st.sampled_from(sorted(EVENTS)))
    def do(self, event: str) -> None:
        windows.open_window(self.window, "event", event, self.moment)
        self.phones.open_window("o", EVENTS[event])
        self.is_begun = True

    @rule()
    def send(self) -> None:
        if self.is_begun:
            assert windows.spend(self.window, self.moment) == (self.phones.spend_reply("o") == 0)

    @rule(seconds=st.sampled_from([1, 59, 61, 3600, 47 * 3600, 49 * 3600]))
    def wait(self, seconds: int) -> None:
        self.moment += timedelta(seconds=seconds)

    @invariant()
    def agree(self) -> None:
        assert windows.left(self.window, self.moment) == self.phones.replies_left("o")


TestCounting = CountsAsWeChatDoes.TestCase


def test_a_chat_never_counted_is_tried_and_one_shut_is_not() -> None:
    window = ChatWindow(message_left=0, event_left=0)
    assert windows.spend(window, now())
    windows.shut(window, now())
    assert not windows.spend(window, now())


LETTERS = st.builds(
    Letter,
    words=st.text("办事 a\n，。", max_size=4000),
    options=st.lists(st.tuples(st.text(max_size=3), st.text(max_size=9)), max_size=3).map(tuple),
    cards=st.lists(st.tuples(st.text(max_size=5), st.text(max_size=9)), max_size=3).map(tuple),
)


@given(letter=LETTERS)
def test_no_piece_is_longer_than_wechat_takes(letter: Letter) -> None:
    pieces = cut(letter)
    assert all(len((piece.words + MORE).encode()) <= TEXT_MAX_BYTES for piece in pieces)
    assert sum(bool(piece.options) for piece in pieces) == bool(letter.options)


@given(letter=LETTERS, sent=st.integers(0, 5))
def test_what_is_kept_and_what_was_sent_are_the_whole(letter: Letter, sent: int) -> None:
    """Nothing of the words is lost or doubled by cutting, keeping and cutting again."""
    pieces = cut(letter)
    rest = put_together(letter, pieces[sent:])
    assert letter_of(rest.kept()) == rest
    said = "".join("".join(p.words for p in part) for part in (pieces[:sent], cut(rest)))
    bare = "".join(said.replace("请选择：", "").split())
    assert bare == "".join(letter.words.split())


@pytest.mark.parametrize("words", ["", "短句"])
def test_short_words_and_their_menu_are_one_message(words: str) -> None:
    assert len(cut(Letter(words, (("1", "开始"),)))) == 1
