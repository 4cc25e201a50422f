"""What can go wrong with the catalogue."""

from foundation.errors import NotFound


class ItemUnknown(NotFound):
    code = "item_unknown"
    default_detail = "没有这个事项，可能已更名或取消。请回到办事大厅重新查找。"


class DocumentUnknown(NotFound):
    code = "document_unknown"
    default_detail = "没有这份文件，可能已被撤下。可以换个说法再搜索，或拨打12345咨询。"
