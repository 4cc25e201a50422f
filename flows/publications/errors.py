"""What can go wrong with publications."""

from foundation.errors import Conflict, NotFound


class PublicationUnknown(NotFound):
    code = "publication_unknown"
    default_detail = "没有找到这条公示，可能已经撤下。"


class PublicationSettled(Conflict):
    code = "publication_settled"
    default_detail = "这条公示刚刚已被处理，请刷新后再看。"


class OwnDecision(Conflict):
    code = "own_decision"
    title = "需要另一位同事核对"
    default_detail = "公示要由作出决定以外的另一位同事核对后发布。"


class ObjectionUnknown(NotFound):
    code = "objection_unknown"
    default_detail = "没有找到这份异议，可能刚刚已被答复。"
