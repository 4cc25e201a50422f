"""What to do next, said with a list that found nothing or did not look for every word."""

from __future__ import annotations

from flows.lookup.reading import Wish
from flows.worklists.queries import CaseFilters

_FILTERS = {
    "status": "状态", "item": "事项", "department": "部门", "street": "街道", "park": "园区",
    "channel": "渠道", "verdict": "预审结论", "letter": "文书", "warning": "预警",
    "due_within": "到期时间", "submitted_from": "提交日期", "submitted_to": "提交日期",
}  # fmt: skip


def hint_for(asked: CaseFilters, wish: Wish | None, found: int) -> str | None:
    """A sentence or two; None where everything was looked for and something found."""
    said = [_unseen(wish) or _skipped(wish)] if wish else []
    if not found and not (wish and wish.too_short):
        said += [_nothing_by_words(wish), _nothing_by_filters(asked, wish)]
    return "".join(filter(None, said)) or None


def _unseen(wish: Wish) -> str:
    """Words may stand in a field that is hidden from who asks."""
    if not wish.unseen:
        return ""
    if not wish.needs_index:
        return (
            "您的授权看不到表单里的部分内容，没有按文字查找，下面只按其他条件筛选；"
            "请改用办件编号或事项名称。"
        )
    return "有些事项的表单里有您无权查看的内容，这些事项的办件没有按文字查找，请按办件编号查找。"


def _skipped(wish: Wish) -> str:
    """One character stands in too many names and texts to be looked for."""
    if not wish.skipped:
        return "没有可以查找的字，下面只按其他条件筛选。" if wish.too_short else ""
    named = "、".join(f"「{word}」" for word in wish.skipped[:3])
    rest = "下面只按其他条件筛选" if wish.too_short else "下面按其余的词查找"
    return f"{named}只有一个字，没有参与查找，{rest}；查姓名、地址等请至少输入两个字。"


def _nothing_by_words(wish: Wish | None) -> str:
    if wish is None:
        return ""
    if wish.number:
        return "没有这个编号的办件，或不在您的办理范围，请核对编号；也可以只输入后四位。"
    if wish.is_personal:
        return "没有这个号码的办件，请核对号码；也可以改用申请人姓名或办件编号查找。"
    return "没有找到同时含这些词的办件，请减少几个词，或改用申请人姓名、证件号后四位、办件编号。"


def _nothing_by_filters(asked: CaseFilters, wish: Wish | None) -> str:
    given = [label for name, label in _FILTERS.items() if getattr(asked, name) not in ("", None)]
    named = "、".join(dict.fromkeys(given))
    if not named:
        return ""
    return f"同时限定了{named}，" + ("也可以放宽这些条件。" if wish else "请放宽或清除后再看。")
