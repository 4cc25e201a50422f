"""What can go wrong with the vault and with uploads in parts."""

from foundation.errors import Conflict, InvalidInput, NotFound, TooLarge, TooMany


class VaultFileUnknown(NotFound):
    code = "vault_file_unknown"
    default_detail = "没有找到这份资料，可能已被您撤回。"


class ReuseNotAllowed(Conflict):
    code = "reuse_not_allowed"
    title = "还没有同意再次使用"
    default_detail = (
        "这份资料已在别的办件里用过。请先在「我的资料」打开它的「以后办事可再用」，再选用。"
    )


class FileInfected(Conflict):
    code = "file_infected"
    title = "文件已停用"
    default_detail = "这个文件查出病毒，已停用。请撤回它，用杀毒软件检查设备后重新制作并上传。"


class UploadUnknown(NotFound):
    code = "upload_unknown"
    default_detail = "没有找到这次上传，可能已过期或已取消，请重新上传。"


class OffsetWrong(Conflict):
    """`offset` is where the upload stands."""

    code = "offset_wrong"
    title = "续传位置不对"
    default_detail = "上传的位置不对，请从系统给出的位置继续。"


class UploadUnfinished(Conflict):
    code = "upload_unfinished"
    title = "还没有传完"
    default_detail = "文件还没有传完，请从断开的地方继续上传。"


class ChunkTooLarge(TooLarge):
    code = "chunk_too_large"
    title = "一次传得太多"


class UploadBroken(InvalidInput):
    code = "upload_broken"
    title = "文件传坏了"


class TooManyUploads(TooMany):
    code = "too_many_uploads"
    default_detail = "没有传完的文件太多，请先传完或取消几个，再传新的。"
