"""Conditions on flows: a small language that is read as a tree and never executed.

`decision == "pass" and (amount > 10000 or region in ("440106", "440103"))` is all it can say:
comparisons of named facts with texts, numbers and booleans; and, or, not, in. A fact that is
missing, or of another type than what it is compared with, makes its comparison false.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any

MAX_LENGTH, MAX_NODES = 500, 100

Scalar = str | int | float | bool
Facts = Mapping[str, Any]

_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


class BadCondition(ValueError):
    """The text says why, in Chinese."""


def check_condition(text: str, facts: Collection[str]) -> None:
    """Raises: BadCondition when the text says something else than comparisons of these facts."""
    tree = _tree(text)
    unknown = sorted({n.id for n in ast.walk(tree) if isinstance(n, ast.Name)} - set(facts))
    if unknown:
        raise BadCondition(f"没有名为「{unknown[0]}」的事实，可用的有：{'、'.join(sorted(facts))}")


def is_met(text: str, facts: Facts) -> bool:
    """Whether the condition holds. Raises: BadCondition."""
    return _holds(_tree(text), facts)


@lru_cache(maxsize=1024)
def _tree(text: str) -> ast.expr:
    if len(text) > MAX_LENGTH:
        raise BadCondition(f"条件最多{MAX_LENGTH}个字符")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise BadCondition('条件写法不对，例如：decision == "pass"') from error
    if sum(1 for _ in ast.walk(tree)) > MAX_NODES:
        raise BadCondition("条件过于复杂，请拆成几个网关")
    _must_be_logic(tree)
    return tree


def _must_be_logic(node: ast.expr) -> None:
    match node:
        case ast.BoolOp(values=values):
            for value in values:
                _must_be_logic(value)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            _must_be_logic(operand)
        case ast.Compare(left=left, ops=ops, comparators=rights):
            if len(ops) != 1:
                raise BadCondition("一次只能比较两个值，多个比较请用 and 连接")
            _must_compare(left, ops[0], rights[0])
        case ast.Name() | ast.Constant(value=bool()):
            return
        case _:
            raise BadCondition("条件里只能写比较、and、or、not、in，不能写函数、属性或运算")


def _must_compare(left: ast.expr, op: ast.cmpop, right: ast.expr) -> None:
    if isinstance(op, ast.In | ast.NotIn):
        if not isinstance(right, ast.Tuple | ast.List) or not right.elts:
            raise BadCondition('in 后面应是一组值，例如：region in ("440106", "440103")')
        sides = [left, *right.elts]
    elif type(op) in _COMPARISONS:
        sides = [left, right]
    else:
        raise BadCondition("比较只能用 ==、!=、<、<=、>、>=、in、not in")
    for side in sides:
        if not (isinstance(side, ast.Name) or _is_value(side)):
            raise BadCondition("比较的两边只能是事实的名称、文字、数字或真假")


def _is_value(node: ast.expr) -> bool:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        node = node.operand
        return isinstance(node, ast.Constant) and type(node.value) in (int, float)
    return isinstance(node, ast.Constant) and type(node.value) in (str, int, float, bool)


def _holds(node: ast.expr, facts: Facts) -> bool:
    match node:
        case ast.BoolOp(op=ast.And(), values=values):
            return all(_holds(value, facts) for value in values)
        case ast.BoolOp(values=values):
            return any(_holds(value, facts) for value in values)
        case ast.UnaryOp(operand=operand):
            return not _holds(operand, facts)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _compares(left, op, right, facts)
        case _:
            return _value(node, facts) is True


def _compares(left: ast.expr, op: ast.cmpop, right: ast.expr, facts: Facts) -> bool:
    one = _value(left, facts)
    if isinstance(right, ast.Tuple | ast.List):
        among = any(_equals(one, _value(item, facts)) for item in right.elts)
        return one is not None and among is isinstance(op, ast.In)
    other = _value(right, facts)
    if one is None or other is None or not _alike(one, other):
        return False
    return bool(_COMPARISONS[type(op)](one, other))


def _value(node: ast.expr, facts: Facts) -> Any:
    if isinstance(node, ast.Name):
        known = facts.get(node.id)
        return known if isinstance(known, str | int | float | bool) else None
    return ast.literal_eval(node)


def _equals(one: Any, other: Any) -> bool:
    return one is not None and _alike(one, other) and bool(one == other)


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return type(one) is type(other)
    return isinstance(one, str) == isinstance(other, str)
