"""Load goes to this machine only, and says so when a setting cannot be used."""

from __future__ import annotations

import pytest

from load_tests.config import ConfigInvalid, LoadConfig


def test_addresses_follow_the_port_base() -> None:
    config = LoadConfig.from_environment({"PORT_BASE": "9000"})
    assert config.base_url == "http://127.0.0.1:9000"
    assert config.simulators_url == "http://127.0.0.1:9002"
    assert config.bot_url == "http://127.0.0.1:9005"
    assert config.redis_url == "redis://127.0.0.1:9006"


def test_addresses_may_be_given() -> None:
    config = LoadConfig.from_environment({"BASE_URL": "http://localhost:1/", "USERS": "7"})
    assert config.base_url == "http://localhost:1"
    assert config.users == 7


@pytest.mark.parametrize("name", ["BASE_URL", "SIMULATORS_URL", "BOT_URL", "REDIS_URL"])
@pytest.mark.parametrize(
    "url", ["http://example.org", "http://127.0.0.1.example.org", "http://10.0.0.8:8000", "8000"]
)
def test_another_machine_is_refused(name: str, url: str) -> None:
    with pytest.raises(ConfigInvalid, match=name):
        LoadConfig.from_environment({name: url})


@pytest.mark.parametrize("name", ["USERS", "SECONDS", "PORT_BASE"])
@pytest.mark.parametrize("text", ["0", "-1", "many", "1.5"])
def test_a_number_that_is_none_is_refused(name: str, text: str) -> None:
    with pytest.raises(ConfigInvalid, match=name):
        LoadConfig.from_environment({name: text})
