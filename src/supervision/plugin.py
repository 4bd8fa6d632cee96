"""All a plugin author needs (插件作者接口): the marker, contributions, and what they are made of.

Plugins import from here and from nowhere else in the library; what else there is may change in
any release. Importing it is cheap: attrs, pluggy and our own declarations, nothing else.

Example:
    >>> from supervision.plugin import Digest, hookimpl
    >>> @hookimpl
    ... def supervision_offers():
    ...     import hashlib
    ...     yield Digest(
    ...         name="sha512",
    ...         zh="SHA-512",
    ...         en="SHA-512",
    ...         open=lambda: lambda data: hashlib.sha512(data).hexdigest(),
    ...     )
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pluggy

from supervision.domain.calendars import CalendarYear, WorkCalendar
from supervision.domain.cases import Card, Case, CaseTrace, Event, Party, Precision, event_order
from supervision.domain.finding_values import Certainty, Nature, Severity
from supervision.domain.ir import (
    Feature,
    Judgement,
    Lapse,
    Pair,
    Periods,
    Pick,
    Plan,
    Precedence,
    Program,
    Reading,
    Referral,
    Span,
    Take,
)
from supervision.domain.ir import Predicate as CasePredicate
from supervision.domain.limits import Due, Limit, LimitUnit, due
from supervision.domain.periods import Period
from supervision.domain.records import ColumnType, Record, RecordKind, Scalar
from supervision.domain.rules import (
    AnchorPart,
    Answers,
    Deadline,
    Extension,
    FieldTest,
    Over,
    Pause,
    Required,
    Rule,
    RuleHead,
    RuleRef,
    Selector,
    Sentence,
    Stage,
    When,
    Which,
    Wording,
    ref_of,
)
from supervision.domain.schemes import Scheme
from supervision.domain.score_entries import Account, RecordRef
from supervision.domain.sightings import (
    EventRole,
    Facts,
    RuleFault,
    SeenEvent,
    Sighting,
    seen_event,
)
from supervision.domain.values import (
    EARLIEST,
    LATEST,
    OFFICE_ZONE,
    DepartmentId,
    Instant,
    OfficerId,
    UnitId,
    day_of,
    format_points,
    instant,
    instant_text,
    moment,
    start_of,
)
from supervision.errors import (
    AccessDenied,
    CaseSourceError,
    CodecError,
    ConfigError,
    JournalError,
    NotFound,
    Problem,
    Refused,
    StaleVersion,
    StorageError,
    StorageUnavailable,
    SupervisionError,
    UsageError,
)
from supervision.journal.entry import ChainId, Digester, Entry, Header
from supervision.monitoring.compiling import compile_rules
from supervision.monitoring.judging import judge_traces
from supervision.monitoring.subjects import anchor_of
from supervision.ports.access import (
    AccessPolicy,
    Actor,
    Claim,
    Identifier,
    IdentitySource,
    Permission,
    Policy,
)
from supervision.ports.assessment import (
    AssessmentExporter,
    AssessmentScheme,
    Exporter,
    SchemeItem,
    SchemeText,
    ScoreSheet,
    SheetLine,
    SheetTotal,
)
from supervision.ports.backends import Rebuild, StorageBackend, UpgradeReport
from supervision.ports.calendars import CalendarSource
from supervision.ports.cases import (
    CaseConnector,
    CaseFilter,
    CaseSource,
    CaseStore,
    Delivered,
    IngestReport,
    Rejected,
)
from supervision.ports.checks import (
    DATE_LENGTH,
    ID_LENGTH,
    PATH_LENGTH,
    TEXT_LENGTH,
    Catalog,
    continued_heads,
)
from supervision.ports.contributions import Command, Contribution, Digest
from supervision.ports.held import HeldContent, HeldTransaction
from supervision.ports.joining import JoiningStore
from supervision.ports.monitoring import (
    Engine,
    PackItem,
    RulePack,
    RuleText,
    SweepContext,
    SweepEngine,
)
from supervision.ports.notify import Channel, Message, NotificationChannel
from supervision.ports.query import (
    After,
    And,
    Before,
    Cursor,
    Eq,
    Everything,
    Has,
    In,
    Key,
    Month,
    Not,
    Nothing,
    Or,
    Order,
    Predicate,
    Prefix,
    Query,
    Tally,
    Under,
    fields_of,
    matches,
    order_key,
)
from supervision.ports.review import Objection, OfficeAccess, Proposal, RecordView
from supervision.ports.search import fields_of_row, page_of, tallies_of
from supervision.ports.settings import NoSettings, Secret, Settings, SettingsSection
from supervision.ports.snapshots import merged
from supervision.ports.store import (
    Blob,
    Capability,
    Head,
    Page,
    Row,
    Shape,
    ShapeColumn,
    Store,
    Stored,
    Transaction,
    Write,
)

if TYPE_CHECKING:
    from supervision.codec import structure

__all__ = [
    "DATE_LENGTH",
    "EARLIEST",
    "ID_LENGTH",
    "LATEST",
    "OFFICE_ZONE",
    "PATH_LENGTH",
    "TEXT_LENGTH",
    "AccessDenied",
    "AccessPolicy",
    "Account",
    "Actor",
    "After",
    "AnchorPart",
    "And",
    "Answers",
    "AssessmentExporter",
    "AssessmentScheme",
    "Before",
    "Blob",
    "CalendarSource",
    "CalendarYear",
    "Capability",
    "Card",
    "Case",
    "CaseConnector",
    "CaseFilter",
    "CasePredicate",
    "CaseSource",
    "CaseSourceError",
    "CaseStore",
    "CaseTrace",
    "Catalog",
    "Certainty",
    "ChainId",
    "Channel",
    "Claim",
    "CodecError",
    "ColumnType",
    "Command",
    "ConfigError",
    "Contribution",
    "Cursor",
    "Deadline",
    "Delivered",
    "DepartmentId",
    "Digest",
    "Digester",
    "Due",
    "Engine",
    "Entry",
    "Eq",
    "Event",
    "EventRole",
    "Everything",
    "Exporter",
    "Extension",
    "Facts",
    "Feature",
    "FieldTest",
    "Has",
    "Head",
    "Header",
    "HeldContent",
    "HeldTransaction",
    "Identifier",
    "IdentitySource",
    "In",
    "IngestReport",
    "Instant",
    "JoiningStore",
    "JournalError",
    "Judgement",
    "Key",
    "Lapse",
    "Limit",
    "LimitUnit",
    "Message",
    "Month",
    "Nature",
    "NoSettings",
    "Not",
    "NotFound",
    "Nothing",
    "NotificationChannel",
    "Objection",
    "OfficeAccess",
    "OfficerId",
    "Or",
    "Order",
    "Over",
    "PackItem",
    "Page",
    "Pair",
    "Party",
    "Pause",
    "Period",
    "Periods",
    "Permission",
    "Pick",
    "Plan",
    "Policy",
    "Precedence",
    "Precision",
    "Predicate",
    "Prefix",
    "Problem",
    "Program",
    "Proposal",
    "Query",
    "Reading",
    "Rebuild",
    "Record",
    "RecordKind",
    "RecordRef",
    "RecordView",
    "Referral",
    "Refused",
    "Rejected",
    "Required",
    "Row",
    "Rule",
    "RuleFault",
    "RuleHead",
    "RulePack",
    "RuleRef",
    "RuleText",
    "Scalar",
    "Scheme",
    "SchemeItem",
    "SchemeText",
    "ScoreSheet",
    "Secret",
    "SeenEvent",
    "Selector",
    "Sentence",
    "Settings",
    "SettingsSection",
    "Severity",
    "Shape",
    "ShapeColumn",
    "SheetLine",
    "SheetTotal",
    "Sighting",
    "Span",
    "Stage",
    "StaleVersion",
    "StorageBackend",
    "StorageError",
    "StorageUnavailable",
    "Store",
    "Stored",
    "SupervisionError",
    "SweepContext",
    "SweepEngine",
    "Take",
    "Tally",
    "Transaction",
    "Under",
    "UnitId",
    "UpgradeReport",
    "UsageError",
    "When",
    "Which",
    "Wording",
    "WorkCalendar",
    "Write",
    "anchor_of",
    "compile_rules",
    "continued_heads",
    "day_of",
    "due",
    "event_order",
    "fields_of",
    "fields_of_row",
    "format_points",
    "hookimpl",
    "instant",
    "instant_text",
    "judge_traces",
    "matches",
    "merged",
    "moment",
    "order_key",
    "page_of",
    "ref_of",
    "seen_event",
    "start_of",
    "structure",
    "tallies_of",
]

hookimpl = pluggy.HookimplMarker("supervision")
"""Marks a function as the implementation of the hook it is named after (钩子标记)."""


def __getattr__(name: str) -> object:
    # The strict converter needs cattrs, which a plugin that is merely listed need not load.
    if name != "structure":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from supervision.codec import structure

    globals()[name] = structure
    return structure
