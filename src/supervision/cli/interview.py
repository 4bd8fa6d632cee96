"""`supervision interview` (约谈、谈话): plan, hold, sign; see `interview_records` too."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from supervision.cli.acts import Doing, Particulars, act
from supervision.cli.grammar import acting, command, flag, option
from supervision.cli.interview_records import interview, which_interview
from supervision.cli.lookup import coded_of, id_of, ids_of, officer_of
from supervision.cli.results import Acted
from supervision.cli.session import Session
from supervision.cli.values import DAY, INPUT
from supervision.domain.findings import FINDING
from supervision.domain.interviews import (
    INTERVIEW,
    CorrectInterview,
    Interview,
    PlanInterview,
    Signature,
    SpokenTo,
)
from supervision.domain.items import ITEM
from supervision.domain.measures import MEASURE
from supervision.domain.officers import posts_on
from supervision.domain.posts import Relation
from supervision.domain.values import DepartmentId, OfficerId
from supervision.errors import UsageError
from supervision.office import interviews

__all__ = ["interview"]


def _spoken_to(doing: Doing, session: Session, text: str, *, outsider: bool) -> SpokenTo:
    """Read `who` or `who|capacity`; an officer's only department that day goes with it."""
    who, _, capacity = text.partition("|")
    code = coded_of(session.office.rules, "capacity", capacity.strip() or "interviewee")
    if outsider:
        name = doing.work.seal(who.strip().encode())
        return SpokenTo(outsider=name, capacity=code)
    officer = officer_of(doing.directory, who.strip())
    return SpokenTo(officer=officer, capacity=code, department=_department(doing, officer))


def _department(doing: Doing, officer: OfficerId) -> DepartmentId | None:
    on = doing.acting.on or doing.work.today
    posts = posts_on(doing.directory.officers[officer], on)
    served = {p.department for p in posts if p.relation is Relation.SERVES and p.department}
    return served.pop() if len(served) == 1 else None


def _persons(
    doing: Doing, session: Session, persons: tuple[str, ...], outsiders: tuple[str, ...]
) -> tuple[SpokenTo, ...]:
    return (
        *(_spoken_to(doing, session, one, outsider=False) for one in persons),
        *(_spoken_to(doing, session, one, outsider=True) for one in outsiders),
    )


@acting
@option(
    "--concerned",
    multiple=True,
    zh="其他涉及的人员，不得作谈话人",
    en="others concerned: may not lead it",
)
@option("--item", zh="所属督察事项", en="the item it serves")
@option("--measure", "taken", multiple=True, zh="涉及的督察措施", en="a measure it is about")
@option("--finding", "about", multiple=True, zh="涉及的问题", en="a finding it is about")
@option("--place", default="", zh="地点", en="place")
@option("--planned-on", kind=DAY, zh="拟谈话日期", en="day it is planned for")
@option("--interviewer", "leading", multiple=True, zh="谈话人", en="who leads it")
@option(
    "--outsider",
    "outsiders",
    multiple=True,
    zh="外来的被谈话人，姓名密封；可写成“姓名|身份”",
    en="somebody who is no officer, the name is sealed; may be NAME|CAPACITY",
)
@option(
    "--person",
    "persons",
    multiple=True,
    zh="被谈话人；可写成“人员|身份”，如：张四|部门负责人",
    en="person spoken to; may be OFFICER|CAPACITY",
)
@option(
    "--talk",
    required=True,
    zh="谈话种类，名称或代码，如：约谈 admonishing",
    en="kind of talk, by name or code, such as admonishing",
)
@option("--title", required=True, zh="事由，一行", en="what it is about, one line")
@command("plan", "拟定一次谈话", "Plan a talk", result=Acted, within=interview)
def plan(
    session: Session,
    title: str,
    talk: str,
    persons: tuple[str, ...],
    outsiders: tuple[str, ...],
    leading: tuple[str, ...],
    planned_on: dt.date | None,
    place: str,
    about: tuple[str, ...],
    taken: tuple[str, ...],
    item: str | None,
    concerned: tuple[str, ...],
    **particulars: object,
) -> None:
    """Plan a talk."""
    with act(session, INTERVIEW, Particulars.of(particulars)) as doing:
        view, names = doing.work.view, doing.directory
        asked = PlanInterview(
            talk=coded_of(session.office.rules, "talk", talk),
            title=title,
            persons=_persons(doing, session, persons, outsiders),
            interviewers=tuple(officer_of(names, one) for one in leading),
            planned_on=planned_on,
            place=place,
            findings=ids_of(view, FINDING, about),
            measures=ids_of(view, MEASURE, taken),
            item=id_of(view, ITEM, item) if item else None,
            concerned=tuple(officer_of(names, one) for one in concerned),
        )
        doing.done(interviews.plan_interview(doing.work, asked, acting=doing.acting))


