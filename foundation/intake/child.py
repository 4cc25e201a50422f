"""The child that opens one file from outside: reads it from standard input, answers in frames.

First what it is, or why it is refused; then, where there are any, its safe bytes, thumbnail, text
and members. Nothing outside this process looks into the file before it has passed here.
"""

from __future__ import annotations

import json
import sys

from foundation.intake.limits import IntakeLimits
from foundation.intake.taken import Refusal, Taken
from foundation.reading.child import limit, write_frame


def main() -> None:
    arguments = json.loads(sys.argv[1])
    limits = IntakeLimits(**arguments["limits"])
    limit(limits.memory_bytes, limits.cpu_seconds)
    answers = sys.stdout.buffer
    try:
        from foundation.intake.opening import open_file

        taken = open_file(sys.stdin.buffer.read(), limits)
    except Refusal as refusal:
        write_frame(answers, {"refused": refusal.reason, "values": refusal.values})
        return
    except MemoryError:
        write_frame(answers, {"refused": "costs", "values": {}})
        return
    _answer(taken)


def _answer(taken: Taken) -> None:
    parts = {"content": taken.content, "thumbnail": taken.thumbnail, "text": taken.text.encode()}
    present = {name: body for name, body in parts.items() if body}
    header = {
        "kind": taken.kind.value,
        "pages": taken.pages,
        "notes": taken.notes,
        "parts": [*present],
        "members": [name for name, _ in taken.members],
    }
    write_frame(sys.stdout.buffer, header)
    for body in (*present.values(), *(content for _, content in taken.members)):
        write_frame(sys.stdout.buffer, {}, body)


if __name__ == "__main__":
    main()
