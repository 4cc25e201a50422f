"""Documents (policies, rules, answers) from files: HTML, TXT, DOC, DOCX, PDF, pictures, ZIP."""

from knowledge_base.importers.documents.blocks import DocumentRefused, Note
from knowledge_base.importers.documents.imported import (
    Change,
    DocumentReport,
    ImportedDocument,
)
from knowledge_base.importers.documents.importing import (
    ImportOptions,
    Keep,
    import_documents,
    read_file,
)
from knowledge_base.importers.documents.intake import SourceFile

__all__ = [
    "Change",
    "DocumentRefused",
    "DocumentReport",
    "ImportOptions",
    "ImportedDocument",
    "Keep",
    "Note",
    "SourceFile",
    "import_documents",
    "read_file",
]
