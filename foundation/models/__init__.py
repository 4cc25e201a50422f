"""The tables, one aggregate a file. Relationships are not declared: repositories join."""

from foundation.models import task_copies  # noqa: F401  (listens)
from foundation.models.access import StaffGrant, StaffRole
from foundation.models.appointment import Appointment, SlotDay, SlotPlan
from foundation.models.audit import (
    AccessRecord,
    AuditArchive,
    AuditHead,
    AuditLink,
    AuditPending,
    AuditRecord,
    ChangeRecord,
)
from foundation.models.base import Base, new_id
from foundation.models.calendar import CalendarDay
from foundation.models.case import Case, CaseEvent, CaseFile, CaseSuspension
from foundation.models.case_index import CaseIndex
from foundation.models.case_note import CaseNote, CaseNoteVersion, NoteMention
from foundation.models.conversation import Conversation, Message
from foundation.models.correction import Correction
from foundation.models.counter_handoff import (
    CounterHandoff,
    CounterHandoffEvent,
    FieldEdit,
    FieldLock,
    PhoneRequest,
)
from foundation.models.device import (
    Device,
    DeviceCommand,
    DeviceEvent,
    DevicePulse,
    Enrolment,
    TerminalVisit,
)
from foundation.models.guidance import GuidanceRun
from foundation.models.hall import Counter, Duty, Hall, PrintedCode, ScanCount
from foundation.models.handoff import CannedReply, Handoff, HandoffEvent, HandoffNote
from foundation.models.inspection import Inspection, InspectionEvent, InspectionStill
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
from foundation.models.letter import Letter, LetterCorrection, LetterNumber
from foundation.models.licence import LicenceGrant
from foundation.models.manual_review import ManualReview, ReturnCause
from foundation.models.organisation import Post, PostHolding, Unit, UnitEvent
from foundation.models.parcel import Parcel
from foundation.models.prereview import PreReview, ShadowRun
from foundation.models.process import (
    ProcessBinding,
    ProcessDelegation,
    ProcessEvent,
    ProcessInstance,
    ProcessSpec,
    ProcessStep,
    ProcessTemplate,
    ProcessTimer,
    ProcessVersion,
)
from foundation.models.publication import (
    IssuedLicence,
    Publication,
    PublicationEvent,
    PublicationObjection,
)
from foundation.models.queueing import (
    CallDesk,
    LineDay,
    QueueLine,
    QueueRule,
    Ticket,
    TicketReminder,
)
from foundation.models.rating import (
    CaseRating,
    CounterRating,
    Rectification,
    RectificationEvent,
)
from foundation.models.record import IdempotencyRecord, OutboxEntry
from foundation.models.report import ReportCopy, ReportRun, ReportVersion, StaffMailbox
from foundation.models.search import SavedQuery, SearchRecord, SearchStrategyVersion
from foundation.models.showing import Delivery, Showing, Signature
from foundation.models.staff import Staff, StaffNotice, StaffSession, Task
from foundation.models.statistics import CaseFact, CaseFactLicence, ReportMark
from foundation.models.user import User, UserAddress, UserSession
from foundation.models.vault import FileUpload, FileUse, VaultConsent, VaultFile
from foundation.models.wechat import ChatWindow, NoticeConsent, PushSignature
from foundation.models.work_order import WorkOrder, WorkOrderEvent
from foundation.models.worklist import CaseWatch, Export, ItemPin, ParkMember, SavedView

__all__ = [
    "AccessRecord",
    "Appointment",
    "AuditArchive",
    "AuditHead",
    "AuditLink",
    "AuditPending",
    "AuditRecord",
    "Base",
    "CalendarDay",
    "CallDesk",
    "CannedReply",
    "Case",
    "CaseEvent",
    "CaseFact",
    "CaseFactLicence",
    "CaseFile",
    "CaseIndex",
    "CaseNote",
    "CaseNoteVersion",
    "CaseRating",
    "CaseSuspension",
    "CaseWatch",
    "ChangeRecord",
    "ChatWindow",
    "Conversation",
    "Correction",
    "Counter",
    "CounterHandoff",
    "CounterHandoffEvent",
    "CounterRating",
    "Delivery",
    "Device",
    "DeviceCommand",
    "DeviceEvent",
    "DevicePulse",
    "Duty",
    "Enrolment",
    "Export",
    "FieldEdit",
    "FieldLock",
    "FileUpload",
    "FileUse",
    "GuidanceRun",
    "Hall",
    "Handoff",
    "HandoffEvent",
    "HandoffNote",
    "IdempotencyRecord",
    "ImportBatch",
    "Inspection",
    "InspectionEvent",
    "InspectionStill",
    "IssuedLicence",
    "ItemPin",
    "KeptReading",
    "KnowledgeEntry",
    "KnowledgeEvent",
    "KnowledgeGeneration",
    "KnowledgeRevision",
    "Letter",
    "LetterCorrection",
    "LetterNumber",
    "LicenceGrant",
    "LineDay",
    "LinkCheck",
    "ManualReview",
    "Message",
    "NoteMention",
    "NoticeConsent",
    "OutboxEntry",
    "Parcel",
    "ParkMember",
    "PhoneRequest",
    "Post",
    "PostHolding",
    "PreReview",
    "PrintedCode",
    "ProcessBinding",
    "ProcessDelegation",
    "ProcessEvent",
    "ProcessInstance",
    "ProcessSpec",
    "ProcessStep",
    "ProcessTemplate",
    "ProcessTimer",
    "ProcessVersion",
    "Publication",
    "PublicationEvent",
    "PublicationObjection",
    "PushSignature",
    "QueueLine",
    "QueueRule",
    "Rectification",
    "RectificationEvent",
    "Region",
    "ReportCopy",
    "ReportMark",
    "ReportRun",
    "ReportVersion",
    "ReturnCause",
    "SavedQuery",
    "SavedView",
    "ScanCount",
    "SearchRecord",
    "SearchStrategyVersion",
    "ShadowRun",
    "Showing",
    "Signature",
    "SlotDay",
    "SlotPlan",
    "Staff",
    "StaffGrant",
    "StaffMailbox",
    "StaffNotice",
    "StaffRole",
    "StaffSession",
    "Task",
    "TerminalVisit",
    "Ticket",
    "TicketReminder",
    "Unit",
    "UnitEvent",
    "User",
    "UserAddress",
    "UserSession",
    "VaultConsent",
    "VaultFile",
    "WorkOrder",
    "WorkOrderEvent",
    "new_id",
]
