"""Every type of rule goes the whole way: sweep, alarm, counts, sentence, timeline, new anchor."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from desks import BECAUSE, Desk

from supervision.domain.cases import (
    Card,
    Case,
    CaseTrace,
    Document,
    Link,
    LinkedCase,
    Party,
    event_order,
)
from supervision.domain.detections import Decision, Sight, sight_digest
from supervision.domain.findings import Severity
from supervision.domain.function_rules import FunctionRule
from supervision.domain.rulebooks import RuleBook, faults_of
from supervision.domain.rules import (
    By,
    CardTests,
    Count,
    DataEntry,
    Deadline,
    Each,
    Field,
    FieldTest,
    Figures,
    Forbidden,
    Indicator,
    Measure,
    Order,
    Over,
    Pair,
    Required,
    RuleRef,
    Selector,
    Sentence,
    Separation,
    Stage,
    Threshold,
    Yields,
)
from supervision.domain.sightings import EventRole, Facts, Sighting, seen_event
from supervision.domain.sweep_runs import RunState
from supervision.errors import ConfigError, PluginFailure
from supervision.monitoring.overlays import overlaid
from supervision.monitoring.sentences import sentence_of
from supervision.monitoring.timelines import timeline_of
from supervision.office.rehashing import rehash
from supervision.testing.rule_samples import any_of, days, event_of, head_of

NOTICE = any_of("flow_notice")
TODAY = dt.date(2026, 4, 20)
ALARM = event_of("flow_notice 03-25")


def case(*events, number="A", card=None, parties=(), documents=(), linked=(), **more):
    made = sorted(
        (event_of(one) if isinstance(one, str) else one for one in events), key=event_order
    )
    fields = tuple(Card(name, text) for name, text in (card or {}).items())
    known = {"line": "审查起诉", "department": "第一检察部", "handler": "李五"}
    return CaseTrace(
        case=Case(number=number, accepted_on=dt.date(2026, 3, 2), card=fields, **known | more),
        events=tuple(made),
        parties=tuple(parties),
        documents=tuple(documents),
        linked=tuple(linked),
    )


def head(stage, zh, **more):
    sentence = Sentence(stage=stage, zh=zh, en=zh)
    return head_of("R1", opens_findings=True, sentences=(sentence,), **more)


def unpaid(cases, _):
    for trace in cases:
        for event in trace.events:
            if event.type == "pleaded":
                yield Sighting(
                    rule=RuleRef(code="R1", version=1),
                    case=trace.case.number,
                    line=trace.case.line,
                    department=trace.case.department,
                    handler=trace.case.handler,
                    anchor=(event.id,),
                    began_on=event.day,
                    breached_on=event.day,
                    stage=Stage.WRONG,
                    facts=Facts(events=(seen_event(EventRole.EVENT, event),)),
                )


@attrs.frozen
class Sample:
    """A rule, a case it sees, the same case put right, and what it tells."""

    rule: object
    wrong: CaseTrace
    right: CaseTrace
    stage: Stage
    told: str
    spans: tuple[int | None, int | None]


OTHER = Case(number="捕9", line="审查逮捕")
SAMPLES = {
    "deadline": Sample(
        Deadline(
            head=head_of(
                "R1",
                opens_findings=True,
                sentences=(
                    Sentence(stage=Stage.OVERDUE, zh="{start}→{due}", en="{due}"),
                    Sentence(stage=Stage.LATE_DONE, zh="{end}", en="{end}"),
                ),
            ),
            start=any_of("accepted"),
            end=any_of("decided"),
            limit=days(10),
        ),
        case("accepted 03-02"),
        case("accepted 03-02", "decided 03-05"),
        Stage.OVERDUE,
        "2026-03-02→2026-03-12",
        (49, 39),
    ),
    "required over documents": Sample(
        Required(
            head=head_of(
                "R1",
                over=Over.DOCUMENT,
                opens_findings=True,
                sentences=(
                    Sentence(stage=Stage.MISSING, zh="{before}", en=""),
                    Sentence(stage=Stage.LATE, zh="{required}", en=""),
                ),
            ),
            required=any_of("rights_told"),
            before=any_of("decided"),
        ),
        case("decided 03-10", documents=(Document(key="d1", type="notice"),)),
        case("rights_told 03-09 @d1", "decided 03-10", documents=(Document(key="d1", type="n"),)),
        Stage.MISSING,
        "2026-03-10",
        (41, None),
    ),
    "forbidden": Sample(
        Forbidden(head=head(Stage.FORBIDDEN, "{event}"), event=any_of("pleaded")),
        case("pleaded 03-10"),
        case(),
        Stage.FORBIDDEN,
        "2026-03-10",
        (None, None),
    ),
    "order over linked cases": Sample(
        Order(
            head=head(Stage.REVERSED, "{linked}:{later}<{earlier}:{days}", over=Over.LINKED),
            earlier=attrs.evolve(any_of("decided"), linked=True),
            later=any_of("accepted"),
        ),
        case(
            "accepted 03-02",
            linked=(LinkedCase(kind="a", case=OTHER, events=(event_of("decided 03-05"),)),),
        ),
        case(
            "accepted 03-02",
            linked=(LinkedCase(kind="a", case=OTHER, events=(event_of("decided 03-01"),)),),
        ),
        Stage.REVERSED,
        "捕9:2026-03-02<2026-03-05:3",
        (3, 3),
    ),
    "separation": Sample(
        Separation(
            head=head(Stage.SAME_PERSON, "{one}/{other}"),
            one=any_of("extended"),
            other=any_of("decided"),
        ),
        case("extended 03-02 by=张", "decided 03-05 by=张"),
        case("extended 03-02 by=张", "decided 03-05 by=李"),
        Stage.SAME_PERSON,
        "2026-03-02/2026-03-05",
        (None, None),
    ),
    "count": Sample(
        Count(head=head(Stage.EXCEEDED, "{count}"), events=any_of("extended"), at_most=1),
        case("extended 03-02", "extended 03-04"),
        case("extended 03-02"),
        Stage.EXCEEDED,
        "2",
        (None, None),
    ),
    "count at least": Sample(
        Count(
            head=head(Stage.SHORT, "{count}"),
            events=any_of("rights_told"),
            at_least=2,
            before=any_of("decided"),
        ),
        case("rights_told 03-02", "decided 03-04"),
        case("rights_told 03-02", "rights_told 03-03", "decided 03-04"),
        Stage.SHORT,
        "1",
        (47, None),
    ),
    "pair": Sample(
        Pair(
            head=head_of(
                "R1",
                opens_findings=True,
                sentences=(
                    Sentence(stage=Stage.OVERDUE, zh="{due}", en=""),
                    Sentence(stage=Stage.LATE_DONE, zh="{each}+{days}", en=""),
                ),
            ),
            each=any_of("appraised"),
            partner=any_of("appraisal_done"),
            limit=days(10),
        ),
        case("appraised 03-02", "appraisal_done 03-17"),
        case("appraised 03-02", "appraisal_done 03-03"),
        Stage.LATE_DONE,
        "2026-03-02+5",
        (15, 5),
    ),
    "field over parties": Sample(
        Field(
            head=head(Stage.WRONG, "{fields}", over=Over.PARTY),
            must=CardTests(party=(FieldTest(field="plea", one_of=("是",)),)),
        ),
        case(parties=(Party(key="p1", card=(Card("plea", "否"),)),)),
        case(parties=(Party(key="p1", card=(Card("plea", "是"),)),)),
        Stage.WRONG,
        "party.plea",
        (49, None),
    ),
    "data entry": Sample(
        DataEntry(head=head(Stage.LATE_ENTERED, "{event}+{days}"), event=any_of("accepted")),
        case("accepted 03-02 +03-04"),
        case("accepted 03-02 +03-02"),
        Stage.LATE_ENTERED,
        "2026-03-02+2",
        (2, 2),
    ),
    "function": Sample(
        FunctionRule(head=head(Stage.WRONG, "{event}"), check=unpaid),
        case("pleaded 03-10"),
        case(),
        Stage.WRONG,
        "2026-03-10",
        (41, None),
    ),
}
INDICATOR = Indicator(
    head=head(Stage.OUTLYING, "{period}:{value}"),
    figure=Figures.MEAN,
    top=(Measure(each=Each.SPAN, events=any_of("accepted"), to=any_of("decided")),),
    by=(By.UNIT, By.DEPARTMENT),
    at_most=Threshold(top=10),
)
SLOW = case("accepted 03-02", "decided 03-22")
QUICK = case("accepted 03-02", "decided 03-03")
FIGURE = Sample(INDICATOR, SLOW, QUICK, Stage.OUTLYING, "2026-03:20.00", (None, None))
every = pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
every_and_figures = pytest.mark.parametrize(
    "sample", [*SAMPLES.values(), FIGURE], ids=[*SAMPLES, "indicator"]
)


def with_head(rule, **fields):
    return attrs.evolve(rule, head=attrs.evolve(rule.head, **fields))


def alarmed(trace, alarm=ALARM):
    events = tuple(sorted((*trace.events, alarm), key=event_order))
    return attrs.evolve(trace, events=events)


def take(desk, trace):
    """Ingest a case and those it is linked to, as a connector would deliver them."""
    links = tuple(Link(kind=one.kind, number=one.case.number) for one in trace.linked)
    others = (CaseTrace(case=one.case, events=one.events) for one in trace.linked)
    desk.take(attrs.evolve(trace, linked=(), links=links), *others)


def instead(trace, of):
    """Return the case with what only `of` has struck out: an export never takes back silently."""
    own = {event.id for event in trace.events}
    struck = (attrs.evolve(one, type="struck") for one in of.events if one.id not in own)
    linked = tuple(
        attrs.evolve(
            one,
            events=(*one.events, *(attrs.evolve(e, type="struck") for e in other.events)),
        )
        for one, other in zip(trace.linked, of.linked, strict=True)
    )
    return attrs.evolve(trace, events=(*trace.events, *struck), linked=linked)


def use(desk, rule):
    desk.rules, desk.functions = ((), (rule,)) if isinstance(rule, FunctionRule) else ((rule,), ())


@every_and_figures
def test_the_sample_is_sound(sample):
    assert faults_of(sample.rule) == ()


@every_and_figures
def test_what_is_seen_goes_returns_and_is_counted(build, sample):
    """MONITORING-14, 16, 61."""
    desk = Desk(build, sample.rule)
    counted = []
    right, wrong = instead(sample.right, sample.wrong), instead(sample.wrong, sample.right)
    for trace in (sample.wrong, sample.wrong, right, wrong):
        take(desk, trace)
        result = desk.run().result
        (tally,) = result.tallies
        counted.append((tally.seen, tally.created, tally.gone, tally.returned))
        assert [one.seen for one in result.departments] == ([1] if tally.seen else [0])
    assert counted == [(1, 1, 0, 0), (1, 0, 0, 0), (0, 0, 1, 0), (1, 0, 0, 1)]
    assert desk.detection().sight.stage is sample.stage
    assert desk.office.verify().ok


@every_and_figures
def test_its_sentence_tells_what_was_seen(build, sample):
    desk = Desk(build, sample.rule)
    take(desk, sample.wrong)
    desk.sweep()
    assert sentence_of(sample.rule.head, desk.detection()) == sample.told
    (finding,) = desk.findings()
    assert finding.facts == sample.told


@every
def test_an_alarm_is_linked_and_opens_nothing(build, sample):
    """MONITORING-57."""
    desk = Desk(build, with_head(sample.rule, already_alarmed=NOTICE))
    take(desk, alarmed(sample.wrong))
    desk.sweep()
    linked = desk.detection()
    assert (linked.decision, linked.finding) == (Decision.WAITING, None)
    assert linked.sight.alarm.day == dt.date(2026, 3, 25)
    bare = Desk(build, with_head(sample.rule, already_alarmed=NOTICE))
    take(bare, sample.wrong)
    bare.sweep()
    assert bare.detection().decision is Decision.BY_RULE


@every
def test_the_timeline_tells_it_with_its_sentence(build, sample):
    """MONITORING-62."""
    desk = Desk(build, sample.rule)
    take(desk, sample.wrong)
    desk.sweep()
    told = timeline_of(sample.wrong, desk.detections(), TODAY, book=desk.watch.book)
    (seen,) = told.rules
    assert (seen.stage, seen.decision, seen.zh) == (sample.stage, Decision.BY_RULE, sample.told)
    assert (seen.span, seen.late) == sample.spans
    assert told.standing.breached == 1


@every_and_figures
def test_another_anchor_carries_it_over(build, sample):
    """MONITORING-58, 60."""
    desk = Desk(build, sample.rule)
    take(desk, sample.wrong)
    desk.sweep()
    finding = desk.detection().finding
    use(desk, with_head(sample.rule, anchor_version=2))
    held = desk.run()
    assert [one.code for one in held.result.faults] == ["sweep.rehash_needed"]
    rehash(desk.office, desk.small.inspector, desk.watch, dry_run=False, acting=BECAUSE)
    run = desk.run()
    assert (run.state, run.result.tallies[0].unchanged) == (RunState.COMPLETE, 1)
    (now,) = (one for one in desk.detections() if one.replaced_by is None)
    assert (now.finding, now.decision) == (finding, Decision.BY_RULE)


@every
def test_a_local_adjustment_names_the_alarm(sample):
    """MONITORING-46."""
    is_function = isinstance(sample.rule, FunctionRule)
    book = RuleBook(
        rules=() if is_function else (sample.rule,), functions=(sample.rule,) if is_function else ()
    )
    table = {"severity": "serious", "already_alarmed": {"events": ["flow_notice"]}, "priority": 1}
    (adjusted,) = overlaid(book, {"R1": table}, where="x").heads
    assert (adjusted.severity, adjusted.already_alarmed, adjusted.priority) == (
        Severity.SERIOUS,
        Selector(events=("flow_notice",)),
        1,
    )


def test_a_figure_has_no_alarm():
    """MONITORING-57."""
    with pytest.raises(ConfigError) as caught:
        overlaid(
            RuleBook(rules=(INDICATOR,)),
            {"R1": {"already_alarmed": {"events": ["flow_notice"]}}},
            where="x",
        )
    (problem,) = caught.value.problems
    assert (problem.path, problem.code) == ("x.R1.already_alarmed", "rule.figure_alarmed")


@pytest.mark.parametrize(
    ("name", "alarm", "linked"),
    [
        ("required over documents", "flow_notice 03-25 @d1", True),
        ("required over documents", "flow_notice 03-25 @d2", False),
        ("field over parties", attrs.evolve(ALARM, party="p1"), True),
        ("field over parties", attrs.evolve(ALARM, party="p2"), False),
    ],
)
def test_an_alarm_about_another_is_none(build, name, alarm, linked):
    """MONITORING-57."""
    sample = SAMPLES[name]
    desk = Desk(build, with_head(sample.rule, already_alarmed=NOTICE))
    take(desk, alarmed(sample.wrong, event_of(alarm) if isinstance(alarm, str) else alarm))
    desk.sweep()
    assert (desk.detection().sight.alarm is not None) is linked


def test_the_alarm_may_stand_in_the_linked_case(build):
    """MONITORING-57."""
    sample = SAMPLES["order over linked cases"]
    rule = with_head(sample.rule, already_alarmed=attrs.evolve(NOTICE, linked=True))
    (other,) = sample.wrong.linked
    there = attrs.evolve(sample.wrong, linked=(attrs.evolve(other, events=(*other.events, ALARM)),))
    for trace, linked in ((there, True), (alarmed(sample.wrong), False)):
        desk = Desk(build, rule)
        take(desk, trace)
        desk.sweep()
        assert (desk.detection().sight.alarm is not None) is linked


class TestLists:
    RULE = with_head(
        SAMPLES["forbidden"].rule,
        yields=Yields.LIST,
        opens_findings=False,
        already_alarmed=NOTICE,
    )

    def test_a_list_is_told_and_neither_kept_nor_counted(self, build):
        """MONITORING-45."""
        desk = Desk(build, self.RULE)
        desk.take(case("pleaded 03-10"))
        report = desk.sweep()
        (listed,) = report.evaluation.listed
        assert (listed.case, listed.stage) == ("A", Stage.FORBIDDEN)
        (run,) = report.runs
        assert (run.rules, run.result.tallies) == ((RuleRef(code="R1", version=1),), ())
        assert desk.detections() == ()

    def test_what_case_management_alarmed_of_is_not_listed(self, build):
        """MONITORING-57."""
        desk = Desk(build, self.RULE)
        desk.take(alarmed(case("pleaded 03-10")), case("pleaded 03-11", number="B"))
        assert [one.case for one in desk.sweep().evaluation.listed] == ["B"]

    def test_a_rule_that_becomes_a_list_lets_its_detections_be(self, build):
        """MONITORING-45."""
        desk = Desk(build, SAMPLES["forbidden"].rule)
        desk.take(case("pleaded 03-10"))
        desk.sweep()
        before = desk.detections()
        use(desk, with_head(self.RULE, anchor_version=2))
        desk.take(case())
        assert desk.run().state is RunState.COMPLETE
        assert desk.detections() == before
        assert rehash(desk.office, desk.small.inspector, desk.watch, dry_run=True) == ()


def test_what_is_more_urgent_keeps_its_priority(build):
    """MONITORING-63."""
    desk = Desk(build, with_head(SAMPLES["forbidden"].rule, priority=1))
    take(desk, SAMPLES["forbidden"].wrong)
    desk.sweep()
    assert desk.detection().priority == 1


def test_an_engine_that_fails_leaves_functions_their_cases_and_alarms(build):
    """MONITORING-48, 57."""

    class Engine:
        def sweep(self, rules, traces, context):
            raise PluginFailure("plugin.failed", plugin="p", what="w", problem="x")

    function = with_head(SAMPLES["function"].rule, already_alarmed=NOTICE, code="F1")
    desk = Desk(build, SAMPLES["forbidden"].rule)
    desk.functions = (attrs.evolve(function, check=renamed(function.check)),)
    take(desk, alarmed(SAMPLES["function"].wrong))
    desk.engine = Engine()
    run = desk.run()
    assert [(one.rule.code, one.code) for one in run.result.faults] == [("R1", "plugin.failed")]
    assert desk.detection().sight.alarm is not None
    assert run.result.cases == 1


def renamed(check):
    def under_its_code(cases, context):
        for one in check(cases, context):
            yield attrs.evolve(one, rule=RuleRef(code="F1", version=1))

    return under_its_code


OTHER_FACTS = {
    "events": (seen_event(EventRole.EVENT, ALARM),),
    "due_on": TODAY,
    "due_at": 1,
    "late_days": 1,
    "provisional": True,
    "count": 1,
    "fields": ("case.plea",),
    "linked": "捕9",
    "document": "evt_1",
    "period": "2026-03",
    "top": 1,
    "bottom": 1,
}


@pytest.mark.parametrize("field", [one.name for one in attrs.fields(Facts)])
def test_whatever_fact_changes_the_digest_does(field):
    """MONITORING-50."""
    sight = Sight(rule_version=1, stage=Stage.WRONG, facts=Facts(events=()))
    other = attrs.evolve(sight, facts=Facts(**{"events": (), field: OTHER_FACTS[field]}))
    assert sight_digest(other) != sight_digest(sight)


def test_other_fields_that_are_wrong_move_the_detection(build):
    """MONITORING-14."""
    tests = tuple(FieldTest(field=name, one_of=("是",)) for name in ("plea", "bail"))
    rule = Field(head=head(Stage.WRONG, "{fields}"), must=CardTests(case=tests))
    desk = Desk(build, rule)
    for card, told in (
        ({"plea": "否", "bail": "是"}, "plea"),
        ({"plea": "是", "bail": "否"}, "bail"),
    ):
        take(desk, case(card=card))
        run = desk.run()
        assert desk.detection().sight.facts.fields == (f"case.{told}",)
    assert run.result.tallies[0].moved == 1
