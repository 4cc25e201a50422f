"""Files as people hand them over, made by the tests; all texts are invented."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from string import Template

import docx
import pylopdf_fonts_zh_cn
from docx.document import Document as WordDocument
from PIL import Image, ImageChops, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

DATA = Path(__file__).parents[2] / "data" / "documents"
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
    "第五条 便民服务站代收申请材料的，应当当场核对，材料齐全的出具收件凭证。"
    "依照本办法第四条公布的服务时间内，不得拒收。",
    "第三章 附则",
    "第六条 本办法自2023年6月1日起施行，有效期5年。"
    "《广州市天河区便民服务点管理规定》（穗天府办〔2017〕12号）同时废止。",
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
    *("网站地图", "分享到", "打印本页", "关闭窗口", "上一篇", "下一篇", "您现在的位置", "ICP备"),
    *("版权所有", "天河区召开工作会议", ADS),
)


def page(body: str, title: str = FULL_TITLE, charset: str = "utf-8") -> str:
    """A portal's page around a body: menus, bread crumbs, sharing, related links, footer, ads."""
    names = ("首页", "政务公开", "办事服务", "互动交流")
    menu = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in names)
    related = "".join(
        f'<li><a href="/r{i}">天河区召开工作会议（{i}）部署年度任务</a></li>' for i in range(6)
    )
    parts = {"body": body, "title": title, "charset": charset, "menu": menu, "related": related}
    return template("portal.html", ads=ADS, **parts)


def template(name: str, **parts: str) -> str:
    """A page of the test data, `$name` filled in."""
    return Template((DATA / name).read_text("utf-8")).substitute(parts)


def paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>　　{line}</p>\n" for line in lines)


def rule_page() -> str:
    rows = (
        ("索引号：", "007519140/2023-00012", "分类：", "规范性文件"),
        ("发布机构：", "广州市天河区人民政府", "成文日期：", "2023-05-08"),
        ("文号：", "穗天府规[2023]5号", "发布日期：", "2023-05-10"),
    )
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    table = "".join(f"<tr>{row}</tr>" for row in cells)
    return page(f"<table>{table}</table>{paragraphs([*RULE_LETTER, RULE_TITLE, *RULE_LINES])}")


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
    font = ImageFont.truetype(FONT, size)
    for index, line in enumerate(lines):
        draw.text((70, 160 + index * int(size * 1.8)), line, font=font, fill="black")
    if not seal:
        return image
    ink = Image.new("RGB", image.size, "white")
    ImageDraw.Draw(ink).ellipse((250, 150, 530, 430), outline=(215, 25, 25), width=12)
    return ImageChops.multiply(image, ink)


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
