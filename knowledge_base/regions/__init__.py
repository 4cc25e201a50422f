"""Streets and communities (街道、社区), and which of them a free text speaks of."""

from knowledge_base.regions.model import DISTRICTS, HOME, Region, ResolvedPlace
from knowledge_base.regions.resolver import RegionIndex

__all__ = ["DISTRICTS", "HOME", "Region", "RegionIndex", "ResolvedPlace"]
