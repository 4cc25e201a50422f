"""Drivers by name, as a configuration calls them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hall_bridge.agent.drivers.document_camera import DocumentCamera
from hall_bridge.agent.drivers.driver import Driver
from hall_bridge.agent.drivers.id_reader import IdReader
from hall_bridge.agent.drivers.local_service import LocalService
from hall_bridge.agent.drivers.printer import Printer
from hall_bridge.agent.drivers.scan_gun import ScanGun

DRIVERS: dict[str, Callable[..., Driver]] = {
    "jinglun_id_reader": IdReader,
    "liangtian_camera": DocumentCamera,
    "dingyi_camera": lambda **given: DocumentCamera(**{"model": "鼎易高拍仪", **given}),
    "scan_gun": ScanGun,
    "printer": Printer,
    "signature_pad": lambda **given: LocalService(capability="signature", **given),
    "licence_printer": lambda **given: LocalService(capability="licence", **given),
}


def driver_of(name: str, options: Mapping[str, Any]) -> Driver:
    """Raises: ValueError for a driver or an option that does not exist."""
    if name not in DRIVERS:
        raise ValueError(f"没有叫 {name} 的驱动，可用的有：{'、'.join(sorted(DRIVERS))}")
    try:
        return DRIVERS[name](**options)
    except TypeError as error:
        raise ValueError(f"驱动 {name} 的选项有误：{error}") from None
