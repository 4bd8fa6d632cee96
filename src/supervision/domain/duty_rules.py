"""Rules about duties (义务规则): a deadline, and a step that must come before another."""

from __future__ import annotations

import attrs

from supervision.domain.limits import Limit
from supervision.domain.rule_parts import RuleHead, Selector, Which

__all__ = ["Deadline", "Extension", "Pause", "Required"]


@attrs.frozen(kw_only=True)
class Extension:
    """An event that lengthens a limit (延长).

    It counts only while the limit still runs: an extension granted afterwards heals nothing.

    Attributes:
        by: the event.
        add: what it adds.
        at_most: how many times it counts within one period.
    """

    by: Selector
    add: Limit
    at_most: int = 1


@attrs.frozen(kw_only=True)
class Pause:
    """Time that does not count (中止计算): from one event to the next of another kind.

    Attributes:
        since: the event that stops the clock while the limit runs.
        until: the event that lets it run on. Without it the clock stands still.
    """

    since: Selector
    until: Selector


@attrs.frozen(kw_only=True)
class Deadline:
    """Something must happen within a limit (期限规则).

    The start event opens a *period*; every event of `restarted` after it opens another. A
    period is fulfilled by the first end event, or by an event that pauses or restarts it,
    while its limit runs. Otherwise it is overdue, and late-done as soon as such an event
    comes. Each period is one detection with the stages warning, overdue and late-done,
    anchored at the event that opened it.

    The start day is not counted; a last day that is no working day moves to the next working
    day, unless the person is in custody (刑诉法 art. 105). Hours begin with the next full hour.

    Attributes:
        head: code, basis, conditions, sentences.
        start: the event that opens the first period.
        which: the first or the last such event of the case or party.
        end: the event that fulfils the duty.
        limit: how long it may take.
        extended: what lengthens the limit.
        restarted: what begins the limit anew.
        paused: what does not count.
        custody_exact: whether the limit of a person in custody ends on a holiday as well. A
            rule over cases asks whether any party is in custody.
        warnings: lead times before the end, each its own level of the stage warning.
    """

    head: RuleHead
    start: Selector
    which: Which = Which.FIRST
    end: Selector
    limit: Limit
    extended: tuple[Extension, ...] = ()
    restarted: Selector | None = None
    paused: tuple[Pause, ...] = ()
    custody_exact: bool = True
    warnings: tuple[Limit, ...] = ()


@attrs.frozen(kw_only=True)
class Required:
    """Something must have happened before something else (必经环节).

    Where the event `before` is found and no required event stands before it, the required
    event is missing; if it comes afterwards, it is late.

    Attributes:
        head: code, basis, conditions, sentences.
        given: the duty exists only if this event stands before `before`; then the required
            event must stand between the two. `None`: conditions alone decide.
        required: the event that must be there.
        before: the event it must precede. On the same day is in time, if either is known
            only to the day.
        which: the first or the last event of `before`.
    """

    head: RuleHead
    given: Selector | None = None
    required: Selector
    before: Selector
    which: Which = Which.FIRST
