"""What is said of a brief item: only what its source catalogue tells, and where to ask for more."""

from __future__ import annotations

from collections.abc import Callable

from flows.catalogue.standing import UNVERIFIED, region_note
from flows.conversations.replies import command
from flows.conversations.views import Button, Reply, SourceView
from flows.guidance.presenter import term_text
from knowledge_base.schemas import BriefItem

MOST_MATERIALS = 12
NOT_TOLD = "来源目录没有写明"


def about_brief(act: str, brief: BriefItem) -> Reply:
    """The reply to one act about one brief item."""
    words = _ABOUT.get(act, _how_to)(brief)
    note = region_note(brief.region)
    as_of = f"{brief.as_of:%Y年%-m月}"
    words += f"\n（据{as_of}的{brief.source.title}，{UNVERIFIED}{f'；{note}' if note else ''}）"
    kind = "item" if act not in _ABOUT else "text"
    return Reply(
        kind=kind,
        text=words,
        buttons=[
            Button(title="查看办事指南", payload=command("item_show", item_code=brief.code)),
            Button(title="咨询人工", payload=command("human")),
        ],
        sources=[
            SourceView(
                title=brief.source.title,
                document_number=brief.source.document_number,
                url=brief.source.url,
                as_of=brief.as_of.isoformat(),
            )
        ],
        data=_data(brief, note),
    )


def _data(brief: BriefItem, note: str | None) -> dict[str, object]:
    """The item card's facts; null where the source does not tell."""
    place = {"name": brief.department, "address": brief.place, "hours": brief.hours or NOT_TOLD}
    return {
        "code": brief.code,
        "name": brief.name,
        "department": brief.department,
        "summary": f"{brief.use_level}事项，由{brief.department}办理。",
        "promised": _term(brief, "promised"),
        "statutory": _term(brief, "statutory"),
        "fee": None,
        "visits": brief.visits,
        "places": [{**place, "phone": brief.link_way, "verified": False}] if brief.place else [],
        "verified": False,
        "is_guided": False,
        "note": note or UNVERIFIED,
    }


def _term(brief: BriefItem, which: str) -> dict[str, object] | None:
    term = brief.promised if which == "promised" else brief.statutory
    if term is None:
        return None
    return {"days": term.days, "unit": term.unit, "text": term_text(term), "verified": False}


def _how_to(brief: BriefItem) -> str:
    lines = [
        f"您要办的可能是「{brief.name}」，这是{brief.use_level}事项，由{brief.department}办理。"
    ]
    if brief.promised:
        lines.append(f"承诺{term_text(brief.promised)}办结。")
    if brief.is_online and brief.online_url:
        lines.append(f"可以网上办：{brief.online_url}")
    lines.append(_place(brief) if brief.place else _phone(brief))
    return "\n".join(lines)


def _materials(brief: BriefItem) -> str:
    if not brief.materials:
        return f"「{brief.name}」要交什么材料，{NOT_TOLD}。{_phone(brief)}"
    listed = "、".join(brief.materials[:MOST_MATERIALS])
    more = len(brief.materials) - MOST_MATERIALS
    rest = f"等{len(brief.materials)}份，全部见办事指南" if more > 0 else ""
    return f"办理「{brief.name}」，来源目录列出的材料有：{listed}{rest}。"


def _place(brief: BriefItem) -> str:
    if not brief.place:
        where = f"可以网上办：{brief.online_url}" if brief.online_url else _phone(brief)
        return f"「{brief.name}」的办理地点{NOT_TOLD}。{where}"
    hours = f"，办公时间{brief.hours}" if brief.hours else ""
    return f"「{brief.name}」在这里办：{brief.place}{hours}。{_phone(brief)}"


def _duration(brief: BriefItem) -> str:
    told = []
    if brief.promised:
        told.append(f"承诺{term_text(brief.promised)}")
    if brief.statutory:
        told.append(f"法定时限{term_text(brief.statutory)}")
    return f"「{brief.name}」{'；'.join(told) or f'要多久，{NOT_TOLD}'}。"


def _fee(brief: BriefItem) -> str:
    return f"「{brief.name}」是否收费，{NOT_TOLD}。{_phone(brief)}"


def _eligibility(brief: BriefItem) -> str:
    if not brief.accept_condition:
        return f"「{brief.name}」的受理条件，{NOT_TOLD}。{_phone(brief)}"
    cut = "……（来源目录的文字在此截断）" if "accept_condition" in brief.truncated else ""
    return f"办理「{brief.name}」的受理条件：\n{brief.accept_condition}{cut}"


def _online(brief: BriefItem) -> str:
    if brief.online_url:
        return f"「{brief.name}」可以网上办：{brief.online_url}"
    return f"「{brief.name}」能不能网上办，{NOT_TOLD}。{_phone(brief)}"


def _phone(brief: BriefItem) -> str:
    return f"咨询电话：{brief.link_way}。" if brief.link_way else "可以拨打12345咨询。"


_ABOUT: dict[str, Callable[[BriefItem], str]] = {
    "ask_materials": _materials,
    "ask_place": _place,
    "ask_duration": _duration,
    "ask_fee": _fee,
    "ask_eligibility": _eligibility,
    "ask_online": _online,
}
