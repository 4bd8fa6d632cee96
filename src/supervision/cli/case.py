"""`supervision case timeline` (案件时间线): a case as it went, and what each rule saw of it."""

from __future__ import annotations

from supervision.cli.event_words import event_name
from supervision.cli.grammar import argument, command, group
from supervision.cli.lookup import short
from supervision.cli.naming import Naming, moment_text
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.sweep import rule_name
from supervision.cli.texts import Text
from supervision.domain.detections import Decision
from supervision.monitoring.timelines import CaseTimeline, Moment, What, WhatARuleSaw
from supervision.office.timelines import case_timeline

__all__ = ["case"]

case = group("case", "案件：时间线", "Cases: their timeline")

_MOMENTS = (
    Column("日期", "day", keep=True),
    Column("第几日", "day no.", right=True, keep=True),
    Column("间隔", "since", right=True, keep=True),
    Column("事项", "what"),
)
_DUE = Text("└ 期满：{rule}", "└ limit ends: {rule}")
_NOW = Text("── 今天 ──", "── today ──")
_ENTERED = Text("（{days} 日后才录入）", " (entered {days} days later)")
_RULES = Text("规则所见", "What the rules saw")
_NO_RULES = Text("没有规则在本案中有所见。", "No rule has seen anything in this case.")
_STANDS = Text("现状", "Where it stands")
_ON = Text("{began}", "on {began}")
_SPAN = Text("{began} 起，{span} 日", "since {began}, {span} days")
_DUE_ON = Text("期满 {due}", "due {due}")
_DONE_ON = Text("办理 {done}", "done {done}")
_LATE = Text("逾期 {late} 日", "{late} days late")
_LEFT = Text("还剩 {left} 日", "{left} days left")
_GONE = Text("已消失", "no longer seen")
_FINDING = Text("问题 {id}", "finding {id}")
_FINDING_STATE = Text("问题 {id}（{state}）", "finding {id} ({state})")
_RECURS = Text("反弹，原问题 {id}", "recurs from finding {id}")
_ALARMED = Text("案管已于 {day} 预警", "alarm of case management on {day}")
_FROZEN = Text("确认时为{stage}", "was {stage} when confirmed")
_LAST = Text("最近一项是{last}，已过 {idle} 日。", "The last event was “{last}”, {idle} days ago.")
_IDLE = Text("案件库里没有本案的事件。", "The case store has no event of this case.")
_RUNNING = Text("期限在走：{rules}。", "Limits running: {rules}.")
_ARCHIVED = Text("已于 {on} 归档。", "Archived on {on}.")
_JUDGED = Text("{breached} 项违规，均已研判。", "{breached} breaches, all of them decided.")
_BREACHED = Text(
    "{breached} 项违规，其中 {waiting} 项等待研判。",
    "{breached} breaches, {waiting} of them waiting for triage.",
)
_SOUND = Text("没有违规。", "Nothing is breached.")


@argument("number", "案号", "the case number", label=Text("案号", "NUMBER"))
@command(
    "timeline",
    "一个案件的时间线：事件、期限、规则所见、现状",
    "A case as it went: events, limits, what each rule saw, where it stands",
    result=CaseTimeline,
    within=case,
)
def timeline(session: Session, number: str) -> None:
    """Show a case as it went."""
    with session.reading() as view:
        found = case_timeline(session.office, view, number)
        naming = Naming(view, session)
        session.tell(found, lambda told: _Page(session, naming).show(told))


