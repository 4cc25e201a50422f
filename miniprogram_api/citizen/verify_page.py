"""The public page for checking letters: plain HTML, readable without script or colour."""

from __future__ import annotations

from pathlib import Path

from fastapi.responses import HTMLResponse

from adapters.pages import Markup, fill, page
from flows.letters.errors import TokenUnknown
from flows.letters.views import FileVerdict, VerifiedView
from foundation.clock import local

_PAGE = Path(__file__).with_name("verify.html")
_ROW = Path(__file__).with_name("verify_row.html")

_HOLDS = {
    "valid": ("good", "文书有效", "文书由下列机关签发，现行有效。请核对内容与您手上的一致。"),
    "replaced": ("bad", "文书已被替代", "文书已被更正后的文书替代，请以新文书为准。"),
    "revoked": ("bad", "文书已撤销", "文书已被签发机关撤销，不再有效。"),
    "preparing": ("wait", "文书正在盖章", "文书正在加盖电子印章，请稍后再查验。"),
}
_FILES = {
    "genuine": "文件是原件",
    "changed": "文件被改动过",
    "foreign": "不是本平台签发的文书",
    "unsealed": "文件没有电子印章",
    "unreadable": "文件打不开",
}


def upload_page() -> HTMLResponse:
    return _page("", "查验文书", "上传PDF文书，查验是不是本平台签发的原件、有没有被改动。")


def letter_page(letter: VerifiedView) -> HTMLResponse:
    tone, title, text = _HOLDS[letter.standing]
    return _page(tone, title, text, _facts(letter))


def verdict_page(found: FileVerdict) -> HTMLResponse:
    holds = found.letter is not None and found.letter.standing == "valid"
    title = _FILES[found.verdict]
    if found.letter and not holds:
        title = f"{title}，但{found.letter.standing_label}"
    facts = _facts(found.letter) if found.letter else Markup("")
    return _page("good" if holds else "bad", title, found.message, facts)


def unknown_page(unknown: TokenUnknown) -> HTMLResponse:
    return _page("bad", unknown.title, unknown.detail, status=unknown.status)


def _page(
    tone: str, title: str, text: str, facts: Markup | None = None, status: int = 200
) -> HTMLResponse:
    return page(_PAGE, status, tone=tone, title=title, text=text, facts=facts or Markup(""))


def _facts(letter: VerifiedView) -> Markup:
    sealed = local(letter.sealed_at).strftime("%Y年%m月%d日 %H:%M:%S") if letter.sealed_at else ""
    rows = {
        "文书名称": letter.title,
        "文号": letter.number,
        "签发机关": letter.department,
        "签发日期": f"{letter.issued_on:%Y年%m月%d日}",
        "持有人": letter.holder,
        "效力": letter.standing_label,
        "替代它的文书": letter.replaced_by or "",
        "更正的文书": letter.corrects or "",
        "电子印章": letter.sealed_by or "",
        "盖章时间": sealed,
    }
    filled = (fill(_ROW, name=name, value=value) for name, value in rows.items() if value)
    return Markup("<dl>" + "".join(filled) + "</dl>")
