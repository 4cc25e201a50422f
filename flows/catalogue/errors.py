"""What can go wrong with the catalogue."""

from foundation.errors import NotFound


class ItemUnknown(NotFound):
    code = "item_unknown"
    default_detail = "没有这个事项，可能已更名或取消。请回到办事大厅重新查找。"
