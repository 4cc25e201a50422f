"""The tables, one aggregate a file. Relationships are not declared: repositories join."""

from foundation.models import task_copies  # noqa: F401  (listens)
from foundation.models.base import Base, new_id
from foundation.models.case import Case, CaseEvent, CaseFile
from foundation.models.case_index import CaseIndex
from foundation.models.case_note import CaseNote, CaseNoteVersion, NoteMention
from foundation.models.conversation import Conversation, Message
from foundation.models.correction import Correction
from foundation.models.guidance import GuidanceRun
from foundation.models.handoff import CannedReply, Handoff, HandoffEvent, HandoffNote
from foundation.models.kept_reading import KeptReading
from foundation.models.knowledge import (
    ImportBatch,
    KnowledgeEntry,
    KnowledgeEvent,
    KnowledgeGeneration,
    KnowledgeRevision,
    LinkCheck,
    Region,
)
from foundation.models.letter import Letter, LetterNumber
from foundation.models.licence import LicenceGrant
from foundation.models.manual_review import ManualReview, ReturnCause
from foundation.models.prereview import PreReview, ShadowRun
from foundation.models.process import (
    ProcessDelegation,
    ProcessEvent,
    ProcessInstance,
    ProcessSpec,
    ProcessStep,
    ProcessTemplate,
    ProcessTimer,
    ProcessVersion,
)
from foundation.models.record import AccessRecord, IdempotencyRecord, OutboxEntry
from foundation.models.search import SavedQuery, SearchRecord, SearchStrategyVersion
from foundation.models.staff import Staff, StaffSession, Task
from foundation.models.user import User, UserAddress, UserSession
from foundation.models.vault import FileUpload, FileUse, VaultConsent, VaultFile
from foundation.models.wechat import ChatWindow, PushSignature
from foundation.models.work_order import WorkOrder, WorkOrderEvent
from foundation.models.worklist import CaseWatch, Export, ItemPin, ParkMember, SavedView

__all__ = [
    "AccessRecord",
    "Base",
    "CannedReply",
    "Case",
    "CaseEvent",
    "CaseFile",
    "CaseIndex",
    "CaseNote",
    "CaseNoteVersion",
    "CaseWatch",
    "ChatWindow",
    "Conversation",
    "Correction",
    "Export",
    "FileUpload",
    "FileUse",
    "GuidanceRun",
    "Handoff",
    "HandoffEvent",
    "HandoffNote",
    "IdempotencyRecord",
    "ImportBatch",
    "ItemPin",
    "KeptReading",
    "KnowledgeEntry",
    "KnowledgeEvent",
    "KnowledgeGeneration",
    "KnowledgeRevision",
    "Letter",
    "LetterNumber",
    "LicenceGrant",
    "LinkCheck",
    "ManualReview",
    "Message",
    "NoteMention",
    "OutboxEntry",
    "ParkMember",
    "PreReview",
    "ProcessDelegation",
    "ProcessEvent",
    "ProcessInstance",
    "ProcessSpec",
    "ProcessStep",
    "ProcessTemplate",
    "ProcessTimer",
    "ProcessVersion",
    "PushSignature",
    "Region",
    "ReturnCause",
    "SavedQuery",
    "SavedView",
    "SearchRecord",
    "SearchStrategyVersion",
    "ShadowRun",
    "Staff",
    "StaffSession",
    "Task",
    "User",
    "UserAddress",
    "UserSession",
    "VaultConsent",
    "VaultFile",
    "WorkOrder",
    "WorkOrderEvent",
    "new_id",
]
