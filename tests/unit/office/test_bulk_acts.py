"""One act on many records: each is decided by itself, with one reason."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import attrs
import pytest

from supervision.domain.findings import FINDING, Finding, FindingState, OpenFinding
from supervision.domain.items import ITEM, ProposeItem, Requirement
from supervision.domain.measures import MEASURE, IssueMeasure, MeasureState
from supervision.errors import Refused, UsageError
from supervision.journal.entry import open_chain
from supervision.office import bulk as bulk_module
from supervision.office import findings, items, measures
from supervision.office.bulk import BULK_ACTS, BulkDone, act_of, bulk
from supervision.office.office import Office
from supervision.plugins.host import load_plugins
from supervision.reporting.ledgers import LEDGERS
from supervision.testing.offices import SmallOffice, small_office


@pytest.fixture
def small() -> SmallOffice:
    return small_office()


@pytest.fixture
def ids(small: SmallOffice) -> list[str]:
    """Five findings, of which the second and fourth are the second department's."""
    with small.office.work(small.head) as work:
        made = [
            findings.open_finding(
                work,
                OpenFinding(
                    title=f"告知逾期 {n}", department=small.second if n % 2 else small.first
                ),
            )
            for n in range(5)
        ]
        work.commit()
    return made


def end(small: SmallOffice) -> int:
    with small.office.store.begin() as transaction:
        return transaction.head(open_chain(small.unit)).seq


def take(
    small: SmallOffice, kind: str, act: str, ids: Iterable[str], who: str = "head", **more: Any
) -> BulkDone:
    more = {"reason": "集中清理", **more}
    return bulk(small.office, getattr(small, who), act_of(kind, act), tuple(ids), **more)


def states(small: SmallOffice) -> list[FindingState]:
    with small.office.read(small.head) as view:
        found: tuple[Finding, ...] = view.select(FINDING)
        return [one.state for one in found]


_CLAIM = {"plan": "逐案补正", "due_on": "2026-6-1"}


def test_refused_records_are_told_why_and_the_others_stand(
    small: SmallOffice, ids: list[str]
) -> None:
    done = take(small, "finding", "claim", [*ids, ids[0]], "first_head", given=_CLAIM)
    assert done.done == (ids[0], ids[2], ids[4])
    assert [(one.id, one.code) for one in done.refused] == [
        (ids[1], "finding.not_of_department"),
        (ids[3], "finding.not_of_department"),
    ]
    assert done.entries == 3
    with small.office.read(small.head) as view:
        record = view.get(FINDING, ids[0])
        entry = view.history(FINDING, ids[0])[-1]
    assert record.claim is not None
    assert (record.claim.due_on, entry.header.reason) == (dt.date(2026, 6, 1), "集中清理")


def test_all_or_nothing_writes_nothing_when_one_is_refused(
    small: SmallOffice, ids: list[str]
) -> None:
    before = end(small)
    done = take(small, "finding", "claim", ids, "first_head", given=_CLAIM, all_or_nothing=True)
    assert (done.done, len(done.refused), end(small)) == ((), 2, before)
    done = take(small, "finding", "dismiss", ids, all_or_nothing=True)
    assert (len(done.done), done.refused) == (5, ())
    assert set(states(small)) == {FindingState.NOT_A_PROBLEM}


def test_an_act_of_several_records_that_is_refused_midway_leaves_no_trace(
    small: SmallOffice, ids: list[str]
) -> None:
    """Accepting verifies the findings one by one: the second is the inspector's own."""
    with small.office.work(small.head) as work:
        command = IssueMeasure(
            rung="rectification_notice",
            title="整改",
            findings=(ids[0], ids[2]),
            department=small.first,
        )
        notices = [measures.issue(work, command)]
        own = findings.open_finding(
            work, OpenFinding(title="另", department=small.first, concerned=(small.inspector,))
        )
        mixed = IssueMeasure(
            rung="rectification_notice", title="另", findings=(ids[4], own), department=small.first
        )
        notices.append(measures.issue(work, mixed))
        work.commit()
    take(small, "measure", "serve", notices, given={"service": "书面"})
    for id in notices:
        with small.office.work(small.first_head) as work:
            measures.claim_measure(work, id, "方案")
            measures.answer(work, id, "完成")
            work.commit()
    before = end(small)
    done = take(small, "measure", "accept", reversed(notices), "inspector")
    assert done.done == (notices[0],)
    assert [one.code for one in done.refused] == ["separation.named"]
    assert end(small) == before + done.entries
    with small.office.read(small.head) as view:
        assert view.get(MEASURE, notices[1]).state is MeasureState.ANSWERED
        assert view.get(FINDING, ids[4]).state is FindingState.SUBMITTED
        assert view.get(FINDING, ids[0]).state is FindingState.VERIFIED
    assert small.office.verify().ok


