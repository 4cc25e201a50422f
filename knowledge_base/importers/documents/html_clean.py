"""What of a saved web page is the document: the rest is removed by structure and density.

No site is known by name. Removed are elements that by their kind or common class names hold no
document, lists of links, and lines that every portal prints («打印本页»); kept is the smallest part
of the page that holds nearly all its sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from knowledge_base.importers.documents.text import tidy, without_controls

Element = Any
"""An lxml element; the library ships no types."""

MIN_HELD = 0.9
"""The part chosen holds at least this share of the page's sentences."""
MAX_REMOVED, MAX_SURELY_REMOVED = 0.4, 0.7
"""An element with more of the page's words is not removed for its name; names that never stand
for a document are believed longer."""
MAX_LINKED = 0.6

BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "li"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "main", "nav", "ol", "p", "pre", "section"),
        *("summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    }
)
_SILENT = ("script", "style", "noscript", "template", "link", "meta")
_NEVER = {
    *("iframe", "object", "embed", "button", "input", "select", "option", "textarea", "svg"),
    *("canvas", "audio", "video", "map", "nav", "footer", "aside", "dialog", "applet", "marquee"),
}
_NAMED = ("div", "ul", "ol", "section", "p", "span", "table", "td", "header", "dl", "a", "li")
_ROLES = {"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alert"}
_SURE_NAMES = re.compile(
    r"(?:^|[-_\s])(?:\w*(?:nav|menu|footer|breadcrumbs?|sidebar|copyright|bdshare\w*)\d*"
    r"|nav\w*|crumbs?|foot|share\w*|fenxiang\w*|advert\w*|guanggao\w*|sponsor\w*|promo\w*"
    r"|ads?(?:box|bar|area|sense|slot|wrap|banner|img|pic|list|right|left|top)?\d*)(?=$|[-_\s])",
    re.I,
)
_NAMES = re.compile(
    r"(?:^|[-_\s])(?:bread\w*|foot\w*|print\w*|related?\w*|relevant\w*|recommend\w*|side\w*"
    r"|banner\w*|adv\w*|ggw?|comments?|login\w*|search\w*|qr\w*|ewm\w*|pag(?:er|ination|ebar)\w*"
    r"|toolbar\w*|tools|float\w*|popup\w*|hot\w*|rank\w*|topbar\w*|top-?bar|header\w*|friend\w*"
    r"|siteinfo\w*|fontsize\w*|dqwz|location\w*|position\w*|weizhi\w*|dayin\w*|xgwz|xglj|links?"
    r"|link-?list|cookie\w*|subscribe\w*|weixin\w*|wechat\w*)(?=$|[-_\s])",
    re.I,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_SENTENCE = re.compile(r"[，。；：！？]")
_TIRED = re.compile(
    r"(?:分享(?:到|至|本页|本文)?|打印(?:本页|本文|此页)?|关闭(?:本页|窗口|此页)?|返回(?:顶部|首页|列表|上一页|上一级)?|收藏(?:本页)?"
    r"|(?:上|下)一篇|(?:上|下)一条|字[体号](?:大小)?|视力保护色?|扫一扫.{0,30}|相关(?:链接|文章|稿件|新闻|信息|推荐|阅读|专题)"
    r"|热门(?:推荐|文章|搜索)|最新(?:文章|发布)|猜你喜欢|为您推荐|推荐阅读|网站地图|联系我们|关于我们|设为首页|加入收藏|无障碍(?:浏览|阅读)?"
    r"|长者(?:助手|模式|版)|版权所有.*|主办单位?.{0,40}|承办单位?.{0,40}|网站标识码.*|.{0,20}公网安备.*|.{0,6}ICP备.*|政府网站.{0,6}找错"
    r"|微信|微博|朋友圈|QQ空间|QQ好友|新浪微博|腾讯微博|人人网|复制链接|更多(?:>>|»)?|首页|登录|注册|搜索|简体|繁體|繁体|English"
    r"|大|中|小|[\[【(（]?\s*(?:大|中|小|打印|关闭|收藏|纠错)\s*[\]】)）]?|责任编辑.{0,30}|编辑[:：].{0,20}|(?:浏览|阅读|点击|访问)(?:次数|量|数)?[:：].{0,12}"
    r"|T|A[+-]|\||/|>|>>|»|·|-+)(?:[:：])?"
)
_NEIGHBOUR = re.compile(
    r"[【\[(（]?广告[】\])）]?(?:[:：].{0,80})?|[【\[(（]广告[】\])）].{0,80}|[【\[]?[上下]一[篇条][】\]]?\s?[:：].*"
)
_PLACE = re.compile(
    r"(?:您?现在的?|您的|你的|您|当前)?(?:所在)?位置\s?(?:是)?[:：].*|首页\s?[>»›/].*"
)
_PIECES = re.compile(r"[\s|｜]+")
_LIST_HEADS = re.compile(
    r"(?:相关|热门|推荐|最新|猜你喜欢|为您推荐|友情)(?:链接|文章|稿件|新闻|信息|推荐|阅读|专题|文件|解读|政策|搜索)?[:：]?"
)


def clean(root: Element) -> tuple[Element, int]:
    """The element that holds the document, and how many characters of the page were removed.

    Changes the tree.
    """
    for element in list(root.iter(*_SILENT)):
        remove(element)
    before = len(text_of(root))
    _remove_by_kind(root)
    _remove_by_name(root)
    main = _main(root)
    _remove_links(main)
    return main, before - len(text_of(main))


def is_tired(line: str) -> bool:
    """Whether a line is what portals print around every document."""
    if _PLACE.fullmatch(line) or _NEIGHBOUR.fullmatch(line):
        return True
    line = re.sub(r"[【】\[\]]", " ", line).strip()
    pieces = [piece for piece in _PIECES.split(line) if piece]
    return bool(pieces) and (
        _TIRED.fullmatch(line) is not None or all(_TIRED.fullmatch(piece) for piece in pieces)
    )


def text_of(element: Element) -> str:
    return tidy("".join(element.itertext()))


def is_element(node: Element) -> bool:
    """Comments and processing instructions have a function for a tag."""
    return isinstance(node.tag, str)


def remove(element: Element) -> None:
    """Out of the tree; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    previous = element.getprevious()
    if element.tail and previous is not None:
        previous.tail = without_controls((previous.tail or "") + element.tail)
    elif element.tail:
        parent.text = without_controls((parent.text or "") + element.tail)
    parent.remove(element)


def _remove_by_kind(root: Element) -> None:
    for element in list(root.iter()):
        if element.tag != "body" and (not is_element(element) or _is_no_text(element)):
            remove(element)


def _is_no_text(element: Element) -> bool:
    return (
        element.tag in _NEVER
        or element.get("role", "").lower() in _ROLES
        or element.get("hidden") is not None
        or _HIDDEN.search(element.get("style", "")) is not None
    )


def _remove_by_name(root: Element) -> None:
    whole = _weight(root)
    for element in list(root.iter(*_NAMED)):
        share = _believed(_CAMEL.sub("-", f"{element.get('class', '')} {element.get('id', '')}"))
        if not share or element.getroottree().getroot() is not root:
            continue
        if _weight(element) <= share * whole and not _has_title(element):
            remove(element)


def _believed(names: str) -> float:
    """Up to which share of the page an element of such names is removed."""
    if _SURE_NAMES.search(names):
        return MAX_SURELY_REMOVED
    return MAX_REMOVED if _NAMES.search(names) else 0.0


def _has_title(element: Element) -> bool:
    return element.tag == "h1" or element.find(".//h1") is not None


def _main(root: Element) -> Element:
    """The deepest element that still holds `MIN_HELD` of the page's sentences."""
    body = root.find(".//body")
    element = root if body is None else body
    whole = _weight(element)
    while whole:
        heavy = [child for child in element if is_element(child)]
        best = max(heavy, key=_weight, default=None)
        if best is None or best.tag in ("p", "tr", "li", "tbody", "dl", "ol", "ul", "table"):
            break
        if _weight(best) < MIN_HELD * whole:
            break
        element = best
    return element


def _weight(element: Element) -> float:
    """Characters that are no links: sentences count whole, other words (cells, labels) half."""
    total = 0.0
    for text, linked in _texts(element, False):
        if linked or len(text) < 4:
            continue
        is_sentence = len(text) >= 30 or (len(text) >= 10 and _SENTENCE.search(text))
        total += len(text) if is_sentence else len(text) / 2
    return total


def _texts(element: Element, linked: bool) -> Iterator[tuple[str, bool]]:
    stack: list[tuple[Element, bool]] = [(element, linked)]
    while stack:
        node, is_link = stack.pop()
        is_link = is_link or node.tag == "a"
        if node.text:
            yield tidy(node.text), is_link
        for child in node:
            if is_element(child):
                stack.append((child, is_link))
            if child.tail:
                yield tidy(child.tail), is_link


def _remove_links(main: Element) -> None:
    """Blocks that are mostly links and no sentences: menus, related articles, page numbers.

    What is called an annex stays; a heading such as «相关链接» goes with the list behind it.
    """
    for element in list(main.iter("div", "ul", "ol", "table", "p", "section", "dl")):
        if element is main or element.getparent() is None or not _is_linked(element):
            continue
        previous = element.getprevious()
        if previous is not None and _LIST_HEADS.fullmatch(text_of(previous)):
            remove(previous)
        remove(element)


def _is_linked(element: Element) -> bool:
    text = text_of(element)
    links = [text_of(link) for link in element.iter("a")]
    if not text or not links or text.startswith(("附件", "附：")):
        return False
    share = sum(map(len, links)) / len(text)
    if share < MAX_LINKED:
        return False
    plain = re.sub("|".join(re.escape(link) for link in links if link) or "(?!)", "", text)
    return not _SENTENCE.search(plain) or bool(_LIST_HEADS.match(text))
