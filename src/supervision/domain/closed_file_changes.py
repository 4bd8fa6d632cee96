"""What happens to a closed file (密卷的变更), and what is asked of it."""

from __future__ import annotations

import datetime as dt
import enum
from typing import TypeAlias

import attrs

from supervision.domain.acts import Act
from supervision.domain.marks import Mark
from supervision.domain.values import OfficerId

__all__ = [
    "ClosedFileChange",
    "ClosedFileClosed",
    "ClosedFileOpened",
    "ClosedFileReleased",
    "ClosedFileViewed",
    "CustodyHandedOver",
    "GrantApproved",
    "GrantEnded",
    "GrantProposed",
    "GrantRefused",
    "OpenClosedFile",
    "ProposeGrant",
    "Purpose",
]


class Purpose(enum.Enum):
    """What a closed file is for (密卷用途)."""

    DISCIPLINE = "discipline"
    """检风检纪: a matter of style and discipline."""
    COVERT_INSPECTION = "covert_inspection"
    """暗访"""
    IDENTITY = "identity"
    """线索来源人身份: kept apart from the file of the matter, and never released."""
    CHIEF = "chief"
    """检察长事项: a matter of the chief."""
    OTHER = "other"
    """其他"""


@attrs.frozen(kw_only=True)
class OpenClosedFile:
    """Asks to open a closed file (立卷).

    Attributes:
        title: one line.
        purpose: what it is for.
        approved_by: another person, who approves it.
        mark: how secret it is.
        parent: the file of the matter, for one that keeps an identity apart.
    """

    title: str
    purpose: Purpose
    approved_by: OfficerId
    mark: Mark = Mark.INTERNAL
    parent: str | None = None


@attrs.frozen(kw_only=True)
class ProposeGrant:
    """Asks that somebody may enter (提请授权). The fields are those of `Grant`."""

    officer: OfficerId
    reason: str
    from_: dt.date | None = None
    until: dt.date | None = None
    records: tuple[str, ...] = ()
    request: str | None = None


@attrs.frozen(kw_only=True)
class ClosedFileOpened:
    """The file was opened (立卷); who opened it keeps it, who approved it holds it too."""

    act: Act
    id: str
    unit: str
    title: str
    purpose: Purpose
    mark: Mark
    approved_by: OfficerId
    parent: str | None = None


@attrs.frozen(kw_only=True)
class ClosedFileViewed:
    """Somebody entered to read or to work (查阅登记), before anything was shown.

    Attributes:
        act: who, and when.
        why: the reason he gave.
        asked: what he asked for.
    """

    act: Act
    why: str
    asked: str


@attrs.frozen(kw_only=True)
class GrantProposed:
    """A grant was proposed (提请授权)."""

    act: Act
    number: int
    officer: OfficerId
    reason: str
    from_: dt.date
    until: dt.date | None = None
    records: tuple[str, ...] = ()
    request: str | None = None


@attrs.frozen(kw_only=True)
class GrantApproved:
    """A grant was approved (批准授权)."""

    act: Act
    number: int


@attrs.frozen(kw_only=True)
class GrantRefused:
    """A grant was refused (不予授权); why stands in the reason of the entry."""

    act: Act
    number: int


@attrs.frozen(kw_only=True)
class GrantEnded:
    """A grant ended (终止授权), at once; why stands in the reason of the entry."""

    act: Act
    number: int


@attrs.frozen(kw_only=True)
class CustodyHandedOver:
    """A custodian handed the file over (移交保管)."""

    act: Act
    to: OfficerId


@attrs.frozen(kw_only=True)
class ClosedFileReleased:
    """A named event released the file (解除): its records are in the open.

    Attributes:
        act: who released it, and when.
        event: what happened.
        happened_on: when it happened.
    """

    act: Act
    event: str
    happened_on: dt.date


@attrs.frozen(kw_only=True)
class ClosedFileClosed:
    """The file was closed (封存); nothing is added any more."""

    act: Act


ClosedFileChange: TypeAlias = (
    ClosedFileOpened
    | ClosedFileViewed
    | GrantProposed
    | GrantApproved
    | GrantRefused
    | GrantEnded
    | CustodyHandedOver
    | ClosedFileReleased
    | ClosedFileClosed
)
