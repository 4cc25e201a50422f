"""Why a file is not taken in: a fact, and what the citizen does next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from foundation.errors import Problem


@dataclass(frozen=True, slots=True)
class _Refusal:
    """`what` follows the file's name; both texts may hold values in braces."""

    what: str
    advice: str
    status: int = 422
    code: str = "file_refused"
    title: str = "文件不能接收"


_AGAIN = "请先在手机或电脑上打开，确认能看清，再重新上传"
_RAW = "请直接上传里面的文件"
_PRINT = "请用「打印」另存为普通PDF后再上传"

REFUSALS = {
    "empty": _Refusal("是空文件", "请重新选择", 422, "invalid_input", "填写有误"),
    "too_large": _Refusal("超过{limit}MB", "请压缩后再上传", 413, "file_too_large", "文件过大"),
    "unsupported": _Refusal(
        "的内容是{what}，改文件后缀没有用",
        "可以上传PDF、OFD、Word（docx）、照片，或装着这些文件的ZIP",
        415,
        "unsupported_file",
        "文件格式不支持",
    ),
    "mixed": _Refusal(
        "里混有另一种格式的内容，可能不安全", "请用原来的软件重新另存一份，或打印后拍照上传"
    ),
    "damaged": _Refusal("不完整或已损坏，打不开", _AGAIN),
    "cut_off": _Refusal("不完整，像是没有传完或下载中断", _AGAIN),
    "pixels": _Refusal("图片尺寸过大（{size}）", "请用普通拍照模式重拍，或缩小后再上传"),
    "locked": _Refusal("设了打开密码，工作人员看不到内容", "请去掉密码后重新上传"),
    "no_pages": _Refusal("里没有页面", _AGAIN),
    "pages": _Refusal("共{count}页，超过{limit}页", "请只保留与这份材料有关的页面"),
    "active": _Refusal("里带有会自动运行的内容（{what}）", _PRINT),
    "macro": _Refusal("里带有宏或会自动运行的内容", "请另存为不带宏的docx，或另存为PDF后再上传"),
    "bomb": _Refusal("展开后过大，像是恶意文件", _RAW),
    "entries": _Refusal("里有{count}个文件，超过{limit}个", "请只留需要的文件，或分开上传"),
    "nested": _Refusal("里还有压缩包（{member}）", "请解压后" + _RAW.removeprefix("请")),
    "locked_zip": _Refusal("设了解压密码", "请解压后" + _RAW.removeprefix("请")),
    "no_members": _Refusal("里没有文件", _RAW),
    "costs": _Refusal(
        "打开时占用的资源超过上限，可能是恶意文件", "请用原来的软件重新另存一份，或打印后拍照上传"
    ),
    "infected": _Refusal(
        "查出病毒（{virus}）", "请不要再打开它，先用杀毒软件检查设备，再重新制作这份文件"
    ),
}


class FileRefused(Problem):
    """A file that is not taken in; `reason` is a key of `REFUSALS`."""

    def __init__(self, name: str, reason: str, **values: Any) -> None:
        refusal = REFUSALS[reason]
        self.reason = reason
        self.status, self.code, self.title = refusal.status, refusal.code, refusal.title
        what, advice = (t.format_map(values) for t in (refusal.what, refusal.advice))
        text = f"「{name}」{what}。{advice}。"
        super().__init__(text, reason=reason, errors=[{"field": "file", "message": text}])
