"""`supervision rules` (规则): check them, say what they mean, try them before they go live."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs

from supervision.cli.faults import DONE, FAILED
from supervision.cli.grammar import argument, command, group, option
from supervision.cli.listing import LIMIT
from supervision.cli.naming import day_text
from supervision.cli.rule_words import TYPES, meaning, type_of
from supervision.cli.screen import Column, Screen
from supervision.cli.session import Session
from supervision.cli.sight_tables import shown_figures, shown_hits
from supervision.cli.sweep import rule_name
from supervision.cli.texts import Text
from supervision.cli.values import DAY, INPUT, WHOLE
from supervision.cli.words import value_name
from supervision.domain.function_rules import FunctionRule
from supervision.domain.ir import Plan
from supervision.domain.rulebooks import RuleBook
from supervision.domain.rules import Rule, RuleHead, Sentence
from supervision.errors import ConfigError
from supervision.messages import render
from supervision.monitoring.compiling import compile_rules
from supervision.monitoring.trials import Trial
from supervision.office.rule_trials import read_rule_files, trial
from supervision.office.sweeps import SweepRequest
from supervision.ports.cases import CaseFilter

__all__ = ["RuleExplained", "RulesChecked", "rules"]

rules = group("rules", "监控规则：检查、释义、试运行", "Rules: check, explain, try")

_READING = Text("试运行", "Trying")
_CHECKED = Text("{count} 条规则，没有错误。", "{count} rules, no faults.")
_RULES = (
    Column("代码", "code", keep=True),
    Column("版本", "version", right=True, keep=True),
    Column("类型", "type"),
    Column("名称", "name"),
    Column("自", "from"),
    Column("至", "until"),
)
_TRIED = Text(
    "读了 {cases} 个案件，看到 {seen} 处。什么都没有写入。",
    "{cases} cases read, {seen} facts seen. Nothing was written.",
)
_HITS = Text(
    "命中（共 {seen} 处，抽 {shown} 处，种子“{seed}”）", "Hits ({shown} of {seen}, seed “{seed}”)"
)
_FIGURES = Text("指标", "Figures")
_FAULTS = Text("没有判断成功的规则：", "Rules that could not judge:")
_COUNTS = (
    Column("规则", "rule", keep=True),
    Column("部门", "department"),
    Column("阶段", "stage"),
    Column("所见", "seen", right=True, keep=True),
)
_BASIS = Text("依据", "Basis")
_VALID = Text("有效期", "Valid")
_SAYS = Text("内容", "Says")
_ANSWERS = Text("责任对象", "Answers")
_GRADE = Text("程度", "Grade")
_PROBLEM = Text("问题分类", "Problem")
_YIELDS = Text("产出", "Yields")
_PLAN = Text("求值", "Plan")
_OVER = Text("对象", "Over")
_LINES = Text("业务条线", "Lines")
_RUNG = Text("措施起点", "Rung")


@attrs.frozen(kw_only=True)
class RuleListed:
    """A rule of a book (规则条目).

    Attributes:
        code, version: which rule.
        type: its type.
        zh, en: its name.
        valid_from, valid_until: its validity.
    """

    code: str
    version: int
    type: str
    zh: str
    en: str
    valid_from: dt.date
    valid_until: dt.date | None


@attrs.frozen(kw_only=True)
class RulesChecked:
    """The rules that are sound (规则检查结果); a fault ends the command instead.

    Attributes:
        rules: by code and version.
    """

    rules: tuple[RuleListed, ...]


@attrs.frozen(kw_only=True)
class RuleExplained:
    """What a rule says (规则释义).

    Attributes:
        code, version, type: which rule.
        name, basis: its name and basis.
        valid_from, valid_until: its validity.
        over, lines: what it watches.
        answers, severity, certainty, problem_code, rung, yields: what follows from it.
        zh, en: what it says, a sentence each.
        sentences: what it tells people at each stage.
        plan: how an engine evaluates it: features, periods, events, sums, or referred to the
            reference engine; `null` for a function.
    """

    code: str
    version: int
    type: str
    name: str
    basis: str
    valid_from: dt.date
    valid_until: dt.date | None
    over: str
    lines: tuple[str, ...]
    answers: str
    severity: str
    certainty: str
    problem_code: str
    rung: str | None
    yields: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    plan: str | None


@argument(
    "files",
    "规则文件；不写则检查本办公室启用的规则",
    "rule files; without any, the rules of this office",
    label=Text("文件", "FILE"),
    kind=INPUT,
    nargs=-1,
)
@command(
    "check",
    "检查规则，指出每处错误的文件、键和行",
    "Check rules: every fault with file, key and line",
    result=RulesChecked,
    within=rules,
)
def check(session: Session, files: tuple[Path, ...]) -> int:
    """Check rules."""
    book = read_rule_files(files) if files else session.office.watch.book
    listed = tuple(_listed(rule) for rule in _sorted(book))
    session.tell(RulesChecked(rules=listed), lambda done: _shown_check(session.screen, done))
    return DONE


@argument("code", "规则代码", "code of the rule", label=Text("代码", "CODE"))
@command(
    "explain",
    "说明一条规则：内容、依据、期限、阶段和提示语",
    "Say what a rule means: basis, limits, stages, sentences",
    result=RuleExplained,
    within=rules,
)
def explain(session: Session, code: str) -> int:
    """Explain the newest version of a rule."""
    book = session.office.watch.book.only((code,))
    told = _explained(_sorted(book)[-1])
    session.tell(told, lambda one: _shown_explanation(session.screen, one, book))
    return DONE


@option("--until", kind=DAY, zh="受理日期至", en="accepted until")
@option("--from", "since", kind=DAY, zh="受理日期自", en="accepted from")
@option(
    "--department",
    "departments",
    multiple=True,
    zh="只查此部门，写法同导出表",
    en="only this department, as the exports write it",
)
@option(
    "--seed", default="", zh="抽样种子；同一种子抽到同样的", en="seed; the same seed draws the same"
)
@option("--limit", kind=WHOLE, default=LIMIT, zh="最多列出多少处命中", en="at most so many hits")
@argument(
    "what",
    "规则代码，或尚未启用的规则文件",
    "a rule's code, or a file of rules not in force yet",
    label=Text("代码或文件", "CODE|FILE"),
)
@command(
    "try",
    "试运行：在启用之前看一条规则会看到什么",
    "Try rules: what they would see, before they go live",
    more=Text(
        "什么都不写入。命中按种子抽样；限定范围时，指标不算。",
        "Nothing is written. Hits are drawn by the seed; within a scope no figure is made.",
    ),
    result=Trial,
    within=rules,
)
def try_(
    session: Session,
    what: str,
    limit: int,
    seed: str,
    departments: tuple[str, ...],
    since: dt.date | None,
    until: dt.date | None,
) -> int:
    """Try rules out."""
    office, actor = session.office, session.actor
    book = _asked(office.watch.book, what)
    request = SweepRequest(
        cases=CaseFilter(departments=departments), accepted_from=since, accepted_until=until
    )
    with session.screen.progress(_READING, office.cases.count()[0]) as step:
        found = trial(
            office, actor, office.watch, book, request, limit=limit, seed=seed, progress=step
        )
    session.tell(found, lambda done: _shown_trial(session.screen, done, book, seed))
    return FAILED if found.faults else DONE


def _asked(book: RuleBook, what: str) -> RuleBook:
    if what not in book.codes() and Path(what).is_file():
        return read_rule_files((Path(what),))
    return book.only((what,))


def _sorted(book: RuleBook) -> list[Rule | FunctionRule]:
    both = (*book.rules, *book.functions)
    return sorted(both, key=lambda rule: (rule.head.code, rule.head.version))


def _listed(rule: Rule | FunctionRule) -> RuleListed:
    head = rule.head
    return RuleListed(
        code=head.code,
        version=head.version,
        type=type_of(rule),
        zh=head.name.zh,
        en=head.name.en,
        valid_from=head.valid_from,
        valid_until=head.valid_until,
    )


def _explained(rule: Rule | FunctionRule) -> RuleExplained:
    head: RuleHead = rule.head
    return RuleExplained(
        code=head.code,
        version=head.version,
        type=type_of(rule),
        name=head.name.zh,
        basis=head.basis,
        valid_from=head.valid_from,
        valid_until=head.valid_until,
        over=head.over.value,
        lines=head.lines,
        answers=head.answers.value,
        severity=head.severity.value,
        certainty=head.certainty.value,
        problem_code=head.problem_code,
        rung=head.rung,
        yields=head.yields.value,
        zh=meaning(rule, "zh"),
        en=meaning(rule, "en"),
        sentences=head.sentences,
        plan=plan.value if (plan := _plan(rule)) else None,
    )


def _plan(rule: Rule | FunctionRule) -> Plan | None:
    return None if isinstance(rule, FunctionRule) else compile_rules((rule,)).judgements[0].plan


def _shown_check(screen: Screen, done: RulesChecked) -> None:
    rows = [
        (
            one.code,
            str(one.version),
            TYPES[one.type].of(screen.lang),
            one.en if screen.lang == "en" else one.zh,
            one.valid_from.isoformat(),
            day_text(one.valid_until),
        )
        for one in done.rules
    ]
    screen.table(_RULES, rows)
    screen.say(_CHECKED, count=len(rows))


def _shown_explanation(screen: Screen, one: RuleExplained, book: RuleBook) -> None:
    lang = screen.lang
    head = book.head(one.code, one.version)
    if head is None:
        raise ConfigError("rule.unknown", code=one.code, known=book.codes())
    name = head.name.en if lang == "en" else head.name.zh
    screen.line(f"{one.code} · {name} · {TYPES[one.type].of(lang)} · v{one.version}")
    says = one.en if lang == "en" else one.zh
    until = day_text(one.valid_until)
    pairs = [
        (_SAYS.of(lang), (" " if lang == "en" else "").join(says)),
        (_BASIS.of(lang), one.basis),
        (_VALID.of(lang), f"{one.valid_from.isoformat()} – {until}"),
        (_OVER.of(lang), value_name(head.over, lang)),
        (_LINES.of(lang), "、".join(one.lines)),
        (_ANSWERS.of(lang), value_name(head.answers, lang)),
        (
            _GRADE.of(lang),
            f"{value_name(head.severity, lang)} · {value_name(head.certainty, lang)}",
        ),
        (_PROBLEM.of(lang), one.problem_code),
        (_RUNG.of(lang), one.rung or ""),
        (_YIELDS.of(lang), value_name(head.yields, lang)),
        (_PLAN.of(lang), value_name(Plan(one.plan), lang) if one.plan else ""),
    ]
    pairs += [
        (value_name(sentence.stage, lang), sentence.en if lang == "en" else sentence.zh)
        for sentence in one.sentences
    ]
    screen.pairs([(label, text) for label, text in pairs if text])


def _shown_trial(screen: Screen, done: Trial, book: RuleBook, seed: str) -> None:
    lang = screen.lang
    screen.say(_TRIED, cases=done.cases, seen=done.seen)
    counts = [
        (
            rule_name(book, one.rule, lang),
            one.department or "—",
            value_name(one.stage, lang),
            str(one.count),
        )
        for one in done.counts
    ]
    if counts:
        screen.table(_COUNTS, counts)
    if done.hits:
        screen.head(_HITS, seen=done.seen, shown=len(done.hits), seed=seed)
        shown_hits(screen, done.hits)
    if done.figures:
        screen.head(_FIGURES)
        shown_figures(screen, done.figures)
    if done.faults:
        screen.head(_FAULTS)
        for fault in done.faults:
            case = f" {fault.case}" if fault.case else ""
            reason = render(fault.code, {"rule": fault.rule.code}, lang)
            screen.line(f"  {fault.rule.code}{case}：{reason}")
