"""From findings to their end (签发、认领、整改、核验、销号).

Acts of one department on one day are one unit of work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from mawei_story.cast import Words
from mawei_story.scene import Scene
from supervision import Acting
from supervision.domain.detections import DETECTION, Detection
from supervision.domain.findings import FINDING, Finding, FindingState
from supervision.domain.measures import MEASURE, IssueMeasure, Measure, MeasureState, Service
from supervision.domain.values import DepartmentId
from supervision.office import findings, measures
from supervision.ports.query import And, Eq, In

__all__ = ["answer_measures", "close_findings", "issue_measures"]

_PLANS = {
    "hint_letter": "逐案核对，补办手续，承办人每周自查一次节点。",
    "suggestion": "补充权利告知和听取意见材料，由部门负责人逐案复核后归卷。",
    "rectification_notice": "立即清理超期案件，建立期限台账，每日提示，由部门负责人审核。",
}
_ANSWER = "已按要求逐案整改，材料附卷，并已在部门例会上通报，避免再次发生。"


def issue_measures(scene: Scene) -> None:
    """Issue and serve one document for each department and rung the rules name."""
    title = Words("签发并送达", "Issue and serve")
    with scene.office.read(scene.cast.head) as view:
        covered = {id for one in view.each(MEASURE) for id in one.findings}
        state = Eq("state", FindingState.REGISTERED.value)
        left = [one for one in view.each(FINDING, state) if one.id not in covered]
        rungs = {one.id: _rung(scene, view.get(DETECTION, one.detections[0])) for one in left}
    groups: dict[str, dict[str, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for one in left:
        if one.department is not None:
            groups[one.department][rungs[one.id]].append(one)
    count = 0
    for department, by_rung in sorted(groups.items()):
        with scene.work("2022-07-06 10:00", scene.cast.head) as work:
            for rung, found in sorted(by_rung.items()):
                id = measures.issue(work, _document(scene, department, rung, found))
                measures.serve(work, id, Service.NETWORK)
                count += 1
    if count:
        zh = f"向 {len(groups)} 个部门送达 {count} 份：督察提示函、督察建议、整改通知。"
        scene.tell(title, zh, f"{count} documents served on {len(groups)} departments.")
    else:
        scene.tell(title, "没有需要签发的。", "Nothing to issue.")


def _rung(scene: Scene, detection: Detection) -> str:
    head = scene.office.watch.book.head(detection.subject.rule, detection.sight.rule_version)
    return head.rung if head is not None and head.rung is not None else "hint_letter"


def _document(scene: Scene, department: str, rung: str, found: Sequence[Finding]) -> IssueMeasure:
    names = {
        one.code: one.zh for ladder in scene.office.rules.ladders.values() for one in ladder.rungs
    }
    listed = "\n".join(f"{place}. {one.facts}" for place, one in enumerate(found, 1))
    return IssueMeasure(
        rung=rung,
        title=f"关于{scene.cast.name(department)}{len(found)}个问题的{names[rung]}",
        findings=tuple(one.id for one in found),
        department=DepartmentId(department),
        text=f"经全流程监控，你部存在下列问题，请认领、整改并在期限内反馈：\n{listed}",
    )


def answer_measures(scene: Scene) -> None:
    """Let the departments claim and answer, the inspector accept or return."""
    title = Words("认领、整改、核验", "Claim, put right, verify")
    with scene.office.read(scene.cast.head) as view:
        every = sorted(view.each(MEASURE), key=lambda one: (one.department or "", one.rung))
    left = [one for one in every if one.state is not MeasureState.ACCEPTED]
    if not left:
        scene.tell(title, "各部门均已整改，反馈均已采纳。", "All answers were accepted before.")
        return
    # One department answers perfunctorily at first, another one after its limit.
    perfunctory, late = every[0].id, every[-1].id
    _claim(scene, left)
    _answer(scene, [one for one in left if one.id != late], "2022-07-13 16:00")
    _judge(scene, [one for one in left if one.id != late], perfunctory)
    _answer(scene, [one for one in left if one.id == perfunctory], "2022-07-15 15:00")
    _answer(scene, [one for one in left if one.id == late], "2022-07-20 11:00")
    _accept(scene, left)
    scene.tell(
        title,
        f"{len(left)} 份措施均已认领、反馈、采纳；一份曾因敷衍整改退回，一份逾期反馈。",
        f"{len(left)} measures claimed, answered and accepted; one answer was returned as perfunctory, "
        "one came late.",
    )


def _claim(scene: Scene, left: Sequence[Measure]) -> None:
    for department, mine in _now(scene, left, MeasureState.SERVED):
        with scene.work("2022-07-08 10:00", scene.cast.head_of(department)) as work:
            for one in mine:
                measures.claim_measure(work, one.id, _PLANS[one.rung])


def _answer(scene: Scene, left: Sequence[Measure], when: str) -> None:
    for department, mine in _now(scene, left, MeasureState.CLAIMED):
        with scene.work(when, scene.cast.head_of(department)) as work:
            for one in mine:
                measures.answer(work, one.id, _ANSWER)


def _judge(scene: Scene, left: Sequence[Measure], perfunctory: str) -> None:
    """Return the perfunctory answer, once; accept the others of that day."""
    for _, mine in _now(scene, left, MeasureState.ANSWERED):
        with scene.work("2022-07-14 15:00", scene.cast.inspector) as work:
            for one in mine:
                if one.id == perfunctory and not one.returns:
                    how = Acting(reason="只有一句话，没有逐案说明，退回补正。")
                    measures.return_answer(work, one.id, perfunctory=True, acting=how)
                else:
                    measures.accept(work, one.id)


def _accept(scene: Scene, left: Sequence[Measure]) -> None:
    for _, mine in _now(scene, left, MeasureState.ANSWERED):
        with scene.work("2022-07-21 09:30", scene.cast.inspector) as work:
            for one in mine:
                measures.accept(work, one.id)


def _now(
    scene: Scene, which: Sequence[Measure], state: MeasureState
) -> list[tuple[DepartmentId, list[Measure]]]:
    """Return those of the measures that are in a state now, by department."""
    ids = tuple(one.id for one in which)
    with scene.office.read(scene.cast.head) as view:
        found = view.select(MEASURE, And((In("id", ids), Eq("state", state.value))))
    groups: dict[DepartmentId, list[Measure]] = defaultdict(list)
    for one in found:
        if one.department is not None:
            groups[one.department].append(one)
    return sorted(groups.items())


def close_findings(scene: Scene) -> None:
    """Strike off what was verified; the head of the office decides."""
    title = Words("销号", "Strike off")
    with scene.office.read(scene.cast.head) as view:
        done = view.select(FINDING, Eq("state", FindingState.VERIFIED.value))
    if not done:
        scene.tell(title, "没有等待销号的问题。", "Nothing waits.")
        return
    with scene.work("2022-07-21 15:00", scene.cast.head) as work:
        for one in done:
            findings.close(work, one.id)
    scene.tell(title, f"销号 {len(done)} 个问题。", f"{len(done)} findings struck off.")
