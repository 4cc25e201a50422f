"""What may stand where: SQL, commits, the environment (house, habits 2, 3 and 11)."""

from __future__ import annotations

import ast

from tests.structure.source import ROOMS, Module, attribute, modules

STATEMENTS = {"select", "insert", "update", "delete", "text", "exists", "union", "union_all"}
RUNNERS = {"execute", "scalar", "scalars", "stream", "exec_driver_sql"}
EDGES = {"foundation/db.py", "miniprogram_api/deps.py", "hall_bridge/deps.py"}
"""Where a transaction ends: the edge of a request or of a task."""
SEARCH = "knowledge_base/search/"
"""Its commits are those of the search index, which follows what the database has committed."""


def test_sql_stands_in_repositories_only() -> None:
    strays = [
        module.name
        for module in modules("flows", "miniprogram_api", "hall_bridge", "knowledge_base")
        if module.file != "repository.py" and _speaks_sql(module)
    ]
    assert not strays, "move the statement into the journey's repository.py"


def _speaks_sql(module: Module) -> bool:
    imported = module.names_imported_from("sqlalchemy") & STATEMENTS
    return bool(imported) or any(
        attribute(call) in RUNNERS and _is_on_session(call) for call in module.calls()
    )


def _is_on_session(call: ast.Call) -> bool:
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    return isinstance(owner, ast.Name) and owner.id in {"session", "connection"}


def test_commits_happen_at_the_edge_only() -> None:
    strays = [
        f"{module.name}:{call.lineno}"
        for module in modules(*ROOMS)
        if module.name not in EDGES and not module.name.startswith(SEARCH)
        for call in module.calls()
        if attribute(call) == "commit"
    ]
    assert not strays, "the request's or the task's edge commits, once"


def test_the_engine_alone_knows_its_library() -> None:
    strays = [
        module.name
        for module in modules(*ROOMS)
        if not module.name.startswith("flows/engine/")
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("SpiffWorkflow"))
        or (isinstance(node, ast.Import) and node.names[0].name.startswith("SpiffWorkflow"))
    ]
    assert not strays, "flows/engine is the sole importer of SpiffWorkflow"


def test_only_the_settings_read_the_environment() -> None:
    strays = [
        f"{module.name}:{node.lineno}"
        for module in modules(*ROOMS)
        if module.name != "foundation/settings.py"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv", "putenv"}
    ]
    assert not strays, "make it a setting"
