"""How the lines of halls stand now: who waits, who serves, how long services took lately."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from flows.queueing import ordering, repository
from flows.queueing.repository import Waiting
from flows.queueing.views import WaitView
from foundation.clock import today
from foundation.models import Counter, QueueLine, QueueRule, Ticket

LATELY = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Standing:
    """Of some halls on today's date."""

    lines: Sequence[QueueLine]
    rules: dict[str, QueueRule]
    counts: dict[tuple[str, bool], Waiting]
    counters: Sequence[Counter]
    staffed: frozenset[str]
    minutes: dict[str, list[float]]

    def waiting(self, line_id: str) -> int:
        held = (self.counts.get((line_id, is_favoured)) for is_favoured in (True, False))
        return sum(one.people for one in held if one)

    def since(self, line_id: str) -> datetime | None:
        """When the first who waits drew the number."""
        firsts = [
            self.counts[k].since for k in ((line_id, True), (line_id, False)) if k in self.counts
        ]
        return min(firsts, default=None)

    def serving(self, line: QueueLine) -> list[Counter]:
        return [c for c in self.counters if c.hall_id == line.hall_id and _serves(c, line)]

    def wait_of(self, line: QueueLine, ticket: Ticket | None, place: tuple[int, int]) -> WaitView:
        """For a number that waits at `place` (own kind before, other kind), or without one for
        whoever draws one now."""
        ratio = self.rules[line.hall_id].favoured_in_a_row
        is_favoured = ticket is not None and ticket.is_favoured
        ahead = ordering.ahead_of(*place, ratio, is_favoured=is_favoured)
        counters = self._callers(line, ticket)
        shared = [self._busy_lines(c, line) for c in counters]
        told = ordering.estimate(ahead, self.minutes.get(line.id, []), ordering.capacity(shared))
        return WaitView(ahead=ahead, low=told.low, high=told.high, words=told.words)

    def wait_now(self, line: QueueLine) -> WaitView:
        return self.wait_of(line, None, (self._free(line.id, False), self._free(line.id, True)))

    def _free(self, line_id: str, is_favoured: bool) -> int:
        """How many wait for whoever calls the line; those sent to one counter wait for that."""
        held = self.counts.get((line_id, is_favoured))
        return held.free if held else 0

    def _callers(self, line: QueueLine, ticket: Ticket | None) -> list[Counter]:
        """The counter a number was sent to while somebody sits there, else those of its line."""
        if ticket is not None and ticket.counter_id in self.staffed:
            return [c for c in self.counters if c.id == ticket.counter_id]
        return self.serving(line)

    def _busy_lines(self, counter: Counter, line: QueueLine) -> int:
        """How many lines with people a counter shares itself between, this one among them."""
        mine = [o for o in self.lines if o.hall_id == line.hall_id and _serves(counter, o)]
        return sum(o.id == line.id or self.waiting(o.id) > 0 for o in mine)


def _serves(counter: Counter, line: QueueLine) -> bool:
    return ordering.serves(counter.items, line.items)


async def standing_of(session: AsyncSession, hall_ids: Sequence[str]) -> Standing:
    """Read whole, so that every number shown together belongs together."""
    lines = await repository.lines_of(session, hall_ids)
    minutes: dict[str, list[float]] = defaultdict(list)
    served = await repository.recent_services(
        session, [line.id for line in lines], today() - LATELY
    )
    for line_id, called, ended in served:
        minutes[line_id].append((ended - called).total_seconds() / 60)
    return Standing(
        lines=lines,
        rules={hall_id: await rule_of(session, hall_id) for hall_id in hall_ids},
        counts=await repository.waiting_counts(session, hall_ids, today()),
        counters=await repository.serving_counters(session, hall_ids),
        staffed=await repository.staffed_counters(session, hall_ids),
        minutes=minutes,
    )


async def rule_of(session: AsyncSession, hall_id: str) -> QueueRule:
    """The hall's rule, or the one every hall begins with."""
    return await repository.rule_of(session, hall_id) or first_rule(hall_id)


def first_rule(hall_id: str) -> QueueRule:
    return QueueRule(
        hall_id=hall_id, favoured_in_a_row=2, back_behind=3, remind_ahead=3, book_days=14,
        check_in_before=30, check_in_after=15, missed_limit=3, missed_days=90, barred_days=30,
        version=1,
    )  # fmt: skip
