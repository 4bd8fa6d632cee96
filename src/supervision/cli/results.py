"""What `--json` prints for more than one command (输出结构). Keys are stable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from supervision.errors import Detail, Problem

__all__ = ["Acted", "ErrorTold", "Failed", "Place"]


@attrs.frozen(kw_only=True)
class Acted:
    """An act was entered (已办理).

    Attributes:
        id: the record.
        kind: its kind.
        state: its state after the act; `null` where it has none.
        entries: entries written to the journal.
        number: number of the document, if it bears one.
    """

    id: str
    kind: str
    state: str | None = None
    entries: int = 0
    number: str | None = None


@attrs.frozen(kw_only=True)
class Place:
    """One problem among several (问题点): its place, message code and details."""

    path: str
    code: str
    details: Mapping[str, Detail]


@attrs.frozen(kw_only=True)
class ErrorTold:
    """What was refused or failed (错误): a stable code, typed details, all problems."""

    code: str
    details: Mapping[str, Detail]
    problems: tuple[Place, ...] = ()

    @classmethod
    def of(
        cls, code: str, details: Mapping[str, Detail], problems: Iterable[Problem] = ()
    ) -> ErrorTold:
        """Build it from an error's parts."""
        places = tuple(Place(path=p.path, code=p.code, details=p.details) for p in problems)
        return cls(code=code, details=details, problems=places)


@attrs.frozen(kw_only=True)
class Failed:
    """What every command prints with `--json` when it ends with another code than 0 (出错).

    Attributes:
        error: the error.
        exit_code: 1 refused by a rule, 2 wrong use, 3 storage or plugin failure.
        message: the sentence, in the language chosen.
    """

    error: ErrorTold
    exit_code: int
    message: str
