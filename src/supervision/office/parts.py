"""What an office is made of (办公室的部件): local rules, and the parts its opening binds."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from supervision.domain.access_requests import DECIDERS
from supervision.domain.activities import ACTIVITY_TABLES, ActivityTables
from supervision.domain.attachment_types import ATTACHMENT_RULES, AttachmentRules
from supervision.domain.calendars import WorkCalendar
from supervision.domain.fields import ExtraField
from supervision.domain.interview_kinds import CAPACITIES, TALKS, Capacity, Talk
from supervision.domain.issuers import ISSUERS, Issuer
from supervision.domain.item_kinds import ITEM_TABLES, ItemTables
from supervision.domain.ladders import LADDERS, Ladder
from supervision.domain.marks import Mark
from supervision.domain.post_separation import SEPARATED_POSTS, SeparatedPosts
from supervision.domain.posts import Role
from supervision.domain.records import RecordKind
from supervision.domain.retention import NO_SCHEDULE, RetentionSchedule
from supervision.domain.separation_rules import SEPARATION_RULES, SeparationRules
from supervision.domain.values import Instant
from supervision.ids import IdSource
from supervision.journal.entry import (
    Digester,
)
from supervision.office.assessing import Assessment
from supervision.office.watching import Watch
from supervision.plugins.binding import Bound
from supervision.plugins.host import Host
from supervision.ports.access import Credentials, Identifier, Policy
from supervision.ports.cases import CaseConnector, CaseStore
from supervision.ports.notify import Channel
from supervision.ports.settings import Settings
from supervision.ports.store import Store

__all__ = ["LocalRules", "Parts"]


@attrs.frozen(kw_only=True)
class LocalRules:
    """What is data of this office (本地规则): calendar, own fields, number series.

    Attributes:
        calendar: working days.
        fields: own fields by kind's name.
        series: 代字 of a number series by its name, such as `notice` → `马检督改`.
        items: kinds of items and their workflow tables.
        ladders: ladders of measures by code.
        activities: kinds of meetings and of inspections.
        issuers: issuers of decisions by code.
        talks: kinds of talks by code.
        capacities: capacities of persons spoken to by code.
        attachments: what may be kept as evidence.
        separated: posts that must not be held together.
        retention: how long records are kept; without a line, for ever.
        separation: who stands in for the office, and rules of recusal.
    """

    calendar: WorkCalendar
    fields: Mapping[str, tuple[ExtraField, ...]] = attrs.field(factory=dict)
    series: Mapping[str, str] = attrs.field(factory=dict)
    items: ItemTables = ITEM_TABLES
    ladders: Mapping[str, Ladder] = LADDERS
    activities: ActivityTables = ACTIVITY_TABLES
    issuers: Mapping[str, Issuer] = ISSUERS
    talks: Mapping[str, Talk] = TALKS
    capacities: Mapping[str, Capacity] = CAPACITIES
    attachments: AttachmentRules = ATTACHMENT_RULES
    separated: tuple[SeparatedPosts, ...] = SEPARATED_POSTS
    retention: RetentionSchedule = NO_SCHEDULE
    separation: SeparationRules = SEPARATION_RULES


@attrs.frozen(kw_only=True)
class Parts:
    """What an office is made of (组成). `open_office` fills it from the TOML.

    Attributes:
        name: the office's name.
        unit: code of its unit.
        store, cases: opened stores; `cases` only where monitoring is used.
        host: enabled plugins: reviews, observers, registry.
        policy: the access policy.
        settings: settings of the plugins.
        kinds: record kinds by name.
        digest_name, digests: for new entries; for all old ones.
        rules: local rules.
        channels: opened channels by name.
        blank_store: makes an empty store in memory, for `at`.
        now, ids, entropy: clock, ids, random bytes for salts.
        language: `zh` or `en`, for messages.
        watch: reads rules and engine when monitoring needs them.
        assessment: reads scheme and exporters when scoring needs them.
        connectors: case connectors with their settings.
        identifiers: identity sources, asked in order who is acting.
        identities: officer (id or staff number) by operating system user.
        credentials: where passwords and keys are given out, if an identity source does that.
        proof_needed: whether an identity source asks everybody for proof, so that naming an
            officer is not enough.
        seals: whether the store holds sealed contents; an office called back does not.
        highest_mark: the highest mark a closed file may have here.
        deciders: roles that decide on access requests.
    """

    name: str
    unit: str
    store: Store
    host: Host
    policy: Policy
    settings: Settings
    kinds: Mapping[str, RecordKind[Any]]
    digests: Mapping[str, Digester]
    rules: LocalRules
    blank_store: Callable[[], Store]
    now: Callable[[], Instant]
    ids: IdSource
    cases: CaseStore | None = None
    digest_name: str = "sha256"
    channels: Mapping[str, Channel] = attrs.field(factory=dict)
    entropy: Callable[[int], bytes] = os.urandom
    language: str = "zh"
    watch: Callable[[], Watch] | None = None
    assessment: Callable[[], Assessment] = Assessment
    connectors: Mapping[str, Bound[CaseConnector]] = attrs.field(factory=dict)
    identifiers: tuple[Identifier, ...] = ()
    identities: Mapping[str, str] = attrs.field(factory=dict)
    credentials: Credentials | None = None
    proof_needed: bool = False
    seals: bool = True
    highest_mark: Mark = Mark.WORK_SECRET
    deciders: tuple[Role, ...] = DECIDERS
