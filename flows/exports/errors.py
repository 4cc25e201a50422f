"""What can go wrong with exports."""

from foundation.errors import Conflict, NotFound


class ExportUnknown(NotFound):
    code = "export_unknown"
    default_detail = "没有找到这份导出，可能已过期删除，或不是您的。"


class ExportNotReady(Conflict):
    code = "export_not_ready"
    title = "还不能下载"
    default_detail = "这份导出还没有完成，请等进度走完再下载。"


class TooManyExports(Conflict):
    code = "too_many_exports"
    default_detail = "您还有导出没有完成，请等它完成或取消后再来。"


class HeldElsewhere(Exception):
    """Another process writes this export; it is looked at again later."""
