"""What can go wrong with a case."""

from foundation.errors import Conflict, Forbidden, InvalidInput, NotFound


class CaseUnknown(NotFound):
    code = "case_unknown"
    default_detail = "没有找到这个办件，可能编号有误，或不属于当前账号。"


class FieldHidden(Forbidden):
    """A paper that tells of what a grant hides."""

    code = "field_hidden"


class CaseNotOpen(Conflict):
    code = "case_not_open"
    default_detail = "办件现在的状态不能做这一步，请刷新后查看最新进度。"


class NotEligible(Conflict):
    code = "not_eligible"
    title = "按您的情形不能申报"
    default_detail = "按您的回答，这个事项不适用于您的情形。"


class GuidanceUnfinished(Conflict):
    code = "guidance_unfinished"
    title = "导办还没有答完"
    default_detail = "还有问题没有回答，请先完成智能导办，再开始申报。"


class MaterialUnknown(NotFound):
    code = "material_unknown"
    default_detail = "您的情形不需要这份材料，请刷新材料清单。"


class TooManyFiles(InvalidInput):
    code = "too_many_files"
    title = "文件太多"


class SuspensionUnknown(NotFound):
    code = "suspension_unknown"
    default_detail = "没有找到这次中止计时，请刷新办件。"


class CasePaused(Conflict):
    code = "case_paused"
    title = "正在等申请人补正"
    default_detail = "办件已退回补正，等申请人提交补正后再办理。"