@acting
@option("--place", default="", zh="地点，默认原定的", en="place; by default as planned")
@option(
    "--interviewer",
    "leading",
    multiple=True,
    zh="谈话人，默认原定的",
    en="who led it; by default as planned",
)
@flag("--rights-notice", "notice", zh="已告知权利", en="the persons were told of their rights")
@option("--file", kind=INPUT, zh="谈话笔录文件，密封保存", en="the record as a file, kept sealed")
@option("--text", zh="谈话内容，密封保存", en="what was said, kept sealed")
@which_interview
@command(
    "hold",
    "登记谈话；谈话日期就是行为日期",
    "Enter that it was held, on the day of the act",
    result=Acted,
    within=interview,
)
def hold(
    session: Session,
    which: str,
    text: str | None,
    file: Path | None,
    notice: bool,
    leading: tuple[str, ...],
    place: str,
    **particulars: object,
) -> None:
    """Hold a talk."""
    if (text is None) == (file is None):
        raise UsageError("cli.text_or_file")
    with act(session, INTERVIEW, Particulars.of(particulars), which) as doing:
        interviews.hold_interview(
            doing.work,
            doing.id,
            doing.work.seal(file.read_bytes()) if file is not None else text or "",
            rights_notice=notice,
            interviewers=tuple(officer_of(doing.directory, one) for one in leading),
            place=place,
            acting=doing.acting,
        )


@acting
@option(
    "--scan", kind=INPUT, zh="签名笔录的扫描件，密封保存", en="scan of the signed paper, sealed"
)
@option(
    "--refused",
    multiple=True,
    zh="拒绝签名的被谈话人，写成“第几人=理由”",
    en="a person who refused to sign, as NUMBER=REASON",
)
@which_interview
@command(
    "sign",
    "登记核对签名；未写拒签的都已签名",
    "Enter the signatures; all signed but those who refused",
    result=Acted,
    within=interview,
)
def sign(
    session: Session,
    which: str,
    refused: tuple[str, ...],
    scan: Path | None,
    **particulars: object,
) -> None:
    """Sign a record."""
    with act(session, INTERVIEW, Particulars.of(particulars), which) as doing:
        record = doing.work.load(INTERVIEW, doing.id)
        interviews.sign_interview(
            doing.work,
            doing.id,
            _signatures(record, refused),
            paper=doing.work.seal(scan.read_bytes()) if scan is not None else None,
            acting=doing.acting,
        )


def _signatures(record: Interview, refused: tuple[str, ...]) -> tuple[Signature, ...]:
    reasons: dict[int, str] = {}
    for text in refused:
        number, sign, reason = text.partition("=")
        known = number.isascii() and number.isdecimal() and 1 <= int(number) <= len(record.persons)
        if not sign or not known or not reason.strip():
            raise UsageError("cli.refused_signature", found=text, count=len(record.persons))
        reasons[int(number) - 1] = reason
    return (
        *(
            Signature(person=index, refused=reasons.get(index, ""))
            for index in range(len(record.persons))
        ),
        *(Signature(officer=officer) for officer in record.interviewers),
    )


@acting
@which_interview
@command(
    "cancel",
    "取消拟定的谈话，须写理由",
    "Cancel a planned talk, with a reason",
    result=Acted,
    within=interview,
)
def cancel(session: Session, which: str, **particulars: object) -> None:
    """Cancel a talk."""
    with act(session, INTERVIEW, Particulars.of(particulars), which) as doing:
        interviews.cancel_interview(doing.work, doing.id, acting=doing.acting)


@acting
@option("--text", zh="谈话内容，密封保存", en="what was said, kept sealed")
@option("--finding", "about", multiple=True, zh="涉及的问题", en="findings it is about")
@option("--place", zh="地点", en="place")
@option("--planned-on", kind=DAY, zh="拟谈话日期", en="day it is planned for")
@option("--interviewer", "leading", multiple=True, zh="谈话人", en="who leads it")
@option("--outsider", "outsiders", multiple=True, zh="外来的被谈话人", en="outsiders spoken to")
@option("--person", "persons", multiple=True, zh="被谈话人", en="persons spoken to")
@option("--title", zh="事由", en="what it is about")
@which_interview
@command(
    "correct", "更正，须写理由", "Correct an entry, with a reason", result=Acted, within=interview
)
def correct(
    session: Session,
    which: str,
    title: str | None,
    persons: tuple[str, ...],
    outsiders: tuple[str, ...],
    leading: tuple[str, ...],
    planned_on: dt.date | None,
    place: str | None,
    about: tuple[str, ...],
    text: str | None,
    **particulars: object,
) -> None:
    """Correct a talk."""
    with act(session, INTERVIEW, Particulars.of(particulars), which) as doing:
        work = doing.work
        correction = CorrectInterview(
            title=title,
            persons=_persons(doing, session, persons, outsiders) or None,
            interviewers=tuple(officer_of(doing.directory, one) for one in leading) or None,
            planned_on=planned_on,
            place=place,
            findings=ids_of(work.view, FINDING, about) or None,
            text=work.seal(text.encode()) if text else None,
        )
        interviews.correct_interview(work, doing.id, correction, acting=doing.acting)


@acting
@which_interview
@command("void", "作废，须写理由", "Void it, with a reason", result=Acted, within=interview)
def void(session: Session, which: str, **particulars: object) -> None:
    """Void a talk."""
    with act(session, INTERVIEW, Particulars.of(particulars), which) as doing:
        interviews.void_interview(doing.work, doing.id, acting=doing.acting)
