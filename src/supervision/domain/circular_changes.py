"""Changes of circulars (通报的变更), and what the commands that make them ask for."""

from __future__ import annotations

from typing import TypeAlias

import attrs

from supervision.domain.acts import Act
from supervision.domain.measure_changes import Service
from supervision.domain.values import DepartmentId, OfficerId, Sealed

__all__ = [
    "CircularChange",
    "CircularClosed",
    "CircularConfirmed",
    "CircularCorrected",
    "CircularDrafted",
    "CircularIssued",
    "CircularReceived",
    "CircularServed",
    "CircularVoided",
    "CorrectCircular",
    "DraftCircular",
    "NamedPerson",
]


@attrs.frozen(kw_only=True)
class NamedPerson:
    """A person a circular is about (通报人员): named in it (署名) or anonymous (隐名)."""

    officer: OfficerId
    named: bool = False


@attrs.frozen(kw_only=True)
class DraftCircular:
    """Draft a circular (拟制通报). `to`: the departments it goes to; the rest as in `Circular`."""

    title: str
    to: tuple[DepartmentId, ...]
    scope: str = ""
    text: str = ""
    findings: tuple[str, ...] = ()
    persons: tuple[NamedPerson, ...] = ()
    follows: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class CorrectCircular:
    """Correct a draft (更正); fields left `None` stay as they are."""

    title: str | None = None
    scope: str | None = None
    text: str | None = None
    persons: tuple[NamedPerson, ...] | None = None


@attrs.frozen(kw_only=True)
class CircularDrafted:
    """The circular was drafted (拟制通报). `concerned`: departments of the problems it names."""

    id: str
    unit: str
    act: Act
    draft: DraftCircular
    concerned: tuple[DepartmentId, ...] = ()


@attrs.frozen(kw_only=True)
class CircularCorrected:
    """The draft was corrected (更正)."""

    act: Act
    correction: CorrectCircular


@attrs.frozen(kw_only=True)
class CircularIssued:
    """It was issued under its number (印发通报)."""

    act: Act
    number: str


@attrs.frozen(kw_only=True)
class CircularServed:
    """It was served on an addressee (送达)."""

    act: Act
    department: DepartmentId
    service: Service
    receipt: Sealed | None = None


@attrs.frozen(kw_only=True)
class CircularReceived:
    """An addressee signed for it (签收)."""

    act: Act
    department: DepartmentId


@attrs.frozen(kw_only=True)
class CircularConfirmed:
    """An addressee confirmed that it was acted upon (落实反馈)."""

    act: Act
    department: DepartmentId
    answer: str


@attrs.frozen(kw_only=True)
class CircularClosed:
    """It was closed (办结)."""

    act: Act


@attrs.frozen(kw_only=True)
class CircularVoided:
    """It was voided (作废)."""

    act: Act


CircularChange: TypeAlias = (
    CircularDrafted
    | CircularCorrected
    | CircularIssued
    | CircularServed
    | CircularReceived
    | CircularConfirmed
    | CircularClosed
    | CircularVoided
)
