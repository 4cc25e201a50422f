"""The shapes of content: what an officer writes in YAML, checked before it is served."""

from knowledge_base.schemas.brief import BriefItem
from knowledge_base.schemas.document import Article, KnowledgeDocument
from knowledge_base.schemas.faq import Faq
from knowledge_base.schemas.form import Form, FormField
from knowledge_base.schemas.guide import Fee, Guide, Place
from knowledge_base.schemas.item import Ask, Item, ItemDocument, Source
from knowledge_base.schemas.landmark import Landmark
from knowledge_base.schemas.materials import Material, Materials
from knowledge_base.schemas.place import ServicePlace
from knowledge_base.schemas.prereview import Rule, RuleSet
from knowledge_base.schemas.situations import (
    EligibilityRule,
    Example,
    Examples,
    Option,
    Question,
    Situations,
)

__all__ = [
    "Article",
    "Ask",
    "BriefItem",
    "EligibilityRule",
    "Example",
    "Examples",
    "Faq",
    "Fee",
    "Form",
    "FormField",
    "Guide",
    "Item",
    "ItemDocument",
    "KnowledgeDocument",
    "Landmark",
    "Material",
    "Materials",
    "Option",
    "Place",
    "Question",
    "Rule",
    "RuleSet",
    "ServicePlace",
    "Situations",
    "Source",
]
