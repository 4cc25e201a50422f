"""Structured logs in one shape, with a trace id on every line and personal data masked."""

from __future__ import annotations

import logging
import re
from typing import Any

import orjson
import structlog

from foundation.settings import settings

_ID_NUMBER = re.compile(r"(?<!\d)([1-9]\d{2})\d{11}(\d{3}[\dXx])(?!\d)")
_PHONE = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")


def mask_personal_data(text: str) -> str:
    """ID numbers and mobile numbers in a text, masked."""
    return _PHONE.sub(r"\1****\2", _ID_NUMBER.sub(r"\1***********\2", text))


def _mask(
    _logger: Any, _name: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = mask_personal_data(value)
    return event


def configure_logging() -> None:
    """One JSON line an event on standard output; called once by every process."""
    level = getattr(logging, settings().log_level.upper(), logging.INFO)
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=False),
        structlog.processors.format_exc_info,
        _mask,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(orjson.dumps)],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.BytesLoggerFactory(),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=level, format="%(levelname)s %(name)s %(message)s", force=True)
    logging.getLogger("httpx").setLevel(logging.WARNING)


def logger(name: str) -> structlog.typing.FilteringBoundLogger:
    log: structlog.typing.FilteringBoundLogger = structlog.get_logger(name)
    return log
