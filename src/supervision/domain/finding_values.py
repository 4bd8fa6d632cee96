"""Values of findings (问题的取值): states, grades, who is responsible, what was promised."""

from __future__ import annotations

import datetime as dt
import enum

import attrs

from supervision.domain.values import OfficerId

__all__ = [
    "FINDING_ENDED",
    "Certainty",
    "Claim",
    "FactCheck",
    "FindingState",
    "Nature",
    "Rectification",
    "Responsibility",
    "Responsible",
    "RootCause",
    "Severity",
    "Source",
]


class FindingState(enum.Enum):
    """Work state of a finding (问题状态)."""

    REGISTERED = "registered"
    CHECKED = "checked"
    CLAIMED = "claimed"
    SUBMITTED = "submitted"
    VERIFIED = "verified"
    CLOSED = "closed"
    NOT_A_PROBLEM = "not_a_problem"
    DUPLICATE = "duplicate"
    GROUPED = "grouped"
    WAIVED = "waived"
    VOIDED = "voided"


FINDING_ENDED = (
    FindingState.CLOSED,
    FindingState.NOT_A_PROBLEM,
    FindingState.DUPLICATE,
    FindingState.VOIDED,
)
"""States in which nobody has to do anything about a finding any more (已了结)."""


class Certainty(enum.Enum):
    """Confirmed or suspected (已确认/疑似)."""

    CONFIRMED = "confirmed"
    SUSPECTED = "suspected"


class Nature(enum.Enum):
    """What sort of problem it is (问题性质). Fault of a person follows only from a conclusion.

    A `DEFECT` (司法瑕疵) leaves the outcome right and is no liability: 司法责任追究条例 art. 3.
    """

    WORK = "work"
    DEFECT = "defect"
    LIABILITY_LEAD = "liability_lead"
    DISCIPLINE_LEAD = "discipline_lead"


class Severity(enum.Enum):
    """Slight, heavier, serious (轻微/较重/严重), the three grades of 刑诉规则 art. 665."""

    SLIGHT = "slight"
    HEAVIER = "heavier"
    SERIOUS = "serious"


class Responsibility(enum.Enum):
    """Direct, checking, leading responsibility (直接/审核/领导责任)."""

    DIRECT = "direct"
    CHECKING = "checking"
    LEADING = "leading"


class Rectification(enum.Enum):
    """At once, by a date, as lasting work (立行立改/限期整改/长期坚持)."""

    AT_ONCE = "at_once"
    BY_DATE = "by_date"
    LASTING = "lasting"


class Source(enum.Enum):
    """Where a finding comes from (问题来源)."""

    MONITORING = "monitoring"
    ITEM = "item"
    ACTIVITY = "activity"
    DECISION = "decision"
    MANUAL = "manual"


@attrs.frozen(kw_only=True)
class Responsible:
    """A person concerned, how, and, where it is named, in which handling unit (责任人)."""

    officer: OfficerId
    responsibility: Responsibility = Responsibility.DIRECT
    handling_unit: str | None = None


@attrs.frozen(kw_only=True)
class Claim:
    """What a department promised when it claimed the finding (认领).

    Attributes:
        by, on: who claimed it for the department, and when.
        mode: at once, by a date, lasting.
        plan: what will be done.
        due_on: day by which it will be put right; `None` only for lasting work.
    """

    by: OfficerId
    on: dt.date
    mode: Rectification
    plan: str
    due_on: dt.date | None = None


@attrs.frozen(kw_only=True)
class FactCheck:
    """The last check of the facts (事实核对), with the inspected where they were shown (核实).

    Attributes:
        by, on: who checked, and when.
        shown_to: to whom the facts were shown: persons concerned, or for the department its
            head or liaison.
        agreed: whether they signed that the facts are so; else they said nothing, or objected.
    """

    by: OfficerId
    on: dt.date
    shown_to: tuple[OfficerId, ...] = ()
    agreed: bool = False


@attrs.frozen(kw_only=True)
class RootCause:
    """Why it came about (原因), the chief one first.

    Attributes:
        code: code of the problem dictionary on its axis `cause`.
        external: whether it lies outside the office (外部原因), as the dictionary said then.
        text: the explanation.
    """

    code: str
    external: bool = False
    text: str = ""
