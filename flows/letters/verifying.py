"""Anybody's check of a letter: by the code that stands on it, or by the file itself."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from adapters.eseal.port import CheckVerdict, SealPort
from flows.letters import repository
from flows.letters.errors import TokenUnknown
from flows.letters.presenter import show_verified
from flows.letters.views import FileVerdict, VerifiedView
from foundation import db, files
from foundation.models import Letter

ASK_OFFICE = "请扫描文书上的二维码核对，或向文书上写明的机关核实。"
MESSAGES: dict[CheckVerdict, str] = {
    "intact": f"这份文件的电子印章有效，但不是本平台签发的文书。{ASK_OFFICE}",
    "changed": f"这份文件盖过本平台的电子印章，但盖章之后内容被改动过，不可采信。{ASK_OFFICE}",
    "foreign": f"这份文件的印章不是本平台认可的电子印章，不可采信。{ASK_OFFICE}",
    "unsealed": f"这份文件没有电子印章，不是本平台签发的正式文书。{ASK_OFFICE}",
    "unreadable": "这个文件打不开，请上传下载得到的PDF原件（不要拍照、截图或另存）。",
}
GENUINE = {
    "valid": "这是本平台签发的文书原件，未经改动，现行有效。",
    "replaced": "这是本平台签发的文书原件，未经改动，但已被更正后的文书替代，请以新文书为准。",
    "revoked": "这是本平台签发的文书原件，未经改动，但已被撤销，不再有效。",
}


async def verify_token(token: str) -> VerifiedView:
    """What the code says. Raises: TokenUnknown."""
    async with db.reading() as session:
        letter = await repository.letter_by_token(session, token)
        if letter is None:
            raise TokenUnknown
        replaced_by = await repository.correction_of(session, letter.id)
        corrects = await _corrected(session, letter)
        return show_verified(letter, replaced_by, corrects)


async def verify_file(port: SealPort, content: bytes) -> FileVerdict:
    """Whether a file is a letter of ours to the last byte; if not, what its seal tells."""
    async with db.reading() as session:
        letter = await repository.letter_by_content(session, files.sha256_of(content))
    if letter is not None:
        shown = await verify_token(letter.token)
        return FileVerdict(verdict="genuine", message=GENUINE[shown.standing], letter=shown)
    if not content.startswith(b"%PDF-"):
        return FileVerdict(verdict="unreadable", message=MESSAGES["unreadable"])
    found = (await port.check(content)).verdict
    return FileVerdict(verdict="foreign" if found == "intact" else found, message=MESSAGES[found])


async def _corrected(session: AsyncSession, letter: Letter) -> Letter | None:
    if letter.corrects_id is None:
        return None
    return await repository.letter_by_id(session, letter.corrects_id)
