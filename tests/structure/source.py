"""Our own source as syntax trees: what the promises of this folder are proved on."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from operations.place import ROOT

ROOMS = ("foundation", "knowledge_base", "adapters", "flows", "miniprogram_api", "hall_bridge")
"""The application. Operations, load tests and tests stand outside."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file: `name` is its path from the root."""

    name: str
    tree: ast.Module
    lines: int

    @property
    def file(self) -> str:
        return Path(self.name).name

    def functions(self) -> Iterator[Function]:
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))

    def names_imported_from(self, package: str) -> set[str]:
        """Names taken by `from package… import name`."""
        return {
            alias.name
            for node in ast.walk(self.tree)
            if isinstance(node, ast.ImportFrom) and _is_within(node.module or "", package)
            for alias in node.names
        }


def _is_within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


@cache
def files(*suffixes: str) -> tuple[Path, ...]:
    """Files of the repository, committed or about to be, with one of these endings."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    paths = (ROOT / name for name in listed.decode().split("\0") if name.endswith(suffixes))
    return tuple(path for path in paths if path.is_file())


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """The Python modules of these top folders (of all, when none is named)."""
    found = []
    for path in files(".py"):
        name = path.relative_to(ROOT).as_posix()
        if not folders or name.split("/", 1)[0] in folders:
            text = path.read_text("utf-8")
            found.append(Module(name, ast.parse(text), text.count("\n")))
    return tuple(found)


def length(function: Function) -> int:
    """Lines of a function, its docstring and decorators left out."""
    body = function.body
    first = body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


def attribute(call: ast.Call) -> str | None:
    """`commit` of `session.commit()`; None where a plain name is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else None