class _Page:
    """Draws one timeline (时间线页)."""

    def __init__(self, session: Session, naming: Naming) -> None:
        self.screen = session.screen
        self.lang = session.lang
        self.book = session.office.watch.book
        self.naming = naming
        self.comma = "，" if self.lang == "zh" else ", "

    def show(self, told: CaseTimeline) -> None:
        head = (told.number, told.line, told.department or "", told.handler or "")
        self.screen.line("  ".join(part for part in head if part))
        self.screen.line()
        self.screen.table(_MOMENTS, [self._moment(one, told) for one in told.moments])
        self.screen.head(_RULES)
        if not told.rules:
            self.screen.say(_NO_RULES)
        for one in told.rules:
            self._rule(one, told)
        self.screen.head(_STANDS)
        self._standing(told)

    def _moment(self, one: Moment, told: CaseTimeline) -> tuple[str, ...]:
        day = moment_text(one.at) if one.at is not None else one.day.isoformat()
        if one.what is What.NOW:
            what = _NOW.of(self.lang)
        elif one.what is What.DUE and one.rule is not None:
            what = _DUE.tell(self.lang, rule=rule_name(self.book, one.rule, self.lang))
        else:
            what = event_name(one.type, self.lang)
        what += self._party(one.party, told)
        if one.entered_late:
            what += _ENTERED.tell(self.lang, days=one.entered_late)
        since = "" if one.since is None else f"+{one.since}" if one.since else ""
        return day, str(one.day_number), since, what

    def _party(self, key: str | None, told: CaseTimeline) -> str:
        """Return the party in brackets, without the case's own number before it."""
        if not key:
            return ""
        own = key.removeprefix(told.number) or key
        return f"（{own}）" if self.lang == "zh" else f" ({own})"

    def _rule(self, one: WhatARuleSaw, told: CaseTimeline) -> None:
        name = rule_name(self.book, one.rule, self.lang)
        party = self._party(one.party, told)
        state = [self.naming.value(one.stage), self.naming.value(one.decision)]
        if not one.seen:
            state.append(_GONE.of(self.lang))
        if one.finding:
            text = _FINDING if one.finding_state is None else _FINDING_STATE
            of = self.naming.value(one.finding_state)
            state.append(text.tell(self.lang, id=short(one.finding), state=of))
        if one.recurs_from:
            state.append(_RECURS.tell(self.lang, id=short(one.recurs_from)))
        mark = "·" if not one.seen or one.decision is Decision.DISMISSED else "■"
        self.screen.line(f"{mark} {name}{party}  {short(one.detection)}  {self.comma.join(state)}")
        self.screen.hanging("  ", self.comma.join(self._span(one, told)))
        sentence = one.zh if self.lang == "zh" else one.en
        if sentence:
            self.screen.hanging("  ", sentence)

    def _span(self, one: WhatARuleSaw, told: CaseTimeline) -> list[str]:
        text = _ON if one.span is None else _SPAN
        spans = [text.tell(self.lang, began=one.began_on.isoformat(), span=one.span)]
        if one.due_on is not None:
            spans.append(_DUE_ON.tell(self.lang, due=one.due_on.isoformat()))
        if one.done_on is not None:
            spans.append(_DONE_ON.tell(self.lang, done=one.done_on.isoformat()))
        if one.late is not None:
            spans.append(_LATE.tell(self.lang, late=one.late))
        elif one.due_on is not None:
            today = next(moment.day for moment in told.moments if moment.what is What.NOW)
            spans.append(_LEFT.tell(self.lang, left=(one.due_on - today).days))
        if one.alarmed_on is not None:
            spans.append(_ALARMED.tell(self.lang, day=one.alarmed_on.isoformat()))
        if one.frozen_stage is not None:
            spans.append(_FROZEN.tell(self.lang, stage=self.naming.value(one.frozen_stage)))
        return spans

    def _standing(self, told: CaseTimeline) -> None:
        standing = told.standing
        if standing.last == "archived":
            on = max(one.day for one in told.moments if one.type == standing.last)
            self.screen.say(_ARCHIVED, on=on.isoformat())
        elif standing.last:
            last = event_name(standing.last, self.lang)
            self.screen.say(_LAST, last=last, idle=standing.idle)
        else:
            self.screen.say(_IDLE)
        if standing.running:
            names = [
                f"{rule_name(self.book, one.rule, self.lang)} {one.due_on}"
                for one in standing.running
            ]
            self.screen.say(_RUNNING, rules=("；" if self.lang == "zh" else "; ").join(names))
        if standing.breached and not standing.waiting:
            self.screen.say(_JUDGED, breached=standing.breached)
        elif standing.breached:
            self.screen.say(_BREACHED, breached=standing.breached, waiting=standing.waiting)
        else:
            self.screen.say(_SOUND)
