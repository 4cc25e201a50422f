"""Formulas of report columns: a small language that is read as a tree and never executed.

`accepted ÷ received`, `share(received)`, `mom(received)`: names of columns, numbers (also `5%`),
+ − × ÷ and the functions of `FUNCTIONS`. A value that is missing, a division by nothing or a
number out of all bounds makes the result empty; nothing else can happen.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

MAX_LENGTH, MAX_NODES, MAX_NUMBER = 300, 80, 1e15

Value = float | None
Values = list[Value]
Columns = Mapping[str, Sequence[Value]]

FUNCTIONS: Mapping[str, tuple[int, str]] = {
    "sum": (1, "整列之和"),
    "avg": (1, "整列平均"),
    "rank": (1, "由大到小的名次，相同的并列"),
    "share": (1, "占整列之和的比例"),
    "mom": (1, "环比：比上期增减的比例"),
    "yoy": (1, "同比：比去年同期增减的比例"),
    "prev": (1, "上期的数"),
    "last_year": (1, "去年同期的数"),
    "round": (2, "四舍五入到几位小数"),
    "min": (2, "两数中较小的"),
    "max": (2, "两数中较大的"),
    "abs": (1, "绝对值"),
}
"""Name, how many arguments, what it gives."""
_OTHER_TIMES = {"mom": "mom", "yoy": "yoy", "prev": "mom", "last_year": "yoy"}
_OPERATORS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_WRITTEN = str.maketrans({"×": "*", "÷": "/", "−": "-", "－": "-", "＋": "+", "（": "(", "）": ")",
                          "，": ",", "％": "%"})  # fmt: skip
_PERCENT = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)%")


class BadFormula(ValueError):
    """The text says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Columns of the period, of the one before and of a year before, row by row the same groups.

    A period that is not known gives empty values.
    """

    now: Columns
    mom: Columns
    yoy: Columns
    length: int

    def column(self, time: str, name: str) -> Values:
        columns: Columns = {"now": self.now, "mom": self.mom, "yoy": self.yoy}[time]
        return list(columns.get(name, [None] * self.length))


def check_formula(text: str, names: Collection[str]) -> None:
    """Raises: BadFormula when it is no formula of these columns."""
    tree = _tree(text)
    for name in names_in(text):
        if name not in names:
            known = "、".join(sorted(names)[:12])
            raise BadFormula(f"没有名为「{name}」的列，可用的有：{known} 等")
    _must_be_formula(tree, frozenset())


def needs_comparison(text: str) -> bool:
    """Whether another period has to be counted for it."""
    return any(
        isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id in _OTHER_TIMES
        for n in ast.walk(_tree(text))
    )


def names_in(text: str) -> set[str]:
    """The columns a formula names. Raises: BadFormula."""
    called = {id(n.func) for n in ast.walk(_tree(text)) if isinstance(n, ast.Call)}
    return {n.id for n in ast.walk(_tree(text)) if isinstance(n, ast.Name) and id(n) not in called}


def compute(text: str, frame: Frame) -> Values:
    """The formula's value in every row of the frame. Raises: BadFormula."""
    tree = _tree(text)
    _must_be_formula(tree, frozenset())
    return _values(tree, frame, "now")


