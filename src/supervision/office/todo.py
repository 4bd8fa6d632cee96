"""What waits for an officer (待办): findings, measures, items, clocks, detections, accounts.

Nothing is stored: the list follows from the states of the records, the workflow tables and who
the officer is today. It shows a step only to whoever may take it; whether the step is granted
is decided when it is taken.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

import attrs

from supervision.domain.accounts import ACCOUNT
from supervision.domain.acts import Act
from supervision.domain.clocks import CLOCK, Clock, ClockState, Lamp, lamp
from supervision.domain.detections import DETECTION, Decision
from supervision.domain.findings import FINDING, Finding, FindingState
from supervision.domain.incoming_measures import INCOMING
from supervision.domain.instructions import INSTRUCTION
from supervision.domain.item_commands import ITEM_ENDED
from supervision.domain.item_kinds import ITEM_TABLES, ItemTables
from supervision.domain.item_steps import concerned_by_item, is_open, taken_by
from supervision.domain.item_time import ITEM_PURPOSE
from supervision.domain.items import ITEM, Item, ItemState
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.domain.measure_steps import MEASURE_WORKFLOW, concerned_by_measure
from supervision.domain.measures import MEASURE, Measure, MeasureState
from supervision.domain.posts import Role
from supervision.domain.records import Record, RecordKind
from supervision.domain.rectification import FINDING_WORKFLOW, concerned_by
from supervision.domain.requirements import RequirementState
from supervision.domain.reviews import REVIEW
from supervision.domain.rules import Stage
from supervision.domain.separation import Concerned, Standing, stands_apart
from supervision.domain.values import Instant, day_of
from supervision.domain.workflows import Step, Workflow
from supervision.office.todo_followup import (
    waiting_accounts,
    waiting_incoming,
    waiting_instructions,
    waiting_reviews,
)
from supervision.office.views import ReadView
from supervision.ports.query import And, Eq, In, Not, Or, Predicate

__all__ = ["Todo", "todo"]

S = TypeVar("S", bound=enum.Enum)
R = TypeVar("R", bound=Record)

_OFFICE = frozenset({Role.SUPERVISION_HEAD, Role.INSPECTOR})

_F, _M = FindingState, MeasureState
_NEXT: Mapping[enum.Enum, str] = {
    _F.REGISTERED: "claim",
    _F.CHECKED: "claim",
    _F.CLAIMED: "submit",
    _F.SUBMITTED: "verify",
    _F.VERIFIED: "close",
    _F.WAIVED: "reinstate",
    _M.ISSUED: "serve",
    _M.SERVED: "claim",
    _M.RECEIVED: "claim",
    _M.CLAIMED: "answer",
    _M.ANSWERED: "accept",
}
"""The step a state waits for. The tables hold others too: they are open, but nobody waits."""

_OF_DEPARTMENT = (_F.REGISTERED.value, _F.CHECKED.value, _F.CLAIMED.value)
_OF_OFFICE = (_F.SUBMITTED.value, _F.VERIFIED.value, _F.WAIVED.value)
_AT_RECIPIENT = (_M.SERVED.value, _M.RECEIVED.value, _M.CLAIMED.value)
_AT_OFFICE = (_M.ISSUED.value, _M.ANSWERED.value)
_ANSWERING = (ItemState.IN_PROGRESS, ItemState.HEARD, ItemState.DELIBERATED, ItemState.REPORTED)
_UNANSWERED = (RequirementState.OPEN, RequirementState.RETURNED)
# A closed one waits to be archived.
_ITEMS_ENDED = tuple(state.value for state in ITEM_ENDED if state is not ItemState.CLOSED)

_URGENCY = (Lamp.GREEN, Lamp.YELLOW, Lamp.RED)


@attrs.frozen(kw_only=True)
class Todo:
    """Something that waits (待办事项).

    Attributes:
        action: `<kind>.<step>`, such as `finding.claim`, `item.open`; `clock.warning`,
            `clock.overdue`; `detection.triage`, `detection.warning`. Its text is the message
            `todo.<action>`.
        kind, record: the record; of detections the kind and the rule's code.
        title: its title; of detections the rule's code.
        due_on: last day in time.
        lamp: how urgent it is; `None` where nothing runs.
        count: how many; more than one only for detections.
    """

    action: str
    kind: str
    record: str
    title: str
    due_on: dt.date | None = None
    lamp: Lamp | None = None
    count: int = 1


def todo(view: ReadView, now: Instant, items: ItemTables = ITEM_TABLES) -> tuple[Todo, ...]:
    """Return what waits for the view's actor, the soonest due first (待办).

    Args:
        view: what the actor may see.
        now: the present, for lamps and posts.
        items: the office's kinds of items and their workflows.
    """
    today = day_of(now)
    standing = view.standing(Act(by=view.actor.id, on=today))
    desk = _Desk(view=view, now=now, today=today, standing=standing, tables=items)
    found = desk.all()
    if view.may_be_recused():
        found = [one for one in found if not _kept_out(view, today, one)]
    return tuple(sorted(found, key=lambda one: (one.due_on or dt.date.max, one.action, one.record)))


def _kept_out(view: ReadView, today: dt.date, one: Todo) -> bool:
    """Say whether he keeps out of it (回避)."""
    kind = KINDS_BY_NAME.get(one.kind)
    record = view.find(kind, one.record) if kind else None
    if kind is None or record is None:  # what is counted by rule
        return False
    return view.recused(view.actor.id, today, "", kind, record) is not None


@attrs.frozen(kw_only=True)
class _Desk:
    """Whose list it is, and on which day."""

    view: ReadView
    now: Instant
    today: dt.date
    standing: Standing
    tables: ItemTables

    def all(self) -> list[Todo]:
        measures = list(self._waiting_measures())
        # Who takes the next step with a measure takes it with its findings.
        covered = {id for measure, _ in measures for id in measure.findings}
        found = [one for _, one in measures]
        found += self._findings(covered)
        running = list(self.view.each(CLOCK, Eq("state", ClockState.RUNNING.value)))
        own = {clock.owner.id: clock for clock in running if clock.purpose == ITEM_PURPOSE}
        found += self._items(own)
        found += self._followed(running)
        found += self._incoming()
        found += self._accounts()
        if self._of_office:
            shown = {one.record for one in found}
            found += [one for one in self._clocks(running) if one.record not in shown]
            found += self._detections()
        return found

    @property
    def _of_office(self) -> bool:
        return bool(self.standing.roles & _OFFICE)

    @property
    def _judges(self) -> bool:
        """Whether steps of the office wait for him: as one of it, or in its place."""
        return self._of_office or self.standing.substitution.stands_in

    @property
    def _departments(self) -> tuple[str, ...]:
        return tuple(sorted(self.standing.departments))

    def _each(self, kind: RecordKind[R], asked: Iterable[Predicate]) -> Iterator[R]:
        asked = tuple(asked)
        return self.view.each(kind, Or(asked)) if asked else iter(())

    def _may(self, step: Step[Any], concerned: Concerned) -> bool:
        """Say whether his roles allow the step and, for an independent one, he stands apart."""
        if step.independent:
            return stands_apart(self.standing, concerned, step.roles)
        return not step.roles or bool(self.standing.roles.intersection(step.roles))

    def _waits_for(self, workflow: Workflow[S], state: S, concerned: Concerned) -> str | None:
        """Return the step a state waits for, if he may take it."""
        name = _NEXT.get(state)
        may = any(
            step.name == name and state in step.sources and self._may(step, concerned)
            for step in workflow.steps
        )
        return name if may else None

    def _lamp(self, due_on: dt.date | None, warn_on: dt.date | None = None) -> Lamp | None:
        if due_on is None:
            return None
        if due_on < self.today:
            return Lamp.RED
        near = warn_on is not None and warn_on <= self.today
        return Lamp.YELLOW if near else Lamp.GREEN

    # --- measures and findings ---

    def _waiting_measures(self) -> Iterator[tuple[Measure, Todo]]:
        mine = Eq("officer", self.standing.officer)
        theirs = And((In("department", self._departments), Eq("officer", None)))
        asked: list[Predicate] = [And((In("state", _AT_RECIPIENT), Or((mine, theirs))))]
        if self._judges:
            asked.append(In("state", _AT_OFFICE))
        for measure in self._each(MEASURE, asked):
            concerned = concerned_by_measure(measure)
            step = self._waits_for(MEASURE_WORKFLOW, measure.state, concerned)
            if step is None:
                continue
            clock = self.view.find(CLOCK, measure.clock) if measure.clock else None
            yield (
                measure,
                Todo(
                    action=f"{MEASURE.name}.{step}",
                    kind=MEASURE.name,
                    record=measure.id,
                    title=measure.title,
                    due_on=clock.due_on if clock else None,
                    lamp=lamp(clock, self.now) if clock else None,
                ),
            )

    def _findings(self, covered: set[str]) -> Iterator[Todo]:
        asked: list[Predicate] = []
        if self.standing.departments:
            theirs = In("department", self._departments)
            asked.append(And((theirs, In("state", _OF_DEPARTMENT))))
        if self._judges:
            asked.append(In("state", _OF_OFFICE))
        for finding in self._each(FINDING, asked):
            step = self._waits_for(FINDING_WORKFLOW, finding.state, concerned_by(finding))
            if step is None or finding.id in covered or self._still_waived(finding):
                continue
            waived = finding.state is FindingState.WAIVED
            due_on = finding.waived_until if waived else finding.due_on
            yield Todo(
                action=f"{FINDING.name}.{step}",
                kind=FINDING.name,
                record=finding.id,
                title=finding.title,
                due_on=due_on,
                lamp=self._lamp(due_on),
            )

    def _still_waived(self, finding: Finding) -> bool:
        until = finding.waived_until
        spent = finding.waiver_spent_on is not None
        return until is not None and self.today <= until and not spent

    # --- items ---

    def _items(self, clocks: Mapping[str, Clock]) -> Iterator[Todo]:
        for item in self.view.each(ITEM, Not(In("state", _ITEMS_ENDED))):
            yield from self._requirements(item)
            step = self._item_step(item)
            if step is None:
                continue
            due_on = item.due_on if is_open(item) else None
            lights = [self._lamp(due_on, item.warn_on)]
            clock = clocks.get(item.id)
            if clock is not None:
                due_on = clock.due_on
                lights.append(lamp(clock, self.now))
            yield Todo(
                action=f"{ITEM.name}.{step}",
                kind=ITEM.name,
                record=item.id,
                title=item.title,
                due_on=due_on,
                lamp=max((one for one in lights if one), key=_URGENCY.index, default=None),
            )

    def _requirements(self, item: Item) -> Iterator[Todo]:
        """Yield what the item asks of his departments; the lead reports on the whole item."""
        own = self.standing.departments
        if item.state not in _ANSWERING or item.lead in own:
            return
        for asked in item.requirements:
            addressed = own & set(asked.addressees) or (self.standing.officer in asked.officers)
            if asked.state in _UNANSWERED and addressed:
                yield Todo(
                    action=f"{ITEM.name}.report_requirement",
                    kind=ITEM.name,
                    record=item.id,
                    title=asked.text,
                    due_on=asked.due_on,
                    lamp=self._lamp(asked.due_on),
                )

    def _item_step(self, item: Item) -> str | None:
        """Return the first step onward he may take.

        A step onward leads to another state and needs no reason: reasons are for turning back,
        standing still and giving up. A step without roles is the lead department's, or that of
        the inspected.
        """
        if item.kind not in self.tables.kinds:  # taken out of the tables since
            return None
        concerned = concerned_by_item(item, self.tables.kind(item.kind))
        for step in self.tables.workflow(item.kind).steps:
            onward = step.target not in (None, item.state) and not step.reason
            mine = bool(step.roles or self.standing.departments & taken_by(item, step.name))
            if item.state in step.sources and onward and mine and self._may(step, concerned):
                return step.name
        return None

    # --- reviews and instructions ---

    def _followed(self, running: Iterable[Clock]) -> Iterator[Todo]:
        clocks = {clock.id: clock for clock in running}
        for kind, waiting in (
            (REVIEW.name, waiting_reviews(self.view, self.standing)),
            (INSTRUCTION.name, waiting_instructions(self.view, self.standing, self._may)),
        ):
            for step, record, title, clock_id in waiting:
                clock = clocks.get(clock_id or "")
                yield Todo(
                    action=f"{kind}.{step}",
                    kind=kind,
                    record=record,
                    title=title,
                    due_on=clock.due_on if clock else None,
                    lamp=lamp(clock, self.now) if clock else None,
                )

    def _incoming(self) -> Iterator[Todo]:
        for step, one in waiting_incoming(self.view, self.standing):
            yield Todo(
                action=f"{INCOMING.name}.{step}",
                kind=INCOMING.name,
                record=one.id,
                title=one.title,
                due_on=one.document.due_on,
                lamp=self._lamp(one.document.due_on),
            )

    def _accounts(self) -> Iterator[Todo]:
        for step, one in waiting_accounts(self.view, self.standing):
            yield Todo(
                action=f"{ACCOUNT.name}.{step}", kind=ACCOUNT.name, record=one.id, title=one.login
            )

    # --- what the office watches ---

    def _clocks(self, running: Iterable[Clock]) -> Iterator[Todo]:
        for clock in running:
            light = lamp(clock, self.now)
            kind = KINDS_BY_NAME.get(clock.owner.kind)
            owner = self.view.find(kind, clock.owner.id) if kind else None
            if light is Lamp.GREEN or owner is None:
                continue
            yield Todo(
                action="clock.overdue" if light is Lamp.RED else "clock.warning",
                kind=clock.owner.kind,
                record=clock.owner.id,
                title=getattr(owner, "title", clock.purpose),
                due_on=clock.due_on,
                lamp=light,
            )

    def _detections(self) -> Iterator[Todo]:
        """Count by rule: there may be thousands, and they are triaged in bulk."""
        waiting = And((Eq("decision", Decision.WAITING.value), Eq("seen", 1), Eq("alarmed", 0)))
        warning = Eq("stage", Stage.WARNING.value)
        for action, part, light in (
            ("detection.triage", Not(warning), Lamp.RED),
            ("detection.warning", warning, Lamp.YELLOW),
        ):
            for group in self.view.tally(DETECTION, And((waiting, part)), ("rule",)):
                rule = str(group.key[0])
                yield Todo(
                    action=action,
                    kind=DETECTION.name,
                    record=rule,
                    title=rule,
                    lamp=light,
                    count=group.count,
                )
