"""An office under the policy `procuratorate`: what is seen, what is refused, what is not even asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import attrs
import pytest

from supervision.builtin.line_policy import LinePolicy
from supervision.builtin.memory_store import MemoryStore
from supervision.builtin.procuratorate import procuratorate_book
from supervision.domain.attachments import ATTACHMENT
from supervision.domain.bases import RegisterBasis
from supervision.domain.circulars import CIRCULAR, DraftCircular, NamedPerson
from supervision.domain.clocks import CLOCK, Owner
from supervision.domain.departments import DEPARTMENT
from supervision.domain.findings import FINDING, OpenFinding, Rectification, Responsible
from supervision.domain.kinds import KINDS, KINDS_BY_NAME
from supervision.domain.measures import MEASURE, IssueMeasure, Service
from supervision.domain.officers import OFFICER, Category
from supervision.domain.policies import PolicyBook, PolicyMask
from supervision.domain.post_separation import THREE_OFFICERS
from supervision.domain.posts import Post, Role
from supervision.domain.reckoning import LastDay, Term
from supervision.domain.timekeeping import StartClock
from supervision.domain.values import OfficerId
from supervision.errors import AccessDenied, NotFound, SupervisionError, UsageError
from supervision.office import accounts, bases, circulars, clocks, findings, measures, people
from supervision.office.accounts import FirstOfficer
from supervision.office.acting import Acting
from supervision.office.explaining import explain_act, lines_in_force
from supervision.office.history import history
from supervision.office.masks import MASKED
from supervision.office.office import Office
from supervision.office.search import find
from supervision.office.shapes import shapes_of
from supervision.office.work import Work
from supervision.ports.query import Eq, Has, Month, Order
from supervision.ports.store import Blob, Store, Transaction, Write
from supervision.testing.offices import SmallOffice, small_office

BECAUSE = Acting(reason="依据核查情况")


def under(small: SmallOffice, book: PolicyBook | None = None) -> SmallOffice:
    """The same office under the packaged lines, or some others."""
    policy = LinePolicy(book or procuratorate_book(), frozenset(KINDS_BY_NAME))
    return attrs.evolve(small, office=Office(attrs.evolve(small.office.parts, policy=policy)))


@attrs.frozen(kw_only=True)
class Town:
    """An office with a finding and a served measure of each department, and more people."""

    small: SmallOffice
    finding: str
    other: str
    measure: str
    other_measure: str
    officers: dict[str, OfficerId]


def done(small: SmallOffice, who: OfficerId, act: Callable[[Work], Any]) -> Any:
    with small.office.work(who) as work:
        result = act(work)
        work.commit()
    return result


def town(store: Store | None = None) -> Town:
    small = small_office(store)
    officers: dict[str, OfficerId] = {}

    def enter(work: Work) -> None:
        for number, (role, department) in enumerate(
            [
                (Role.SYSTEM_ADMIN, None),
                (Role.SECURITY_ADMIN, None),
                (Role.AUDITOR, None),
                (Role.INTERNAL_CLERK, small.first),
                (Role.LIAISON, small.first),
                (Role.COMMITTEE, None),
            ]
        ):
            one = people.register_officer(work, f"90{number}", f"人{number}", Category.PROSECUTOR)
            officers[role.value] = OfficerId(one)
            if role in THREE_OFFICERS:
                continue
            since = dt.date(2020, 1, 1)
            post = Post(role=role, unit=small.unit, department=department, from_=since)
            people.take_post(work, one, post)
        three = {
            role: FirstOfficer(officer=officers[role.value], login=role.value)
            for role in THREE_OFFICERS
        }
        accounts.found_three_officers(work, three)

    done(small, small.head, enter)
    small = under(small)
    ids = []
    for department, named in ((small.first, small.prosecutor), (small.second, small.second_head)):
        command = OpenFinding(
            title="甲", department=department, persons=(Responsible(officer=named),)
        )
        finding = done(
            small, small.inspector, lambda work, c=command: findings.open_finding(work, c)
        )
        issue = IssueMeasure(
            rung="suggestion", title="乙", department=department, findings=(finding,), text="改"
        )
        measure = done(small, small.head, lambda work, c=issue: measures.issue(work, c))
        done(small, small.head, lambda work, m=measure: measures.serve(work, m, Service.PAPER))
        ids += [finding, measure]
    return Town(
        small=small,
        finding=ids[0],
        measure=ids[1],
        other=ids[2],
        other_measure=ids[3],
        officers={
            **officers,
            "chief": small.chief,
            "supervision_head": small.head,
            "inspector": small.inspector,
            "head": small.first_head,
            "prosecutor": small.prosecutor,
        },
    )


@pytest.fixture
def place() -> Town:
    return town()


# ---------------------------------------------------------------------------- what is seen


@pytest.mark.parametrize(
    ("role", "findings_seen", "measures_seen", "clocks_seen"),
    [
        ("chief", 2, 2, 2),
        ("inspector", 2, 2, 2),
        ("head", 1, 1, 1),
        ("liaison", 1, 1, 1),
        ("internal_clerk", 0, 1, 1),
        ("prosecutor", 1, 0, 0),
        ("committee", 0, 0, 0),
        ("system_admin", 0, 0, 0),
        ("security_admin", 0, 0, 0),
        ("auditor", 0, 0, 0),
    ],
)
def test_each_sees_what_the_post_is_there_for(
    place: Town, role: str, findings_seen: int, measures_seen: int, clocks_seen: int
) -> None:
    expected = {FINDING: findings_seen, MEASURE: measures_seen, CLOCK: clocks_seen}
    with place.small.office.read(place.officers[role]) as view:
        for kind, count in expected.items():
            assert len(view.select(kind)) == count
            assert sum(one.count for one in view.tally(kind, by=("state",))) == count
            assert view.tally(kind)[0].count == count
            assert len(list(view.each(kind))) == count
        assert len(view.select(OFFICER)) == 12
        assert len(view.select(DEPARTMENT)) == 3


def test_a_clock_goes_with_its_record_in_pages_months_and_sums(place: Town) -> None:
    with place.small.office.read(place.officers["head"]) as view:
        page, _ = view.page(CLOCK, order=(Order("due_on"),), limit=1)
        assert [one.owner.id for one in page] == [place.measure]
        (one,) = view.tally(CLOCK, by=(Month("due_on"), "state"), sum="due_at")
        assert (one.key[1], one.sum) == ("running", page[0].reckoned.due_at)
        clock = page[0].id
    with place.small.office.read(place.small.second_head) as view:
        assert view.find(CLOCK, clock) is None


def test_a_hidden_record_is_in_no_search(place: Town) -> None:
    with place.small.office.read(place.officers["head"]) as view:
        assert {hit.id for hit in find(view, "甲").hits} == {place.finding}
        assert find(view, place.other).hits == ()


# ---------------------------------------------------------------------------- refused acts


def acts_on(finding: str, measure: str, department: str) -> dict[str, Callable[[Work], Any]]:
    """A sample of acts by the kind of act: opening, answering, deciding, ending, correcting."""
    return {
        "claim": lambda work: findings.claim(
            work, finding, department=department, mode=Rectification.LASTING, plan="补"
        ),
        "check": lambda work: findings.check_facts(work, finding, "属实"),
        "dismiss": lambda work: findings.dismiss(work, finding, acting=BECAUSE),
        "void": lambda work: findings.void_finding(work, finding, acting=BECAUSE),
        "receive": lambda work: measures.receive(work, measure),
        "accept": lambda work: measures.accept(work, measure),
        "void measure": lambda work: measures.void_measure(work, measure, acting=BECAUSE),
    }


ROLES = ("head", "prosecutor", "internal_clerk", "system_admin", "auditor", "committee")


@pytest.mark.parametrize("role", ROLES)
def test_a_hidden_id_answers_like_one_that_never_was(place: Town, role: str) -> None:
    second = place.small.second
    never = acts_on("fnd_0000000000000000000000ZZZZ", "msr_0000000000000000000000ZZZZ", second)
    told: dict[str, list[tuple[str, object]]] = {}
    for name, acts in (
        ("hidden", acts_on(place.other, place.other_measure, second)),
        ("never", never),
    ):
        told[name] = []
        for act in acts.values():
            with pytest.raises(SupervisionError) as caught:
                done(place.small, place.officers[role], act)
            told[name].append((caught.value.code, caught.value.details["kind"]))
    assert told["hidden"] == told["never"]


class Counting:
    """A store that counts what is written through it."""

    def __init__(self, inner: Store) -> None:
        self._inner = inner
        self.writes = 0

    def begin(self, *, write: Sequence[Any] = ()) -> Any:
        return _Counted(self, self._inner.begin(write=write))

    def close(self) -> None:
        self._inner.close()


class _Counted:
    def __init__(self, store: Counting, inner: Transaction) -> None:
        self._store = store
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def __enter__(self) -> Any:
        self._inner.__enter__()
        return self

    def __exit__(self, *error: object) -> Any:
        return self._inner.__exit__(*error)

    def write(self, writes: Sequence[Write]) -> None:
        self._store.writes += 1
        self._inner.write(writes)

    def append(self, entries: Any) -> None:
        self._store.writes += 1
        self._inner.append(entries)

    def put_blob(self, blob: Blob) -> None:
        self._store.writes += 1
        self._inner.put_blob(blob)

    def erase_blob(self, digest: str) -> Any:
        self._store.writes += 1
        return self._inner.erase_blob(digest)


REFUSED: dict[str, tuple[str, ...]] = {
    "head": ("check", "dismiss", "void", "accept", "void measure"),
    "liaison": ("check", "dismiss", "void", "accept", "void measure"),
    "internal_clerk": ("accept", "void measure"),
    "prosecutor": ("claim", "check", "dismiss", "void"),
    "system_admin": ("claim", "check", "dismiss", "void", "receive", "accept", "void measure"),
    "security_admin": ("claim", "check", "dismiss", "void", "receive", "accept", "void measure"),
    "auditor": ("claim", "check", "dismiss", "void", "receive", "accept", "void measure"),
}


def test_a_refused_act_writes_nothing() -> None:
    store = Counting(MemoryStore(shapes_of(KINDS)))
    place = town(store)
    acts = acts_on(place.finding, place.measure, place.small.first)
    assert store.writes > 0
    before = store.writes
    for role, names in REFUSED.items():
        for name in names:
            with pytest.raises(SupervisionError):
                done(place.small, place.officers[role], acts[name])
            assert store.writes == before, (role, name)
    done(place.small, place.officers["head"], acts["receive"])
    assert store.writes > before


def test_the_refusal_names_the_line(place: Town) -> None:
    officer = place.officers["auditor"]

    def enter(work: Work) -> object:
        return bases.register_basis(work, RegisterBasis(code="a", regulation="规则", article="一"))

    with pytest.raises(AccessDenied) as caught:
        done(place.small, officer, enter)
    assert caught.value.code == "access.three_officers"  # the core's word, before any line


def test_the_refusal_names_the_line_of_an_officer_with_another_post(place: Town) -> None:
    with place.small.office.read(place.officers["auditor"]) as view:
        told = explain_act(view, "basis.registered")
    assert (told.permission.granted, told.permission.line) == (False, "three.no-business")


def test_a_record_is_opened_only_for_the_own_department(place: Town) -> None:
    head, small = place.officers["head"], place.small
    own = OpenFinding(title="自查", department=small.first)
    assert done(small, head, lambda work: findings.open_finding(work, own))
    others = attrs.evolve(own, department=small.second)
    with pytest.raises(AccessDenied):
        done(small, head, lambda work: findings.open_finding(work, others))


# ---------------------------------------------------------------------------- what belongs to it


def _term(small: SmallOffice) -> Term:
    return Term(started_at=small.clock(), limit=LastDay(day=dt.date(2099, 1, 1)))


def _start(small: SmallOffice, owner: str) -> Callable[[Work], str]:
    term = _term(small)
    command = StartClock(owner=Owner(kind="measure", id=owner), purpose="answer", term=term)
    return lambda work: clocks.start_clock(work, command)


def test_a_clock_moves_only_with_its_record(place: Town) -> None:
    head, small = place.officers["head"], place.small
    with small.office.read(head) as view:
        clock = view.select(CLOCK)[0].id
    for act in (lambda work: clocks.stop_clock(work, clock), _start(small, place.measure)):
        with pytest.raises(AccessDenied) as caught:
            done(small, head, act)
        assert caught.value.details["reason"] == "access.with_owner"
    done(small, head, lambda work: measures.receive(work, place.measure))
    done(small, head, lambda work: measures.claim_measure(work, place.measure, "方案"))
    done(small, small.inspector, lambda work: clocks.stop_clock(work, clock))


def test_nothing_is_opened_for_a_record_that_is_hidden(place: Town) -> None:
    with pytest.raises(NotFound):
        done(place.small, place.officers["head"], _start(place.small, place.other_measure))


def test_a_clock_of_no_record_is_seen_by_nobody_but_whoever_sees_all(place: Town) -> None:
    term = _term(place.small)
    stray = StartClock(owner=Owner(kind="thing", id="x"), purpose="answer", term=term)
    open_office = small_office(place.small.office.store, founded=False)
    id = done(open_office, place.small.head, lambda work: clocks.start_clock(work, stray))
    with place.small.office.read(place.officers["head"]) as view:
        assert view.find(CLOCK, id) is None
    with place.small.office.read(place.officers["inspector"]) as view:
        assert view.select(ATTACHMENT) == ()


def test_who_may_not_know_of_a_record_gets_no_message(place: Town) -> None:
    small, people_ = place.small, place.officers
    with small.office.work(small.head) as work:
        work.notify(
            "measure.served",
            MEASURE,
            place.measure,
            to=[small.second_head, people_["auditor"], people_["head"], small.head],
        )
        assert [one.to for one in work._messages] == [(people_["head"], small.head)]
    with small.office.work(small.head) as work:
        work.notify("measure.served", MEASURE, place.measure, to=[small.second_head])
        assert work._messages == []


# ---------------------------------------------------------------------------- masks


def masked(place: Town, *fields: str) -> SmallOffice:
    book = procuratorate_book()
    mask = PolicyMask(code="m", roles=("head",), kind="finding", fields=fields, zh="由", en="why")
    return under(place.small, attrs.evolve(book, masks=(*book.masks, mask)))


def test_a_masked_field_is_read_by_no_way(place: Town) -> None:
    small = masked(place, "facts", "persons", "case_number", "evidence", "claim")
    with small.office.read(small.first_head) as view:
        finding = view.get(FINDING, place.finding)
        assert (finding.facts, finding.persons, finding.evidence) == (MASKED, (), ())
        assert view.select(FINDING)[0].facts == MASKED
        assert view.select(FINDING, Has("officers", small.prosecutor)) == ()
        assert view.select(FINDING, Eq("case_number", None)) == ()
        assert view.tally(FINDING, Has("officers", small.prosecutor))[0].count == 0
        assert len(view.select(FINDING, Eq("department", small.first))) == 1
        for asked in (
            lambda: view.select(FINDING, order=(Order("case_number"),)),
            lambda: view.tally(FINDING, by=("case_number",)),
            lambda: history(view, FINDING, place.finding),
        ):
            with pytest.raises(AccessDenied) as caught:
                asked()
            assert caught.value.code == "access.masked"
        assert view.tally(FINDING, by=("state",))[0].count == 1
    with small.office.read(small.prosecutor) as view:
        assert view.get(FINDING, place.finding).persons != ()
        assert history(view, FINDING, place.finding)


def test_a_unit_of_work_sees_records_whole(place: Town) -> None:
    small = masked(place, "persons")
    with small.office.work(small.first_head) as work:
        assert work.load(FINDING, place.finding).persons != ()


def test_a_column_of_unknown_making_is_hidden_with_any_mask(place: Town) -> None:
    small = masked(place, "facts")
    with small.office.read(small.first_head) as view:
        assert view.select(FINDING, Has("codes", "x")) == ()
        with pytest.raises(AccessDenied):
            view.tally(FINDING, by=("milestone_on", "facts"))


def test_sealed_content_of_a_masked_field_is_not_read(place: Town) -> None:
    book = procuratorate_book()
    mask = PolicyMask(
        code="m", roles=("head",), kind="officer", fields=("name", "posts"), zh="由", en="why"
    )
    small = under(place.small, attrs.evolve(book, masks=(mask,)))
    with small.office.read(small.first_head) as view:
        officer = view.get(OFFICER, small.prosecutor)
        assert (view.unseal(officer.name), officer.posts) == (None, ())


def test_the_internal_clerk_does_not_read_whom_a_circular_names(place: Town) -> None:
    small = place.small
    command = DraftCircular(
        title="通报",
        text="情况",
        persons=(NamedPerson(officer=small.prosecutor),),
        findings=(place.finding,),
        to=(small.first,),
    )
    id = done(small, small.inspector, lambda work: circulars.draft_circular(work, command))
    with small.office.read(small.chief) as view:
        assert view.get(CIRCULAR, id).persons
    with small.office.read(place.officers["internal_clerk"]) as view:
        assert view.get(CIRCULAR, id).persons == ()
        assert view.get(CIRCULAR, id).title == "通报"


# ---------------------------------------------------------------------------- why


def test_the_deciding_line_is_told(place: Town) -> None:
    with place.small.office.read(place.officers["head"]) as view:
        told = explain_act(view, "finding.claimed", place.finding)
        assert (told.permission.granted, told.permission.line) == (True, "department.answer")
        told = explain_act(view, "finding.closed", place.finding)
        assert (told.permission.granted, told.permission.code) == (False, "access.no_line")
        assert explain_act(view, "see", place.finding).permission.line == "department.see"
        assert explain_act(view, "finding.opened").permission.line == "department.self-check"
        for hidden in (place.other, "fnd_0000000000000000000000ZZZZ"):
            with pytest.raises(NotFound):
                explain_act(view, "finding.claimed", hidden)
        for act, id in (("finding.clossed", place.finding), ("see", None)):
            with pytest.raises(UsageError):
                explain_act(view, act, id)
        with pytest.raises(NotFound):
            explain_act(view, "see", "xyz")


def test_a_policy_that_is_no_table_explains_what_it_can() -> None:
    small = small_office()
    assert lines_in_force(small.office) is None
    with small.office.read(small.head) as view:
        told = explain_act(view, "finding.opened")
    assert (told.permission.granted, told.effect) == (True, "")
    book = lines_in_force(under(small).office)
    assert book is not None
    assert book.code == "procuratorate"