@lru_cache(maxsize=1024)
def _tree(text: str) -> ast.expr:
    if len(text) > MAX_LENGTH:
        raise BadFormula(f"公式最多{MAX_LENGTH}个字符")
    written = _PERCENT.sub(r"(\1/100)", text.translate(_WRITTEN).strip())
    try:
        tree = ast.parse(written, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise BadFormula("公式写法不对，例如：accepted ÷ received") from error
    if sum(1 for _ in ast.walk(tree)) > MAX_NODES:
        raise BadFormula("公式过长，请拆成几列")
    return tree


def _must_be_formula(node: ast.expr, around: frozenset[str]) -> None:
    match node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            _must_be_formula(left, around)
            _must_be_formula(right, around)
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
            _must_be_formula(operand, around)
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            if not abs(number) <= MAX_NUMBER:
                raise BadFormula("公式里的数太大")
        case ast.Name():
            return
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
            _must_call(name, args, around)
        case _:
            raise BadFormula(f"公式里只能写列名、数字、加减乘除和这些函数：{'、'.join(FUNCTIONS)}")


def _must_call(name: str, args: list[ast.expr], around: frozenset[str]) -> None:
    if len(args) != FUNCTIONS[name][0]:
        raise BadFormula(f"{name} 要写 {FUNCTIONS[name][0]} 个参数")
    if name in _OTHER_TIMES and around & set(_OTHER_TIMES):
        raise BadFormula("环比、同比里面不能再写环比、同比")
    if name == "round" and not (
        isinstance(args[1], ast.Constant) and type(args[1].value) is int and 0 <= args[1].value <= 6
    ):
        raise BadFormula("round 的第二个参数是 0 到 6 的整数")
    for arg in args:
        _must_be_formula(arg, around | {name})


def _values(node: ast.expr, frame: Frame, time: str) -> Values:
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            work = _OPERATORS[type(op)]
            pairs = zip(_values(left, frame, time), _values(right, frame, time), strict=True)
            return [_apply(work, one, other) for one, other in pairs]
        case ast.UnaryOp(op=op, operand=operand):
            sign = -1.0 if isinstance(op, ast.USub) else 1.0
            return [None if v is None else sign * v for v in _values(operand, frame, time)]
        case ast.Constant(value=int() | float() as number):
            return [float(number)] * frame.length
        case ast.Name(id=name):
            return [_sound(value) for value in frame.column(time, name)]
        case ast.Call(func=ast.Name(id=name), args=args):
            return _call(name, args, frame, time)
    return [None] * frame.length


def _call(name: str, args: list[ast.expr], frame: Frame, time: str) -> Values:
    values = _values(args[0], frame, time)
    if name in _OTHER_TIMES:
        then = _values(args[0], frame, _OTHER_TIMES[name])
        if name in ("prev", "last_year"):
            return then
        return [_grown(now, before) for now, before in zip(values, then, strict=True)]
    if name in ("min", "max"):
        choose = min if name == "min" else max
        others = _values(args[1], frame, time)
        return [_apply(choose, one, other) for one, other in zip(values, others, strict=True)]
    if name == "round":
        digits = args[1].value if isinstance(args[1], ast.Constant) else 0
        assert isinstance(digits, int)
        return [None if v is None else _rounded(v, digits) for v in values]
    if name == "abs":
        return [None if v is None else abs(v) for v in values]
    return _over_all(name, values)


def _over_all(name: str, values: Values) -> Values:
    """Functions of the whole column."""
    known = [value for value in values if value is not None]
    total = _sound(math.fsum(known)) if known else None
    if name == "sum":
        return [total] * len(values)
    if name == "avg":
        mean = None if total is None else total / len(known)
        return [mean] * len(values)
    if name == "share":
        return [_apply(operator.truediv, value, total) for value in values]
    places = {value: 1 + sum(v > value for v in known) for value in set(known)}
    return [None if value is None else float(places[value]) for value in values]


def _grown(now: Value, before: Value) -> Value:
    if now is None or before is None or before == 0:
        return None
    return _sound((now - before) / abs(before))


def _rounded(value: float, digits: int) -> float:
    """Half away from zero, as people round."""
    scaled = abs(value) * 10**digits
    if scaled >= 2**52:
        return value
    return math.copysign(math.floor(scaled + 0.5 + 1e-9) / 10**digits, value)


def _apply(work: Callable[[float, float], float], one: Value, other: Value) -> Value:
    if one is None or other is None:
        return None
    try:
        return _sound(work(one, other))
    except (ZeroDivisionError, OverflowError):
        return None


def _sound(value: object) -> Value:
    """A finite number, or nothing."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None
