"""What endpoints of both applications are given: their sessions, and the mark of who may call."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Annotated, TypeVar

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from foundation import db

F = TypeVar("F", bound=Callable[..., object])


def authorises(who: str) -> Callable[[F], F]:
    """Mark a dependency as one that decides who may call."""

    def mark(function: F) -> F:
        function.__auth__ = who  # type: ignore[attr-defined]
        return function

    return mark


async def _writing() -> AsyncIterator[AsyncSession]:
    async with db.writing() as session:
        yield session


async def _reading() -> AsyncIterator[AsyncSession]:
    async with db.reading() as session:
        yield session


# scope="function": a yield dependency of the default scope commits after the answer has left.
Writing = Annotated[AsyncSession, Depends(_writing, scope="function")]
Reading = Annotated[AsyncSession, Depends(_reading, scope="function")]
