"""The acts officers choose from are those the bot knows."""

from __future__ import annotations

import yaml

from flows.conversations.acts import ACTS
from operations.place import ROOT


def test_every_act_of_the_bot_has_a_label_and_no_other() -> None:
    domain = yaml.safe_load((ROOT / "bot" / "domain" / "domain.yml").read_text("utf-8"))
    assert list(ACTS) == domain["intents"]
    assert len(set(ACTS.values())) == len(ACTS)
