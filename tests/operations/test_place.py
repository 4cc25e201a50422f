"""Where a run lives, as the environment says it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from operations.environment import MARKER, child_environment, secret_file
from operations.place import API, BOT, ROOT, SIMULATORS, Place, PlaceInvalid
from operations.programs import programs


def test_the_default_place() -> None:
    place = Place.from_environment({})
    assert place.data_dir == ROOT / ".data"
    assert [place.port(offset) for offset in (API, SIMULATORS, BOT)] == [8000, 8002, 8005]
    assert place.database == f"sqlite:///{ROOT}/.data/app.db"
    assert place.redis == "redis://127.0.0.1:8006/0"


def test_every_port_follows_port_base(tmp_path: Path) -> None:
    place = Place.from_environment({"PORT_BASE": "9100", "DATA_DIR": str(tmp_path)})
    ports = [p.port for p in programs(place) if p.port is not None]
    assert sorted(ports) == [9100, 9101, 9102, 9104, 9105, 9106, 9107]
    assert len(ports) == len(set(ports))


@pytest.mark.parametrize("value", ["80", "70000", "8000x", "-1"])
def test_an_impossible_port_base_is_explained(value: str) -> None:
    with pytest.raises(PlaceInvalid, match="PORT_BASE"):
        Place.from_environment({"PORT_BASE": value})


def test_a_given_redis_means_no_embedded_one(tmp_path: Path) -> None:
    place = Place(tmp_path, redis_url="redis://elsewhere:6379/0")
    assert "valkey" not in [p.name for p in programs(place)]
    assert place.redis == "redis://elsewhere:6379/0"


def test_children_know_their_place(tmp_path: Path) -> None:
    environment = child_environment(Place(tmp_path, 9100), {"PORT_BASE": "1", "DEMO": "0"})
    assert environment["PORT_BASE"] == "9100"
    assert environment["DEMO"] == "0"
    assert environment["PUBLIC_URL"] == "http://127.0.0.1:9100"
    assert environment["BOT_URL"] == "http://127.0.0.1:9105"
    assert environment[MARKER] == str(tmp_path)


def test_secrets_are_made_once_and_are_the_owners_own(tmp_path: Path) -> None:
    path = tmp_path / "new" / "secret.key"
    first = secret_file(path).read_text()
    assert secret_file(path).read_text() == first
    assert len(first) >= 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_bot_listens_on_loopback_whatever_the_host(tmp_path: Path) -> None:
    bots = programs(Place(tmp_path, host="0.0.0.0"), only=["bot"])
    assert [bot.name for bot in bots if not bot.is_standby] == ["bot"]
    assert {bot.command[bot.command.index("-i") + 1] for bot in bots} == {"127.0.0.1"}


def test_the_api_has_a_process_a_core_beside_postgresql_only(tmp_path: Path) -> None:
    """The embedded database has one writer; several processes would wait for it without a queue."""
    for url, processes in ((None, 1), ("postgresql://h/d", min(os.cpu_count() or 1, 4))):
        api = programs(Place(tmp_path, database_url=url), {"api"})[0]
        assert api.command[api.command.index("--workers") + 1] == str(processes)


def test_sockets_have_two_processes_and_no_compressor(tmp_path: Path) -> None:
    for url in (None, "postgresql://h/d"):
        bridge = programs(Place(tmp_path, database_url=url), {"hall_bridge"})[0]
        assert bridge.command[bridge.command.index("--workers") + 1] == "2"
        assert bridge.command[bridge.command.index("--ws-per-message-deflate") + 1] == "false"
