"""Small pages for a person who opened one of our addresses directly: a link, a scanned code."""

from __future__ import annotations

from html import escape

from starlette.responses import HTMLResponse

_PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>{title}</title>
<body style="font:18px/1.7 system-ui,'PingFang SC','Noto Sans CJK SC',sans-serif;margin:0;
min-height:100vh;display:grid;place-content:center;text-align:center;padding:24px;
box-sizing:border-box;background:#f4f7f8;color:#17323a">
<main style="max-width:26em"><h1 style="font-size:26px">{title}</h1>{words}
<p><a href="{href}" style="display:inline-block;padding:10px 28px;border-radius:24px;
background:#0b6b78;color:#fff;text-decoration:none">{button}</a></p></main></body></html>"""


def page(title: str, words: list[str], button: str, href: str, status: int = 200) -> HTMLResponse:
    """A page of a title, paragraphs and one way on; every value is escaped, no cache keeps it."""
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in words)
    body = _PAGE.format(
        title=escape(title), words=paragraphs, button=escape(button), href=escape(href)
    )
    return HTMLResponse(body, status, headers={"Cache-Control": "no-store"})
