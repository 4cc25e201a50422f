"""CPU seconds by who spent them: what an answer costs, which a busy machine cannot blur."""

from __future__ import annotations

import os
from dataclasses import dataclass

import asyncpg
import psutil


@dataclass(frozen=True)
class Spent:
    """Seconds of CPU: of the API's processes, of the database server's, of our own."""

    api: float
    database: float
    generator: float

    def each(self, before: Spent, answers: int) -> str:
        """What one of so many answers since `before` took."""
        parts = (
            ("API", self.api - before.api),
            ("PostgreSQL", self.database - before.database),
            ("load generator", self.generator - before.generator),
        )
        each = ", ".join(f"{name} {1000 * took / max(1, answers):.1f}" for name, took in parts)
        return f"CPU ms an answer: {each}"


async def spent(api: int, url: str) -> Spent:
    """Until now.

    Args:
        api: process id of the API's first process.
        url: of the database, on this machine. All of its server counts, whoever it works for.
    """
    connection = await asyncpg.connect(url)
    server = psutil.Process(await connection.fetchval("SELECT pg_backend_pid()")).parent()
    await connection.close()
    assert server is not None
    return Spent(_of_tree(psutil.Process(api)), _of_tree(server), _of(psutil.Process(os.getpid())))


def _of_tree(first: psutil.Process) -> float:
    """With its children, those that have ended too."""
    ended = first.cpu_times()
    living = sum(_of(one) for one in first.children(recursive=True))
    return _of(first) + float(ended.children_user + ended.children_system) + living


def _of(one: psutil.Process) -> float:
    try:
        took = one.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(took.user + took.system)
