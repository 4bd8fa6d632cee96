"""Triage at work (研判办理): detections become findings, or are dismissed, many at once.

All functions raise `NotFound`, `Refused`, `AccessDenied`; none commits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import attrs

from supervision.domain.bases import BASIS, basis_id
from supervision.domain.detections import DETECTION, Detection
from supervision.domain.findings import (
    FINDING,
    Certainty,
    FindingState,
    OpenFinding,
    Responsible,
    Source,
)
from supervision.domain.recurrences import Returns, decide_support, decide_withdraw
from supervision.domain.rulebooks import RuleBook
from supervision.domain.rules import Answers, RuleHead
from supervision.domain.separation import Deed
from supervision.domain.triages import (
    TRIAGE,
    Verdict,
    bears_finding,
    check_attach,
    check_group,
    check_triage,
    decide_confirm,
    decide_dismiss,
    decide_retract,
    decide_triage,
)
from supervision.errors import NotFound, Refused
from supervision.monitoring.sentences import sentence_of, title_of
from supervision.office.acting import Acting, deed_of
from supervision.office.bulk import BulkRefusal
from supervision.office.findings import open_finding
from supervision.office.receivers import closers
from supervision.office.recurring import finding_placed
from supervision.office.work import Work

__all__ = [
    "Triaged",
    "attach",
    "confirm",
    "dismiss",
    "finding_for",
    "group",
    "retract",
    "sorted_out",
]


@attrs.frozen(kw_only=True)
class Triaged:
    """What a triage did (研判结果).

    Attributes:
        triage: its id.
        findings: findings it opened, or those it added to or took from.
        old: detections confirmed without a finding, because their breach lies before the
            go-live date.
    """

    triage: str
    findings: tuple[str, ...] = ()
    old: tuple[str, ...] = ()


def confirm(
    work: Work,
    ids: Sequence[str],
    *,
    book: RuleBook,
    go_live: dt.date | None = None,
    returns: Returns = Returns(),
    acting: Acting = Acting(),
) -> Triaged:
    """Confirm detections, each as a finding of its own (批量确认).

    What returned after its finding was struck off joins the finding that stands for it now,
    takes the old one up again or opens one linked to it, see `finding_placed`.

    Args:
        work: the unit of work.
        ids: the detections; one named twice is taken once.
        book: the rules, which know basis and sentences.
        go_live: breaches before this day are confirmed without a finding; `None`: all bear one.
        returns: what becomes of facts that returned.
        acting: for whom, when, why.

    Raises:
        Refused: `triage.*`, `separation.*`.
    """
    detections, deed = _checked(work, Verdict.CONFIRM, ids, acting)
    findings: dict[str, str] = {}
    for detection in detections:
        if bears_finding(detection, go_live):
            head = _head(book, detection)
            command = finding_for(work, head, (detection,), Certainty.CONFIRMED)
            findings[detection.id] = finding_placed(work, detection, command, returns, deed, acting)
    opened = tuple(dict.fromkeys(findings.values()))
    triage = _record(work, Verdict.CONFIRM, detections, opened, deed)
    for detection in detections:
        changes = decide_confirm(
            detection, act=deed.act, triage=triage, finding=findings.get(detection.id)
        )
        work.stage(DETECTION, detection.id, changes, deed.reason)
    old = tuple(one.id for one in detections if one.id not in findings)
    return Triaged(triage=triage, findings=opened, old=old)


def group(
    work: Work,
    ids: Sequence[str],
    *,
    book: RuleBook,
    title: str = "",
    acting: Acting = Acting(),
) -> Triaged:
    """Confirm detections of one department and problem as one finding (并案), with a reason.

    Grouping is asked for one by one, so the go-live date does not hold it up.

    Args:
        work: the unit of work.
        ids: the detections.
        book: the rules.
        title: the finding's title; by default that of the first detection.
        acting: for whom, when, why.

    Raises:
        Refused: `triage.*`, `separation.*`, `act.reason_missing`.
    """
    detections, deed = _checked(work, Verdict.GROUP, ids, acting)
    check_group(detections)
    command = finding_for(work, _head(book, detections[0]), detections, Certainty.CONFIRMED)
    sentences = "\n".join(_sentence(work, _head(book, one), one) for one in detections)
    cases = {one.subject.case for one in detections}
    before = {one.recurs_from for one in detections if one.recurs_from}
    command = attrs.evolve(
        command,
        title=title or command.title,
        facts=sentences,
        case_number=command.case_number if len(cases) == 1 else None,
        recurs_from=_closed(work, before.pop()) if len(before) == 1 else None,
    )
    finding = open_finding(work, command, acting=acting)
    triage = _record(work, Verdict.GROUP, detections, (finding,), deed)
    for detection in detections:
        changes = decide_confirm(detection, act=deed.act, triage=triage, finding=finding)
        work.stage(DETECTION, detection.id, changes, deed.reason)
    return Triaged(triage=triage, findings=(finding,))


def dismiss(work: Work, ids: Sequence[str], *, acting: Acting = Acting()) -> Triaged:
    """Dismiss detections, with a reason (批量排除).

    Raises:
        Refused: `triage.*`, `separation.*`, `act.reason_missing`.
    """
    detections, deed = _checked(work, Verdict.DISMISS, ids, acting)
    triage = _record(work, Verdict.DISMISS, detections, (), deed)
    for detection in detections:
        changes = decide_dismiss(detection, act=deed.act, triage=triage)
        work.stage(DETECTION, detection.id, changes, deed.reason)
    return Triaged(triage=triage)


def attach(work: Work, ids: Sequence[str], finding: str, *, acting: Acting = Acting()) -> Triaged:
    """Confirm detections as further support of a finding at work (并入在办问题), with a reason.

    Args:
        work: the unit of work.
        ids: the detections, of the finding's department.
        finding: the finding.
        acting: for whom, when, why.

    Raises:
        Refused: `triage.*`, `separation.*`, `act.reason_missing`.
    """
    detections, deed = _checked(work, Verdict.ATTACH, ids, acting)
    supported = work.load(FINDING, finding)
    check_attach(detections, supported.department)
    changes = decide_support(supported, [one.id for one in detections], deed=deed)
    work.stage(FINDING, finding, changes, deed.reason)
    triage = _record(work, Verdict.ATTACH, detections, (finding,), deed)
    for detection in detections:
        confirmed = decide_confirm(detection, act=deed.act, triage=triage, finding=finding)
        work.stage(DETECTION, detection.id, confirmed, deed.reason)
    return Triaged(triage=triage, findings=(finding,))


def retract(work: Work, ids: Sequence[str], *, acting: Acting = Acting()) -> Triaged:
    """Take detections back from the findings they support (撤回), with a reason.

    A finding nothing supports any more stays as it is; whoever may strike it off is told.

    Raises:
        Refused: `triage.*`, `separation.*`, `act.reason_missing`.
    """
    detections, deed = _checked(work, Verdict.RETRACT, ids, acting)
    by_finding: dict[str, list[str]] = {}
    for one in detections:
        by_finding.setdefault(str(one.finding), []).append(one.id)
    triage = _record(work, Verdict.RETRACT, detections, tuple(sorted(by_finding)), deed)
    for detection in detections:
        changes = decide_retract(detection, act=deed.act, triage=triage)
        work.stage(DETECTION, detection.id, changes, deed.reason)
    for id, taken in sorted(by_finding.items()):
        changed = decide_withdraw(work.load(FINDING, id), taken, deed=deed)
        finding = work.stage(FINDING, id, changed, deed.reason)
        if not finding.detections:
            work.notify("finding.closing_proposed", FINDING, id, closers(work, finding))
    return Triaged(triage=triage, findings=tuple(sorted(by_finding)))


def sorted_out(
    work: Work, verdict: Verdict, ids: Sequence[str], *, acting: Acting = Acting()
) -> tuple[tuple[str, ...], tuple[BulkRefusal, ...]]:
    """Say of each detection by itself whether it may be judged so (逐条检查).

    Returns:
        The ids that may, and the others with the reason. Judging the first as one triage then
        holds; without this, one refused detection refuses all.
    """
    deed = deed_of(work, acting)
    taken: list[str] = []
    refused: list[BulkRefusal] = []
    for id in dict.fromkeys(ids):
        try:
            detection = work.load(DETECTION, id)
            check_triage(verdict, (detection,), deed)
            if verdict is Verdict.RETRACT:
                decide_withdraw(work.load(FINDING, str(detection.finding)), (id,), deed=deed)
        except (Refused, NotFound) as error:
            refused.append(BulkRefusal(id=id, code=error.code, details=error.details))
        else:
            taken.append(id)
    return tuple(taken), tuple(refused)


def finding_for(
    work: Work, head: RuleHead, detections: Sequence[Detection], certainty: Certainty
) -> OpenFinding:
    """Return the command that opens a finding on detections, as their rule says.

    Handlers are named as responsible only if the rule makes them answer.
    """
    first = detections[0]
    handlers = dict.fromkeys(one.sight.handler for one in detections if one.sight.handler)
    basis = basis_id(work.unit, head.basis)
    return OpenFinding(
        title=title_of(head, first, work.office.parts.language),
        source=Source.MONITORING,
        certainty=certainty,
        nature=head.nature,
        severity=head.severity,
        problem_code=head.problem_code,
        basis=(basis,) if work.peek(BASIS, basis) else (),
        facts=_sentence(work, head, first),
        department=first.sight.department,
        persons=tuple(Responsible(officer=officer) for officer in handlers)
        if head.answers is Answers.HANDLER
        else (),
        case_number=first.subject.case,
        detections=tuple(one.id for one in detections),
    )


def _checked(
    work: Work, verdict: Verdict, ids: Sequence[str], acting: Acting
) -> tuple[list[Detection], Deed]:
    detections = [work.load(DETECTION, id) for id in dict.fromkeys(ids)]
    deed = deed_of(work, acting)
    check_triage(verdict, detections, deed)
    return detections, deed


def _closed(work: Work, id: str) -> str | None:
    """Return a finding's id if it is struck off, so that another may recur from it."""
    finding = work.peek(FINDING, id)
    return id if finding is not None and finding.state is FindingState.CLOSED else None


def _record(
    work: Work,
    verdict: Verdict,
    detections: Sequence[Detection],
    findings: tuple[str, ...],
    deed: Deed,
) -> str:
    id = work.new_id(TRIAGE)
    changes = decide_triage(
        verdict, detections, id=id, unit=work.unit, act=deed.act, findings=findings
    )
    work.stage(TRIAGE, id, changes, deed.reason)
    return id


def _head(book: RuleBook, detection: Detection) -> RuleHead:
    rule = detection.subject.rule
    head = book.head(rule, detection.sight.rule_version)
    if head is None:
        raise Refused("triage.rule_unknown", rule=rule, id=detection.id)
    return head


def _sentence(work: Work, head: RuleHead, detection: Detection) -> str:
    return sentence_of(head, detection, work.office.parts.language)
