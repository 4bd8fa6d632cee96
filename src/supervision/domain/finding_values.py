"""Values of findings (问题的取值): states, grades, who is responsible, what was promised."""

from __future__ import annotations

import datetime as dt
import enum

import attrs

from supervision.domain.values import OfficerId

__all__ = [
    "Certainty",
    "Claim",
    "FindingState",
    "Nature",
    "Rectification",
    "Responsibility",
    "Responsible",
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
    WAIVED = "waived"
    VOIDED = "voided"


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
    MANUAL = "manual"


@attrs.frozen(kw_only=True)
class Responsible:
    """A person concerned and how (责任人)."""

    officer: OfficerId
    responsibility: Responsibility = Responsibility.DIRECT


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
