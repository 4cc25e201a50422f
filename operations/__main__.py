"""`python -m operations COMMAND`: what make calls; `--help` lists the commands."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from types import FrameType

from operations import audit, bot
from operations.chromium import ChromiumMissing, provide_chromium
from operations.leftovers import (
    AlreadyRunning,
    PortTaken,
    end_marked,
    exclusive,
    require_ports,
    stop_launcher,
)
from operations.place import API, HALL_BRIDGE, SIMULATORS, Place, PlaceInvalid
from operations.programs import ports_of, programs
from operations.publishing import PublishRefused, candidate, publish, roll_back
from operations.steps import StepFailed, prepare_builds, prepare_data
from operations.suites import check_everything, test_everything
from operations.system import RunningSystem, StartFailed
from operations.takeover import TakeoverFailed
from operations.tools import ToolMissing

_EXPECTED = (AlreadyRunning, ChromiumMissing, PlaceInvalid, PortTaken, PublishRefused, StartFailed,
             StepFailed, TakeoverFailed, ToolMissing)  # fmt: skip


def run(place: Place) -> int:
    """Prepare, start, say READY, then keep watch until Ctrl-C (or SIGTERM)."""
    begun = time.monotonic()
    place.make_folders()
    with exclusive(place):
        if count := end_marked(place.data_dir):
            _say(f"· 已结束上次遗留的 {count} 个进程")
        require_ports(ports_of(programs(place)))  # told now, not after minutes of building
        prepare_builds(place)
        _say("… 启动全部进程")
        with RunningSystem(place, report=_say, meanwhile=partial(prepare_data, place)) as system:
            _say(_ready_line(place, time.monotonic() - begun))
            _keep_watch(system)
            _say("… 正在停止")
    _say("已停止。")
    return 0


def stop(place: Place) -> int:
    """End the run of this place, wherever it was started."""
    stop_launcher(place)
    count = end_marked(place.data_dir)
    _say(f"已停止（清理了 {count} 个遗留进程）。" if count else "已停止。")
    return 0


def prepare_only(place: Place) -> int:
    prepare_builds(place)
    prepare_data(place)
    return 0


def chromium(_place: Place) -> int:
    _say(f"✓ Chromium：{provide_chromium()}")
    return 0


def _ready_line(place: Place, seconds: float) -> str:
    api, hall, simulators = (place.url(o) for o in (API, HALL_BRIDGE, SIMULATORS))
    return (
        f"READY  公众端 {api}/app/  工作台 {api}/console/  窗口端 {hall}/counter/  "
        f"模拟器 {simulators}/  （{seconds:.0f} 秒，Ctrl-C 停止）"
    )


def _keep_watch(system: RunningSystem) -> None:
    try:
        while True:
            time.sleep(1)
            system.heal()
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # an impatient second Ctrl-C


def _say(text: str) -> None:
    print(text, flush=True)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main(argv: list[str] | None = None) -> int:
    commands: dict[str, Callable[[Place], int]] = {
        "run": run, "stop": stop, "prepare": prepare_only, "chromium": chromium,
        "test": test_everything, "check": check_everything, "audit-verify": audit.verify,
        "bot-train": bot.train, "bot-eval": bot.evaluate,
        "bot-candidate": candidate, "bot-publish": publish, "bot-rollback": roll_back,
    }  # fmt: skip
    parser = argparse.ArgumentParser(prog="python -m operations", description=__doc__)
    parser.add_argument("command", choices=commands)
    parser.add_argument("--to", type=int, metavar="N", help="bot-rollback：退回到第几版")
    given = parser.parse_args(argv)
    chosen = given.command
    if given.to is not None:
        commands["bot-rollback"] = partial(roll_back, number=given.to)
    for number in (signal.SIGINT, signal.SIGTERM):  # also where a shell started us with &
        signal.signal(number, _interrupt)
    try:
        return commands[chosen](Place.from_environment())
    except _EXPECTED as problem:
        print(problem, file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
