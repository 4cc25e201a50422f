"""The production shape holds together: what can be proved of it without a Docker daemon."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from foundation.settings import Settings
from operations.place import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
ONE_SHOT = {"migrate"}
DOORS = {"console", "simulators"}
"""Services that publish a port; the simulators only under the profile `demo`."""

OTHER_WORDS = {"POSTGRES_USER", "POSTGRES_PASSWORD", "POSTGRES_DB", "ACTION_URL"}
"""Settings of other people's images, and of the bot."""


def test_the_shape_is_the_one_the_house_names() -> None:
    wanted = {"postgres", "redis", "api", "hall_bridge", "worker", "search_writer", "import_worker",
              "prereview_worker",
              "beat", "bot", "console", "simulators"}  # fmt: skip
    assert set(SERVICES) - ONE_SHOT == wanted


@pytest.mark.parametrize("name", sorted(set(SERVICES) - ONE_SHOT))
def test_a_service_says_how_it_is(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_only_the_doors_publish_ports() -> None:
    assert {name for name, service in SERVICES.items() if "ports" in service} == DOORS
    assert SERVICES["simulators"]["profiles"] == ["demo"]


@pytest.mark.parametrize("name", ["bot", "postgres", "redis"])
def test_what_has_no_authentication_stays_inside(name: str) -> None:
    assert SERVICES[name]["networks"] == ["inner"]
    assert COMPOSE["networks"]["inner"] == {"internal": True}


def test_what_is_depended_on_exists() -> None:
    for service in SERVICES.values():
        assert set(service.get("depends_on", {})) <= set(SERVICES)
        assert set(service["networks"]) <= set(COMPOSE["networks"])


@pytest.mark.parametrize("name", sorted(n for n, s in SERVICES.items() if "build" in s))
def test_an_image_can_be_built(name: str) -> None:
    build = SERVICES[name]["build"]
    text = (ROOT / build["dockerfile"]).read_text("utf-8")
    stages = set(re.findall(r"^FROM \S+ AS (\w+)", text, re.M))
    assert build.get("target") is None or build["target"] in stages
    for copied in re.findall(r"^COPY (?!--from)(.+)", text, re.M):
        for source in copied.split()[:-1]:
            assert (ROOT / source).exists(), f"{build['dockerfile']} copies {source}"
    for stage in re.findall(r"--from=(\w+)", text):
        assert stage in stages


def test_the_example_environment_names_real_settings() -> None:
    text = (ROOT / "docker" / "production.env.example").read_text("utf-8")
    given = set(re.findall(r"^([A-Z_]+)=", text, re.M))
    known = {name.upper() for name in Settings.model_fields} | OTHER_WORDS
    assert given <= known
    assert "DEMO" not in given, "demonstration accounts never exist in production"


def test_the_gateway_hides_what_is_not_for_citizens() -> None:
    text = (ROOT / "docker" / "nginx.conf").read_text("utf-8")
    assert re.search(r"location /internal/ \{ return 404; \}", text)
    assert "http://api:8000" in text
    assert "http://hall_bridge:8000" in text
