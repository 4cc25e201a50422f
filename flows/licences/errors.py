"""What can go wrong when a licence is lent."""

from foundation.errors import Conflict, InvalidInput, NotFound, Unavailable


class LicencesOff(Unavailable):
    code = "licences_off"
    default_detail = "电子证照暂未开通，请直接上传材料。"


class NotReplaceable(InvalidInput):
    code = "licence_not_replaceable"
    title = "这份材料不能用电子证照"


class LicenceUnknown(NotFound):
    code = "licence_unknown"
    default_detail = "没有找到这份证照的授权，可能已撤回，请重新授权或直接上传。"


class LicenceInUse(Conflict):
    code = "licence_in_use"
    title = "已经授权"
    default_detail = "这份材料已在使用电子证照；要换一份，请先撤回现在的授权。"
