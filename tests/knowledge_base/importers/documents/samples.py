"""Files as people hand them over, made by the tests; all texts are invented."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pylopdf_fonts_zh_cn
from docx.document import Document as WordDocument
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = str(next(Path(pylopdf_fonts_zh_cn.__file__).parent.glob("NotoSans*")))

RULE_TITLE = "广州市天河区便民服务站管理办法"
RULE_NUMBER = "穗天府规〔2023〕5号"
RULE_LINES = [
    "第一章 总则",
    "第一条 为了规范便民服务站的管理，方便群众就近办事，根据有关规定，结合本区实际，制定本办法。",
    "第二条 本区行政区域内便民服务站的设立、运行和监督，适用本办法。",
    "第三条 便民服务站的管理遵循便民、公开、高效的原则，具体包括：",
    "（一）就近设置，方便到达；",
    "（二）公开事项，一次告知；",
    "（三）限时办结，接受监督。",
    "第二章 设立与运行",
    "第四条 街道办事处应当在社区设立便民服务站，公布地址、电话和服务时间，并在门口明显位置张贴。",
    "第五条 便民服务站代收申请材料的，应当当场核对，材料齐全的出具收件凭证。依照本办法第四条公布的服务时间内，不得拒收。",
    "第三章 附则",
    "第六条 本办法自2023年6月1日起施行，有效期5年。《广州市天河区便民服务点管理规定》（穗天府办〔2017〕12号）同时废止。",
]
RULE_HEAD = ["广州市天河区人民政府关于印发", f"{RULE_TITLE}的通知", RULE_NUMBER]
RULE_LETTER = [
    "各街道办事处，区政府各部门、各直属机构：",
    f"现将《{RULE_TITLE}》印发给你们，请认真组织实施。",
    "广州市天河区人民政府",
    "2023年5月8日",
]
FULL_TITLE = f"广州市天河区人民政府关于印发{RULE_TITLE}的通知"

FAQ_PAIRS = [
    ("居住证怎么办理？", "带身份证和住所证明，到居住地的来穗人员服务中心申请。"),
    ("居住证多久能拿到？", "受理后15日内制发，可以选择邮寄。"),
    ("没有租赁合同能办吗？", "可以由房东出具住所证明，格式到窗口领取。"),
]

ADS = "限时优惠！扫码关注公众号领取红包"
NOISE = (
    "网站地图",
    "分享到",
    "打印本页",
    "关闭窗口",
    "上一篇",
    "下一篇",
    "您现在的位置",
    "ICP备",
    "版权所有",
    ADS,
    "天河区召开工作会议",
    "浏览次数",
)


def page(body: str, title: str = FULL_TITLE, charset: str = "utf-8") -> str:
    """A portal's page around a body: menus, bread crumbs, sharing, related links, footer, ads."""
    menu = "".join(
        f'<li><a href="/{n}">{n}</a></li>' for n in ("首页", "政务公开", "办事服务", "互动交流")
    )
    related = "".join(
        f'<li><a href="/r{i}">天河区召开工作会议（{i}）部署年度任务</a></li>' for i in range(6)
    )
    return f"""<!DOCTYPE html>
<html><head><meta charset="{charset}"><title>{title} - 广州市天河区人民政府门户网站</title>
<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2023-05-10 09:30">
<meta name="ContentSource" content="区政府办公室">
<script>var ad = "广告脚本，不是正文。";</script><style>.x{{color:red}}</style></head>
<body>
<div class="top"><div class="topbar"><a href="/login">登录</a> | <a href="/reg">注册</a></div>
<ul class="main-menu">{menu}</ul></div>
<div class="crumbs">您现在的位置：<a href="/">首页</a> &gt; <a href="/zw">政务公开</a> &gt; 规范性文件</div>
<div class="container"><div class="left-col">
<h1>{title}</h1>
<div class="meta">来源：区政府办公室　发布时间：2023-05-10 09:30　浏览次数：128　字体：[大 中 小]</div>
<div class="share-box">分享到：<a>微信</a> <a>微博</a></div>
<div id="zoom">{body}</div>
<p>【打印本页】 【关闭窗口】</p>
<p>上一篇：<a href="/a">关于开展文明城市创建的通知</a></p>
<p>下一篇：<a href="/b">关于公布清单的公告</a></p>
<div class="xg"><h3>相关链接</h3><ul>{related}</ul></div>
</div><div class="sidebar"><p class="advert">{ADS}</p><ul>{related}</ul></div></div>
<div class="footer"><p>网站地图 | 联系我们</p><p>主办：广州市天河区人民政府</p>
<p>版权所有 粤ICP备00000000号-1 粤公网安备 44010600000000号 网站标识码4401060000</p></div>
</body></html>"""


def paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>　　{line}</p>\n" for line in lines)


def rule_page() -> str:
    table = (
        "<table><tr><td>索引号：</td><td>007519140/2023-00012</td><td>分类：</td><td>规范性文件</td></tr>"
        "<tr><td>发布机构：</td><td>广州市天河区人民政府</td><td>成文日期：</td><td>2023-05-08</td></tr>"
        "<tr><td>文号：</td><td>穗天府规[2023]5号</td><td>发布日期：</td><td>2023-05-10</td></tr></table>"
    )
    return page(table + paragraphs([*RULE_LETTER, RULE_TITLE, *RULE_LINES]))


def word() -> WordDocument:
    document = docx.Document()
    document.core_properties.title = ""
    return document


def saved(document: WordDocument) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def text_pdf(lines: list[str], per_page: int = 30, size: int = 12) -> bytes:
    """A PDF with a text layer: lines broken by width, running head, page numbers."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    rows = [row for line in lines for row in _rows(line)]
    for start in range(0, len(rows), per_page):
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(72, A4[1] - 36, "天河区人民政府公报")
        canvas.drawCentredString(A4[0] / 2, 36, f"— {start // per_page + 1} —")
        canvas.setFont("STSong-Light", size)
        for index, (indent, row) in enumerate(rows[start : start + per_page]):
            canvas.drawString(72 + indent * size, A4[1] - 90 - index * size * 1.8, row)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _rows(line: str, width: int = 36) -> list[tuple[int, str]]:
    first, rest = line[: width - 2], line[width - 2 :]
    return [(2, first), *((0, rest[i : i + width]) for i in range(0, len(rest), width))]


def picture(
    lines: list[str], size: int = 30, red_head: str = "", seal: bool = False
) -> Image.Image:
    """A page at about 100 dpi, black on white."""
    image = Image.new("RGB", (900, 1200), "white")
    draw = ImageDraw.Draw(image)
    if red_head:
        draw.text((160, 50), red_head, font=ImageFont.truetype(FONT, 46), fill=(215, 25, 25))
    for index, line in enumerate(lines):
        draw.text(
            (70, 160 + index * int(size * 1.8)),
            line,
            font=ImageFont.truetype(FONT, size),
            fill="black",
        )
    if seal:
        draw.ellipse((520, 150, 800, 430), outline=(215, 25, 25), width=9)
    return image


def png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def scanned_pdf(images: list[Image.Image]) -> bytes:
    buffer = io.BytesIO()
    images[0].save(buffer, "PDF", save_all=True, append_images=images[1:], resolution=100)
    return buffer.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()
