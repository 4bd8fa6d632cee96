"""One act from the command line (一次办理): a unit of work, its particulars, what it did."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import attrs

from supervision.cli.lookup import department_of, id_of, officer_of, short
from supervision.cli.results import Acted
from supervision.cli.session import Session
from supervision.cli.texts import Text
from supervision.cli.words import kind_name, value_name
from supervision.domain.officers import posts_on
from supervision.domain.posts import Relation
from supervision.domain.records import RecordKind
from supervision.domain.values import DepartmentId
from supervision.errors import UsageError
from supervision.office.acting import Acting
from supervision.office.directory import Directory
from supervision.office.work import Work

__all__ = ["Doing", "Particulars", "act", "acting_of"]

_DONE = Text(
    "{kind} {id}：{state}。日志新增 {entries} 条。",
    "{kind} {id}: {state}. {entries} journal entries.",
)
_DONE_PLAIN = Text(
    "{kind} {id}。日志新增 {entries} 条。", "{kind} {id}. {entries} journal entries."
)
_NUMBER = Text("文号：{number}", "Document number: {number}")


@attrs.frozen(kw_only=True)
class Particulars:
    """The options `--by`, `--on`, `--paper`, `--reason` as written (行为要素)."""

    by: str | None = None
    on: dt.date | None = None
    paper: Path | None = None
    reason: str = ""

    @classmethod
    def of(cls, options: Mapping[str, object]) -> Particulars:
        """Take them from a command's remaining options."""
        return cls(**cast(dict[str, Any], dict(options)))


def acting_of(work: Work, directory: Directory, asked: Particulars) -> Acting:
    """Turn the options into an `Acting`; the paper is sealed in this work.

    Raises:
        NotFound: `cli.no_officer`.
    """
    return Acting(
        by=officer_of(directory, asked.by) if asked.by else None,
        on=asked.on,
        paper=work.seal(asked.paper.read_bytes()) if asked.paper is not None else None,
        reason=asked.reason,
    )


class Doing:
    """An act under way (办理中).

    Attributes:
        work: its unit of work.
        directory: names as the work sees them.
        acting: its particulars.
    """

    def __init__(
        self, work: Work, directory: Directory, acting: Acting, kind: RecordKind[Any], id: str
    ) -> None:
        self.work = work
        self.directory = directory
        self.acting = acting
        self._kind = kind
        self._id = id

    @property
    def id(self) -> str:
        """The record the act is about."""
        return self._id

    def done(self, id: str) -> None:
        """Say which record the act has opened."""
        self._id = id

    def department(self, text: str | None, known: DepartmentId | None = None) -> DepartmentId:
        """Return the department that acts: as written, else as the record says, else the only one.

        Raises:
            UsageError: `cli.which_department`.
        """
        if text:
            return department_of(self.directory, text, self.work.unit)
        if known is not None:
            return known
        author = self.directory.officers.get(self.acting.by or self.work.actor.id)
        posts = posts_on(author, self.acting.on or self.work.today) if author else ()
        served = {p.department for p in posts if p.relation is Relation.SERVES and p.department}
        if len(served) != 1:
            raise UsageError("cli.which_department")
        return served.pop()


@contextmanager
def act(
    session: Session,
    kind: RecordKind[Any],
    asked: Particulars,
    which: str | None = None,
) -> Iterator[Doing]:
    """Run one act in a unit of work, commit it, and tell what it did.

    Args:
        session: the command line.
        kind: kind of the record.
        asked: the act's options.
        which: the record as written; `None` when the act opens one.
    """
    with session.working() as work:
        directory = Directory.of(work.view)
        id = id_of(work.view, kind, which) if which is not None else ""
        doing = Doing(work, directory, acting_of(work, directory, asked), kind, id)
        yield doing
        record = work.load(kind, doing.id)
        receipt = work.commit()
    state = getattr(record, "state", None)
    result = Acted(
        id=doing.id,
        kind=kind.name,
        state=str(state.value) if isinstance(state, enum.Enum) else None,
        entries=len(receipt.headers),
        number=getattr(record, "number", None),
    )

    def shown(done: Acted) -> None:
        screen = session.screen
        named = {"kind": kind_name(kind.name, screen.lang), "id": short(done.id)}
        if isinstance(state, enum.Enum):
            told = value_name(state, screen.lang)
            screen.say(_DONE, state=told, entries=done.entries, **named)
        else:
            screen.say(_DONE_PLAIN, entries=done.entries, **named)
        if done.number:
            screen.say(_NUMBER, number=done.number)

    session.tell(result, shown)
