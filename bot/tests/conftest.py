"""What the tests share: the trained model, and a bot that talks to an application in the test."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa.utils.log_utils import configure_structlog
from scripts.train_if_changed import BOT, MODEL, main

from tests.dialogue import Application, Bot


@pytest.fixture(scope="session")
def model() -> Path:
    """The model of the present data: the one `make run` trained, or trained now."""
    data = os.environ.get("DATA_DIR")
    folder = Path(os.environ.get("MODELS_DIR") or (f"{data}/models" if data else BOT / "models"))
    assert main(folder.resolve()) == 0, "训练失败，见 train.log"
    return folder.resolve() / f"{MODEL}.tar.gz"


@pytest.fixture(scope="session")
def running_bot(model: Path) -> Iterator[Bot]:
    """The real bot of the session; only its tracker store is in memory."""
    configure_structlog(logging.ERROR)  # at debug level Rasa prints every text
    with Bot(model) as bot:
        yield bot


@pytest.fixture
def bot(running_bot: Bot) -> Bot:
    """The bot with a fresh application behind it."""
    running_bot.application = Application()
    return running_bot
