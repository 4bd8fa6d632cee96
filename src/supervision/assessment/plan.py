"""The plan (计分方案比对): what is to be posted and reversed so that the ledger says what holds.

Run twice it plans nothing the second time: an entry's id follows from what it is about and from
how often that was posted before. Nothing is edited; whatever changed is reversed and posted
anew. What a person reversed for good stays reversed.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable
from typing import TypeAlias

import attrs

from supervision.domain.score_entries import PostScore, RecordRef, ScoreEntry, score_entry_id

__all__ = ["Plan", "Posting", "Reason", "Reversing", "plan_scores"]


class Reason(enum.Enum):
    """Why an entry is reversed (冲销原因)."""

    GONE = "gone"
    """事实不再计分: the record was voided, dismissed, corrected, or is no longer late."""
    CHANGED = "changed"
    """分值或方案版本已变: it is posted anew."""


@attrs.frozen(kw_only=True)
class Posting:
    """An entry to be posted (拟登记)."""

    id: str
    line: PostScore


@attrs.frozen(kw_only=True)
class Reversing:
    """An entry to be reversed, and why (拟冲销)."""

    entry: ScoreEntry
    reason: Reason


@attrs.frozen(kw_only=True)
class Plan:
    """What to do with the ledger (计分方案), each part in a fixed order.

    Attributes:
        post: entries to be posted.
        keep: entries that hold and stay.
        reverse: entries that no longer hold.
        hidden: entries that stay because a record of theirs is not visible to the actor: what
            one may not see is unknown, not gone.
    """

    post: tuple[Posting, ...] = ()
    keep: tuple[ScoreEntry, ...] = ()
    reverse: tuple[Reversing, ...] = ()
    hidden: tuple[ScoreEntry, ...] = ()


_Key: TypeAlias = tuple[object, ...]


def _key(line: PostScore | ScoreEntry) -> _Key:
    """Return what an entry is about: as `score_entry_id` has it."""
    return (
        line.scheme,
        line.period.code,
        line.rule,
        line.account,
        line.department,
        line.officer,
        line.records,
    )


def _says_the_same(line: PostScore, entry: ScoreEntry) -> bool:
    return (line.working, line.scheme_version, line.fact_on, line.sentence, line.facts) == (
        entry.working,
        entry.scheme_version,
        entry.fact_on,
        entry.sentence,
        entry.facts,
    )


def plan_scores(
    unit: str,
    lines: Iterable[PostScore],
    entries: Iterable[ScoreEntry],
    hidden: Collection[RecordRef] = (),
) -> Plan:
    """Compare what holds with what was posted (比对).

    Args:
        unit: the unit whose ledger it is.
        lines: what holds now, each about another thing.
        entries: all entries of the ledger the lines may be about, counter-entries included.
        hidden: records the actor cannot see.
    """
    wanted = {_key(line): line for line in lines}
    posted: dict[_Key, list[ScoreEntry]] = {}
    for entry in sorted(entries, key=lambda entry: entry.id):
        if entry.reverses is None:
            posted.setdefault(_key(entry), []).append(entry)
    post: list[Posting] = []
    keep: list[ScoreEntry] = []
    reverse: list[Reversing] = []
    unseen: list[ScoreEntry] = []
    for key, line in wanted.items():
        before = posted.get(key, [])
        standing = [entry for entry in before if entry.holds]
        same = [entry for entry in standing if _says_the_same(line, entry)][:1]
        keep += same
        reverse += [
            Reversing(entry=entry, reason=Reason.CHANGED) for entry in standing if entry not in same
        ]
        if not same and not any(entry.for_good for entry in before):
            post.append(Posting(id=score_entry_id(unit, line, len(before)), line=line))
    for key, before in posted.items():
        if key in wanted:
            continue
        for entry in before:
            if not entry.holds:
                continue
            if any(record in hidden for record in entry.records):
                unseen.append(entry)
            else:
                reverse.append(Reversing(entry=entry, reason=Reason.GONE))
    return Plan(
        post=tuple(sorted(post, key=lambda posting: posting.id)),
        keep=tuple(sorted(keep, key=lambda entry: entry.id)),
        reverse=tuple(sorted(reverse, key=lambda reversing: reversing.entry.id)),
        hidden=tuple(sorted(unseen, key=lambda entry: entry.id)),
    )
