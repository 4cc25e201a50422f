"""`python -m hall_bridge.agent`: one device by a code, or several by a configuration file."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path

from hall_bridge.agent.drivers import DRIVERS
from hall_bridge.agent.running import Agent, Configuration, Wanted, read_configuration
from hall_bridge.agent.secrets import EnrolmentFailed


def main() -> None:
    try:
        agent = Agent(_chosen())
    except ValueError as error:
        sys.exit(f"✗ {error}")
    try:
        asyncio.run(agent.run())
    except* KeyboardInterrupt:
        sys.exit(0)
    except* (EnrolmentFailed, ValueError) as group:
        sys.exit(f"✗ {group.exceptions[0]}")


def _chosen() -> Configuration:
    parser = argparse.ArgumentParser(prog="hall_bridge.agent", description="大厅设备代理")
    parser.add_argument("--config", type=Path, help="配置文件（JSON），可带多台设备")
    parser.add_argument("--server", help="大厅服务的地址，例如 https://hall.example")
    parser.add_argument("--code", default="", help="入网码，只在第一次需要")
    parser.add_argument("--driver", choices=sorted(DRIVERS), help="哪种设备")
    parser.add_argument("--options", default="{}", help="驱动的选项（JSON）")
    parser.add_argument("--folder", type=Path, default=Path("agent"), help="密钥和日志放哪里")
    given = parser.parse_args()
    if given.config:
        return read_configuration(given.config)
    if not given.server or not given.driver:
        parser.error("请给出 --config，或 --server 和 --driver")
    device = Wanted(given.driver, given.driver, given.code, json.loads(given.options))
    return Configuration(given.server, given.folder, [device])


if __name__ == "__main__":
    main()
