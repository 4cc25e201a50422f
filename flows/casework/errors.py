"""What can go wrong beside a case."""

from foundation.errors import Conflict, Forbidden, NotFound


class NoteUnknown(NotFound):
    code = "note_unknown"
    default_detail = "没有找到这条备注，可能已被删除。"


class NoteChanged(Conflict):
    code = "note_changed"
    default_detail = "这条备注刚被改过，请刷新后再改，您写的内容可以先复制下来。"


class NotYourNote(Forbidden):
    default_detail = "备注由写的人自己修改或删除；您可以另写一条。"


class ParkUnknown(NotFound):
    code = "park_unknown"
    default_detail = "没有找到这个园区。"


class ApplicantUnknown(NotFound):
    code = "applicant_unknown"
    default_detail = "没有找到这位申请人，或其办件不在您的办理范围。"
