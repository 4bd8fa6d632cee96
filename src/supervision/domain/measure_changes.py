"""Changes of measures (措施的变更), their states and ways of service."""

from __future__ import annotations

import enum
from typing import TypeAlias

import attrs

from supervision.domain.acts import Act
from supervision.domain.clocks import Result
from supervision.domain.handovers import HandedOver
from supervision.domain.milestones import Milestone
from supervision.domain.objections import ObjectionOutcome
from supervision.domain.values import DepartmentId, Extra, OfficerId, Sealed

__all__ = [
    "IssueMeasure",
    "MeasureAccepted",
    "MeasureAnswered",
    "MeasureChange",
    "MeasureClaimed",
    "MeasureClosed",
    "MeasureIssued",
    "MeasureMilestoneReached",
    "MeasureObjectionAnswered",
    "MeasurePlanned",
    "MeasureReceived",
    "MeasureRefused",
    "MeasureRerouted",
    "MeasureReturned",
    "MeasureServed",
    "MeasureState",
    "MeasureVoided",
    "Service",
]


class MeasureState(enum.Enum):
    """State of a measure (措施状态)."""

    ISSUED = "issued"
    SERVED = "served"
    RECEIVED = "received"
    CLAIMED = "claimed"
    REFUSED = "refused"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    CLOSED = "closed"
    VOIDED = "voided"


class Service(enum.Enum):
    """How it was served (送达方式): 民事诉讼法 art. 87–95 by analogy, and what offices use."""

    DIRECT = "direct"
    LEFT = "left"
    POST = "post"
    NETWORK = "network"
    PAPER = "paper"
    MEETING = "meeting"
    TELEPHONE = "telephone"


@attrs.frozen(kw_only=True)
class IssueMeasure:
    """Issue a measure (签发措施). Fields as in `Measure`."""

    rung: str
    title: str
    findings: tuple[str, ...] = ()
    department: DepartmentId | None = None
    officer: OfficerId | None = None
    item: str | None = None
    text: str = ""
    follows: str | None = None
    to_unit: str | None = None
    extra: tuple[Extra, ...] = ()


@attrs.frozen(kw_only=True)
class MeasureIssued:
    """The measure was issued (签发)."""

    id: str
    unit: str
    act: Act
    measure: IssueMeasure
    number: str | None = None


@attrs.frozen(kw_only=True)
class MeasureServed:
    """It was served (送达)."""

    act: Act
    service: Service
    clock: str | None = None
    to: OfficerId | None = None
    receipt: Sealed | None = None
    note: str = ""


@attrs.frozen(kw_only=True)
class MeasureReceived:
    """The recipient signed for it (签收)."""

    act: Act
    clock: str | None = None


@attrs.frozen(kw_only=True)
class MeasureClaimed:
    """The recipient claimed it (认领)."""

    act: Act
    plan: str
    clock: str | None = None


@attrs.frozen(kw_only=True)
class MeasureRefused:
    """The recipient refused it with a reason (提出异议)."""

    act: Act
    text: str = ""


@attrs.frozen(kw_only=True)
class MeasureObjectionAnswered:
    """The office answered the refusal (答复异议). `index` counts from 0."""

    act: Act
    index: int
    outcome: ObjectionOutcome
    text: str


@attrs.frozen(kw_only=True)
class MeasureRerouted:
    """It was passed on to another department, to be served there (转交).

    Attributes:
        act: the act.
        department: where it goes.
        clock: the clock that runs on; `None`: another starts there.
    """

    act: Act
    department: DepartmentId
    clock: str | None = None


@attrs.frozen(kw_only=True)
class MeasurePlanned:
    """The recipient planned what will be done, or revised the plan (整改方案)."""

    act: Act
    milestones: tuple[Milestone, ...]


@attrs.frozen(kw_only=True)
class MeasureMilestoneReached:
    """A milestone of the plan was reached (完成整改节点). `index` counts from 0."""

    act: Act
    index: int
    note: str = ""


@attrs.frozen(kw_only=True)
class MeasureAnswered:
    """The recipient answered (反馈)."""

    act: Act
    answer: str
    evidence: tuple[Sealed, ...] = ()
    references: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class MeasureReturned:
    """The answer was returned (退回).

    Attributes:
        act: the act.
        perfunctory, falsified: what it was called (敷衍整改, 虚假整改).
        proposes: code of the rung proposed in consequence.
    """

    act: Act
    perfunctory: bool = False
    falsified: bool = False
    proposes: str | None = None


@attrs.frozen(kw_only=True)
class MeasureAccepted:
    """The answer was accepted (采纳反馈). `result` is how its clock ended."""

    act: Act
    result: Result | None = None


@attrs.frozen(kw_only=True)
class MeasureClosed:
    """The measure was closed (销号)."""

    act: Act


@attrs.frozen(kw_only=True)
class MeasureVoided:
    """The measure was voided (作废). Its number stays visible in the register."""

    act: Act


MeasureChange: TypeAlias = (
    MeasureIssued
    | MeasureServed
    | MeasureReceived
    | MeasureClaimed
    | MeasureRefused
    | MeasureObjectionAnswered
    | MeasureRerouted
    | MeasurePlanned
    | MeasureMilestoneReached
    | MeasureAnswered
    | MeasureReturned
    | MeasureAccepted
    | MeasureClosed
    | MeasureVoided
    | HandedOver
)
