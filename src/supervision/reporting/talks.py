"""Counts of talks (谈话计数): 次, 人 and 人次, by kind and by capacity, and what they were about.

The three never add up to each other: a talk with three persons is 1 次 and 3 人次; an officer
spoken to twice is 1 人 and 2 人次. Persons by kind or capacity overlap, so 人 of the whole is
counted apart and is not the sum of the rows; 人次 by capacity is.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import attrs

from supervision.domain.interviews import Interview

__all__ = ["TalkCount", "TalkFacts", "TalkRow", "counted_talks"]


@attrs.frozen(kw_only=True)
class TalkFacts:
    """A talk and which of its findings are struck off (谈话与整改)."""

    talk: Interview
    rectified: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class TalkRow:
    """Counts of some talks (谈话计数行).

    Attributes:
        code: code of the kind of talk or of the capacity; empty for all.
        talks: talks (次).
        persons: persons, each once (人). Somebody who is no officer counts each time: only the
            sealed name is known.
        person_times: persons spoken to in all (人次).
        findings: problems they were about, each once (件).
        rectified: how many of these are struck off (件).
    """

    code: str = ""
    talks: int = 0
    persons: int = 0
    person_times: int = 0
    findings: int = 0
    rectified: int = 0


@attrs.frozen(kw_only=True)
class TalkCount:
    """Counts of talks (谈话计数).

    Attributes:
        all: all of them.
        by_talk: by kind of talk.
        by_capacity: by capacity; a talk with persons in two capacities is in both rows.
    """

    all: TalkRow
    by_talk: tuple[TalkRow, ...] = ()
    by_capacity: tuple[TalkRow, ...] = ()


def counted_talks(facts: Iterable[TalkFacts]) -> TalkCount:
    """Count talks (谈话计数)."""
    known = tuple(facts)
    kinds = sorted({one.talk.talk for one in known})
    capacities = sorted({person.capacity for one in known for person in one.talk.persons})
    return TalkCount(
        all=_row("", known),
        by_talk=tuple(
            _row(code, [one for one in known if one.talk.talk == code]) for code in kinds
        ),
        by_capacity=tuple(_row(code, known, capacity=code) for code in capacities),
    )


def _row(code: str, facts: Iterable[TalkFacts], capacity: str | None = None) -> TalkRow:
    talks, times = 0, 0
    persons: set[Hashable] = set()
    findings: set[str] = set()
    rectified: set[str] = set()
    for one in facts:
        there = [p for p in one.talk.persons if capacity in (None, p.capacity)]
        if not there:
            continue
        talks, times = talks + 1, times + len(there)
        persons.update(person.officer or person.outsider for person in there)
        findings.update(one.talk.findings)
        rectified.update(one.rectified)
    return TalkRow(
        code=code,
        talks=talks,
        persons=len(persons),
        person_times=times,
        findings=len(findings),
        rectified=len(rectified),
    )
