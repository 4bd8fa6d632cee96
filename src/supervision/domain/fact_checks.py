"""Decisions about what is the case (事实的决定): check, confirm, object, answer, analyse, dismiss.

The facts are shown to the inspected (核实), who sign that they are so or object (异议). Until an
objection is answered with reasons, the finding can be neither confirmed nor claimed, verified or
struck off, and no measure can be issued about it.
"""

from __future__ import annotations

import attrs

from supervision.domain.fields import prose
from supervision.domain.finding_changes import (
    FindingAnalysed,
    FindingChecked,
    FindingConfirmed,
    FindingDismissed,
    FindingObjected,
    FindingObjectionAnswered,
)
from supervision.domain.finding_workflow import check_step, check_undisputed
from supervision.domain.findings import Finding, RootCause
from supervision.domain.objections import ObjectionOutcome, check_answer, check_objection
from supervision.domain.separation import Deed
from supervision.domain.values import OfficerId
from supervision.errors import Refused

__all__ = [
    "decide_analyse",
    "decide_answer_objection",
    "decide_check_facts",
    "decide_confirm_finding",
    "decide_dismiss",
    "decide_object",
]


def decide_check_facts(
    finding: Finding,
    facts: str,
    *,
    deed: Deed,
    shown_to: tuple[OfficerId, ...] = (),
    agreed: bool = False,
) -> tuple[FindingChecked]:
    """Record the facts as checked (核对事实), shown to the inspected or not.

    Args:
        finding: the finding.
        facts: what is the case; no names of persons.
        deed: by whom, on which day.
        shown_to: to whom the facts were shown.
        agreed: whether they signed that they are so.

    Raises:
        Refused: `workflow.step`, `field.missing` (facts); `finding.agreed_by_nobody` when they
            were agreed to but shown to nobody.
    """
    check_step("check_facts", finding, deed)
    if agreed and not shown_to:
        raise Refused("finding.agreed_by_nobody", id=finding.id)
    shown = tuple(dict.fromkeys(shown_to))
    facts = prose(facts, "facts")
    return (FindingChecked(act=deed.act, facts=facts, shown_to=shown, agreed=agreed),)


def decide_confirm_finding(finding: Finding, *, deed: Deed) -> tuple[FindingConfirmed]:
    """Confirm that it is a problem (确认问题).

    Raises:
        Refused: `workflow.step`, `separation.*`; `finding.disputed`; `finding.confirmed` when
            it was confirmed before.
    """
    check_step("confirm", finding, deed)
    check_undisputed(finding)
    if finding.confirmed_on is not None:
        raise Refused("finding.confirmed", id=finding.id, on=finding.confirmed_on.isoformat())
    return (FindingConfirmed(act=deed.act),)


def decide_object(finding: Finding, text: str, *, deed: Deed) -> tuple[FindingObjected]:
    """Object to the finding (提出异议): a person responsible, or somebody of the department.

    Raises:
        Refused: `workflow.step`, `objection.not_inspected`, `objection.waiting`,
            `field.missing` (text).
    """
    check_step("object", finding, deed)
    standing = deed.standing
    named = standing.officer in {person.officer for person in finding.persons}
    if not named and finding.department not in standing.departments:
        raise Refused("objection.not_inspected", officer=standing.officer)
    return (
        FindingObjected(
            act=deed.act, text=check_objection(finding.objections, text, standing.officer)
        ),
    )


def decide_answer_objection(
    finding: Finding, index: int, outcome: ObjectionOutcome, text: str, *, deed: Deed
) -> tuple[FindingObjectionAnswered]:
    """Answer an objection with reasons (答复异议). What follows from it a person decides.

    Raises:
        Refused: `workflow.step`, `separation.*`, `objection.unknown`, `objection.answered`,
            `field.missing` (answer).
    """
    check_step("answer_objection", finding, deed)
    answer = check_answer(finding.objections, index, text)
    return (FindingObjectionAnswered(act=deed.act, index=index, outcome=outcome, text=answer),)


def decide_analyse(
    finding: Finding, causes: tuple[RootCause, ...], *, deed: Deed
) -> tuple[FindingAnalysed]:
    """State the causes (原因分析), all anew, the chief one first.

    Raises:
        Refused: `workflow.step`; `finding.cause_none` without any, `finding.cause_twice`.
    """
    check_step("analyse", finding, deed)
    if not causes:
        raise Refused("finding.cause_none", id=finding.id)
    codes = [one.code for one in causes]
    for place, code in enumerate(codes):
        if code in codes[:place]:
            raise Refused("finding.cause_twice", code=code)
    clean = tuple(attrs.evolve(one, text=one.text.strip()) for one in causes)
    return (FindingAnalysed(act=deed.act, causes=clean),)


def decide_dismiss(finding: Finding, *, deed: Deed) -> tuple[FindingDismissed]:
    """Decide, with a reason, that it is not a problem (不属问题)."""
    check_step("dismiss", finding, deed)
    return (FindingDismissed(act=deed.act),)
