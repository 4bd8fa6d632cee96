"""Whole acts of an office's daily work, picked by chance: one entry or twelve, in one chain or
two, with and without sealed content and messages, each read from the store before it is decided.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import force_offices as fo

from supervision.domain.bases import RegisterBasis, basis_id, decide_register_basis
from supervision.domain.findings import FINDING, FindingState, OpenFinding, Rectification
from supervision.domain.measures import MEASURE, IssueMeasure, MeasureState, Service
from supervision.errors import Refused, StorageError, StorageUnavailable
from supervision.office import findings, measures
from supervision.office.acting import Acting, deed_of
from supervision.office.office import Office
from supervision.office.registers import take_number
from supervision.office.work import Receipt, Work
from supervision.ports.query import Eq

Say = Callable[..., None]
PATIENCE = 0.02
"""Seconds until an act is tried again while the store cannot be reached."""


def plan_of(work: Work) -> dict[str, object]:
    """Return everything the commit is about to keep. The instant tells one act from another
    that was tried before it in vain and would have read the same."""
    entries: dict[str, list[list[str | int]]] = {}
    for step in work._steps:
        chain = f"{work.unit}/closed" if step.kind.closed else str(work.unit)
        entry = [step.kind.name, step.id, step.version, step.tag, work.now]
        entries.setdefault(chain, []).append(entry)
    return {
        "entries": entries,
        "blobs": [blob.digest for blob in work._blobs],
        "messages": [message.id for message in work._messages],
    }


def kept(receipt: Receipt) -> dict[str, object]:
    """Return what the receipt says is kept, in the form of a plan; blobs are not told in it."""
    entries: dict[str, list[list[str | int]]] = {}
    for header in receipt.headers:
        entry = [header.kind, header.id, header.version, header.tag, header.at]
        entries.setdefault(header.chain, []).append(entry)
    return {"entries": entries, "messages": list(receipt.messages)}


class Acts:
    """Random acts through an opened office. `say` hears of each before and after its commit."""

    def __init__(self, office: Office, chance: random.Random, say: Say) -> None:
        self._office = office
        self._chance = chance
        self._say = say
        self._acts = (
            (fo.INSPECTOR, fo.UNIT, self._open),
            (fo.INSPECTOR, fo.OTHER_UNIT, self._open),
            (fo.INSPECTOR, fo.UNIT, self._open_for_another),
            (fo.HEAD, fo.UNIT, self._confide),
            (fo.HEAD, fo.UNIT, self._issue),
            (fo.HEAD, fo.UNIT, self._issue_and_serve),
            (fo.HEAD, fo.UNIT, self._serve),
            (fo.ANSWERER, fo.UNIT, self._claim),
            (fo.ANSWERER, fo.UNIT, self._answer),
            (fo.ANSWERER, fo.UNIT, self._submit),
            (fo.HEAD, fo.UNIT, self._accept),
            (fo.HEAD, fo.UNIT, self._void),
            (fo.HEAD, fo.OTHER_UNIT, self._number),
        )

    def one(self) -> None:
        """Do one act and acknowledge it."""
        actor, unit, act = self._chance.choice(self._acts)
        with self._office.work(actor, unit) as work:
            act(work)
            plan = plan_of(work)
            if plan["entries"]:
                self._say(plan=plan)
                self._say(done=kept(work.commit()))

    def _pick(self, work: Work, state: MeasureState) -> str | None:
        found = work.view.select(MEASURE, Eq("state", state.value), limit=5)
        return self._chance.choice(found).id if found else None

    def _open(self, work: Work) -> None:
        for number in range(self._chance.randint(1, 4)):
            findings.open_finding(work, OpenFinding(title=f"告知逾期 {number}"))

    def _open_for_another(self, work: Work) -> None:
        paper = work.seal(self._chance.randbytes(self._chance.choice((10, 5_000, 40_000))))
        acting = Acting(by=fo.HEAD, paper=paper, reason="代录")
        findings.open_finding(work, OpenFinding(title="纸质登记"), acting=acting)

    def _confide(self, work: Work) -> None:
        """Write both chains of the unit, two blobs and a message."""
        seals = [work.seal(self._chance.randbytes(300)) for _ in range(2)]
        id = findings.open_finding(work, OpenFinding(title="线索", facts="另见涉密卷"))
        findings.claim(
            work,
            id,
            department=fo.FIRST,
            mode=Rectification.LASTING,
            plan="核查",
            acting=Acting(by=fo.HEAD, paper=seals[0]),
        )
        findings.submit(work, id, "已核查", evidence=(seals[1],))
        code = f"密-{self._chance.getrandbits(60)}"
        command = RegisterBasis(code=code, regulation="内部规定", article="第一条")
        changes = decide_register_basis(
            None, command, unit=work.unit, act=deed_of(work, Acting()).act
        )
        work.stage(fo.CONFIDENTIAL_BASIS, basis_id(work.unit, code), changes)
        findings.check_facts(work, findings.open_finding(work, OpenFinding(title="旁证")), "已核对")
        work.notify("measure.served", FINDING, id, [fo.INSPECTOR])

    def _issue(self, work: Work) -> str:
        made = tuple(
            findings.open_finding(work, OpenFinding(title="未告知", department=fo.FIRST))
            for _ in range(self._chance.randint(0, 3))
        )
        command = IssueMeasure(
            rung="rectification_notice", title="整改通知", findings=made, department=fo.FIRST
        )
        return measures.issue(work, command)

    def _issue_and_serve(self, work: Work) -> None:
        measures.serve(work, self._issue(work), Service.PAPER)

    def _serve(self, work: Work) -> None:
        if id := self._pick(work, MeasureState.ISSUED):
            measures.serve(work, id, Service.NETWORK)

    def _claim(self, work: Work) -> None:
        if id := self._pick(work, MeasureState.SERVED):
            measures.claim_measure(work, id, "逐件核对")

    def _answer(self, work: Work) -> None:
        if id := self._pick(work, MeasureState.CLAIMED):
            measures.answer(work, id, "已全部改正")

    def _submit(self, work: Work) -> None:
        where = Eq("state", FindingState.CLAIMED.value)
        for found in work.view.select(FINDING, where, limit=1):
            findings.submit(work, found.id, "已改正", evidence=(work.seal(b"\x00evidence"),))

    def _accept(self, work: Work) -> None:
        if id := self._pick(work, MeasureState.ANSWERED):
            measures.accept(work, id)

    def _void(self, work: Work) -> None:
        if id := self._pick(work, MeasureState.ISSUED):
            measures.void_measure(work, id, acting=Acting(reason="发错"))

    def _number(self, work: Work) -> None:
        take_number(work, "notice", owner_kind="measure", owner_id="-")


def act_on(office: Office, chance: random.Random, say: Say, times: int | None = None) -> None:
    """Try so many acts, or act until the process is killed."""
    acts = Acts(office, chance, say)
    done = 0
    while times is None or done < times:
        try:
            acts.one()
        except Refused as refused:  # nothing was written: another act is tried
            say(refused=refused.code)
        except StorageUnavailable as error:
            say(unavailable=error.code)
            time.sleep(PATIENCE)
        except StorageError as error:
            say(doubt=error.code)
        done += 1