def test_items_are_moved_and_settled_in_bulk(small: SmallOffice) -> None:
    with small.office.work(small.head) as work:
        asked = ProposeItem(
            title="专项", kind="item", source="党组", requirements=(Requirement(text="查"),)
        )
        made = [items.propose(work, asked) for _ in range(2)]
        work.commit()
    for step, who, given in (
        ("submit", "head", {}),
        ("open", "chief", {}),
        ("assign", "head", {"lead": "第一检察部"}),
        ("sign", "first_head", {}),
        ("start", "first_head", {}),
        ("settle", "head", {"index": "1"}),
    ):
        done = take(small, "item", step, made, who, given=given)
        assert (done.done, done.refused) == (tuple(made), ()), step
    with small.office.read(small.head) as view:
        assert {one.number for one in view.select(ITEM)} == {
            "马检督立〔2026〕1号",
            "马检督立〔2026〕2号",
        }


def test_a_bulk_act_needs_a_reason_and_what_it_asks_for(small: SmallOffice, ids: list[str]) -> None:
    with pytest.raises(Refused, match=r"act\.reason_missing"):
        take(small, "finding", "verify", ids, reason=" ")
    with pytest.raises(UsageError, match=r"ledger\.ask_missing"):
        take(small, "finding", "claim", ids)
    with pytest.raises(UsageError, match=r"ledger\.no_ask"):
        take(small, "finding", "verify", ids, given={"plan": "x"})
    with pytest.raises(Refused, match=r"ledger\.day"):
        take(small, "finding", "waive", ids, given={"until": "明天"})
    with pytest.raises(UsageError, match=r"ledger\.no_act"):
        act_of("finding", "serve")


def test_a_claim_needs_a_department_somewhere(small: SmallOffice) -> None:
    with small.office.work(small.head) as work:
        id = findings.open_finding(work, OpenFinding(title="无部门"))
        work.commit()
    done = take(small, "finding", "claim", [id], "first_head", given=_CLAIM)
    assert [one.code for one in done.refused] == ["field.missing"]
    given = {**_CLAIM, "department": "第一检察部"}
    assert take(small, "finding", "claim", [id], "first_head", given=given).done == (id,)


def test_more_than_one_batch_is_done(
    small: SmallOffice, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_module, "AT_ONCE", 2)
    assert take(small, "finding", "dismiss", [*ids, "fnd_none"]).done == tuple(ids)


LOCAL = """
from supervision.plugin import Objection, hookimpl


@hookimpl
def supervision_review(change):
    if change.after.title == "告知逾期 1" and change.tag == "finding.dismissed":
        yield Objection(code="local.no", zh="此件不许排除。", en="Not this one.")
"""


def test_a_plugin_objects_to_one_record_and_the_others_stand(
    small: SmallOffice, ids: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    package = tmp_path / "bulk_local"
    package.mkdir()
    (package / "__init__.py").write_text("", "utf-8")
    (package / "rules.py").write_text(LOCAL, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    host = load_plugins(["bulk_local.rules"])
    reviewed = attrs.evolve(small, office=Office(attrs.evolve(small.office.parts, host=host)))
    done = take(reviewed, "finding", "dismiss", ids)
    assert set(done.done) == set(ids) - {ids[1]}
    assert [(one.id, one.code) for one in done.refused] == [(ids[1], "review.objected")]
    for name in ("bulk_local", "bulk_local.rules"):
        sys.modules.pop(name)


def test_every_bulk_act_is_of_a_ledger() -> None:
    assert {kind for kind, _ in BULK_ACTS} <= set(LEDGERS)
    for (kind, name), act in BULK_ACTS.items():
        assert (act.kind.name, act.name) == (kind, name)
        assert set(act.needed) <= set(act.asks)
