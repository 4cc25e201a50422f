"""Intake (收件): bytes from outside become a safe file or a refusal that says what to do.

Every file is opened in a child process with limits on memory and time; pictures are drawn anew,
packages are unpacked against what they may weigh, and what would run by itself is refused.
"""

from foundation.intake.errors import REFUSALS, FileRefused
from foundation.intake.limits import DEFAULT_LIMITS, THUMBNAIL_SIDE, IntakeLimits
from foundation.intake.names import clean_name
from foundation.intake.service import EXTENSIONS, MEDIA_TYPES, Received, SafeFile, take_in

__all__ = [
    "DEFAULT_LIMITS",
    "EXTENSIONS",
    "MEDIA_TYPES",
    "REFUSALS",
    "THUMBNAIL_SIDE",
    "FileRefused",
    "IntakeLimits",
    "Received",
    "SafeFile",
    "clean_name",
    "take_in",
]
