"""The papers a citizen hands in: they say what the form of the journey says, unless damaged."""

from __future__ import annotations

import io
import random
import zipfile

from docx import Document
from PIL import Image, ImageDraw
from playwright.async_api import FilePayload

from tests.factories import papers
from tests.factories.papers.people import Person
from tests.factories.papers.sheet import Paper

SHOP, OWNER = "广州市天河区大文餐饮店", "陈大文"
CREDIT_CODE = "92440106MADEMXJC4J"
ADDRESS = "广州市天河区石牌西路1号首层之一"
SEED = 5


def business_licence(
    damage: str | None = None, *, owner: str = OWNER, code: str = CREDIT_CODE
) -> FilePayload:
    """The shop's licence as it is photographed; `damage` is one of `FAULTS`."""
    paper = papers.draw(
        "business_licence", SEED, code=code, legal_person=owner, name=SHOP, address=ADDRESS
    )
    return _photographed("营业执照.jpg", paper, damage)


def application_form(owner: str = OWNER) -> FilePayload:
    """The form, filled by hand, signed and scanned."""
    person = Person(random.Random(SEED))
    person.name = owner
    paper = papers.draw(
        "application_form", SEED, person=person, applicant=SHOP, code=CREDIT_CODE, address=ADDRESS
    )
    return _pdf("申请书.pdf", papers.pdf(paper))


def floor_plan(name: str = "布局图.jpg", damage: str | None = None) -> FilePayload:
    return _photographed(name, papers.draw("floor_plan", SEED), damage)


def operation_flow() -> FilePayload:
    """Written on a computer."""
    return _written(
        "操作流程.docx",
        "食品加工操作流程",
        "采购验收→储存→清洗切配→烹调→出餐，餐具用后清洗消毒。",
    )


def rules_list() -> FilePayload:
    return _written(
        "制度目录.docx",
        "食品安全管理制度目录",
        "一、食品安全自查制度；二、从业人员健康管理制度；三、进货查验记录制度；四、食品安全事故处置方案。",
    )


def notice() -> FilePayload:
    """A paper that no item asks for."""
    return _photographed("随手拍.jpg", papers.draw("other", SEED))


def heavy_scan(name: str) -> FilePayload:
    """A plan on grainy paper: several megabytes, as a scanner at 300 dots an inch makes them."""
    plan = papers.draw("floor_plan", SEED).picture.resize((3508, 2480))
    grain = Image.effect_noise(plan.size, 60).convert("RGB")
    buffer = papers.jpeg(Image.blend(plan, grain, 0.2), 95)
    return {"name": name, "mimeType": "image/jpeg", "buffer": buffer}


def photo(name: str) -> FilePayload:
    """A photograph nobody can make anything of."""
    picture = Image.new("RGB", (1200, 900), "#d8cdb8")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((90, 70, 1110, 830), fill="#fffdf6", outline="#8c2f22", width=6)
    draw.text((150, 140), name, fill="#333333", font_size=48)
    return {"name": name, "mimeType": "image/jpeg", "buffer": papers.jpeg(picture, 80)}


def zip_named_pdf(name: str) -> FilePayload:
    """A zip archive under the name of a PDF, as a hurried person sends it."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("scan.txt", "not a document")
    return _pdf(name, content.getvalue())


def _photographed(name: str, paper: Paper, damage: str | None = None) -> FilePayload:
    shot = papers.damaged(paper, damage, SEED) if damage else paper
    return {"name": name, "mimeType": "image/jpeg", "buffer": papers.jpeg(shot.picture)}


def _pdf(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


def _written(name: str, title: str, *paragraphs: str) -> FilePayload:
    document = Document()
    document.add_heading(title)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    content = io.BytesIO()
    document.save(content)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return {"name": name, "mimeType": kind, "buffer": content.getvalue()}
