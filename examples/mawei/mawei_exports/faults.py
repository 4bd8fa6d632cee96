"""Injected faults (注入的问题): one in a case, each with what its rule must say of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from mawei_exports.cases import (
    ARCHIVE_WORKDAYS,
    ARREST,
    PROSECUTION,
    SERVICE_WORKDAYS,
    Case,
    Person,
    decide_arrest,
    decide_prosecution,
    term_end,
)
from mawei_exports.days import (
    DAY,
    When,
    between,
    chance,
    day_after_at_latest,
    draw,
    month_after,
    plain,
    rolled,
    workdays_after,
    works,
)

__all__ = ["Fault", "inject"]


@dataclass(frozen=True)
class Fault:
    """An injected fault (注入的问题) and what its rule must say of it."""

    case: str
    party: str | None
    rule: str
    stage: str
    anchor: str
    due: str | None
    done: str | None


Fits: TypeAlias = Callable[[Case], bool]
Make: TypeAlias = Callable[[Case], list[Fault]]


def seen(
    case: Case, person: Person | None, rule: str, stage: str, anchor: str, **known: When
) -> Fault:
    """Describe a fault; `known` may hold `due` and `done`."""
    texts = {name: plain(day).isoformat() for name, day in known.items()}
    party = person.key if person else None
    anchor = f"{case.number}/{anchor}"
    return Fault(case.number, party, rule, stage, anchor, texts.get("due"), texts.get("done"))


def not_told(rule: str, key: str, missing: bool = False) -> Make:
    """A party or victim told too late, or never."""

    def inject(case: Case) -> list[Fault]:
        person = case.people[-1] if key == "rights_told" else None
        days = person.days if person else case.days
        due = rolled(case.accepted + 3 * DAY)
        if missing:
            del days[key]
            return [seen(case, person, rule, "overdue", "accepted", due=due)]
        days[key] = done = rolled(due + (1 + draw(4, case.seed, rule)) * DAY)
        return [seen(case, person, rule, "late_done", "accepted", due=due, done=done)]

    return inject


def late_decision(case: Case) -> list[Fault]:
    """Decide after the term of the last period; an extension granted too late heals nothing."""
    again = max((key for key in case.days if key.startswith("returned_again")), default="accepted")
    due = term_end(case.day(again), case.held, "extended" in case.days)
    done = rolled(due + DAY)
    if "extended" not in case.days and chance(30, case.seed, "extended too late"):
        case.days["extended"] = done
        done = rolled(done + 2 * DAY)
    decide_prosecution(case, done)
    return [seen(case, None, "REVIEW-TERM", "late_done", again, due=due, done=done)]


def late_arrest_review(case: Case) -> list[Fault]:
    due = case.accepted + 7 * DAY if case.held else rolled(case.accepted + 15 * DAY)
    done = rolled(due + DAY)
    decide_arrest(case, done)
    rule = "ARREST-REVIEW-HELD" if case.held else "ARREST-REVIEW-FREE"
    return [
        seen(case, person, rule, "late_done", "accepted", due=due, done=done)
        for person in case.people
        if person.held == case.held
    ]


def late_supplement(case: Case) -> list[Fault]:
    """Come back after more than a month; the decision follows within its own term."""
    back = case.day("returned_1")
    due = month_after(back) if case.held else rolled(month_after(back))
    done = rolled(due + 2 * DAY)
    case.days["returned_again_1"] = done
    decide_prosecution(case, between(done + 12 * DAY, term_end(done, case.held), case.seed, "sup"))
    return [seen(case, None, "SUPPLEMENT-TERM", "late_done", "returned_1", due=due, done=done)]


def not_before(rule: str, key: str, before: str, missing: bool = False) -> Make:
    """Leave out what had to precede another event, or let it come afterwards."""

    def inject(case: Case) -> list[Fault]:
        person = next(person for person in case.people if person.plea)
        of_case = before in case.days
        anchor = before if of_case else f"{person.key}/{before}"
        if missing:
            del person.days[key]
            return [seen(case, person, rule, "missing", anchor)]
        last = plain(case.days[before] if of_case else person.days[before])
        person.days[key] = done = workdays_after(last, 1 + draw(3, case.seed, rule))
        return [seen(case, person, rule, "late", anchor, done=done)]

    return inject


def not_closed(rule: str, key: str, limit: int, missing: bool = False) -> Make:
    def inject(case: Case) -> list[Fault]:
        due = workdays_after(case.day("decided"), limit)
        if missing:
            del case.days[key]
            return [seen(case, None, rule, "overdue", "decided", due=due)]
        case.days[key] = done = workdays_after(due, 1 + draw(10, case.seed, rule))
        return [seen(case, None, rule, "late_done", "decided", due=due, done=done)]

    return inject


def family(name: str, since: str, missing: bool = False) -> Make:
    rule, key = f"FAMILY-TOLD-{name}", f"{name.lower()}_family_told"

    def inject(case: Case) -> list[Fault]:
        person = case.people[0]
        begun = person.days[since]
        if not isinstance(begun, dt.datetime):
            raise TypeError(f"{since} is known to the minute")
        last = day_after_at_latest(begun)
        anchor = f"{person.key}/{since}"
        if missing:
            del person.days[key]
            return [seen(case, person, rule, "overdue", anchor, due=last)]
        # The first minute that is too late, or some hours more.
        done = last + dt.timedelta(minutes=1 + 61 * draw(30, case.seed, rule))
        done += dt.timedelta(minutes=done.time() == dt.time())
        person.days[key] = done
        return [seen(case, person, rule, "late_done", anchor, due=last, done=done)]

    return inject


def plain_review(case: Case) -> bool:
    return case.line == PROSECUTION and not {"returned_1", "extended"} & set(case.days)


def weekend_term(case: Case) -> bool:
    """Whether the term of a person in custody ends on a weekend, which does not lengthen it."""
    return case.held and not works(term_end(case.accepted, True)) and plain_review(case)


def one_return(case: Case) -> bool:
    return "returned_1" in case.days and not {"returned_2", "extended"} & set(case.days)


def with_plea(case: Case) -> bool:
    return case.line == PROSECUTION and any(person.plea for person in case.people)


def of(line: str, *keys: str) -> Fits:
    return lambda case: case.line == line and set(keys) <= set(case.days)


def arrest_of(people: int, held: int) -> Fits:
    def fits(case: Case) -> bool:
        sizes = (len(case.people), sum(person.held for person in case.people))
        return case.line == ARREST and sizes == (people, held)

    return fits


def first_person(has: str, without: str = "") -> Fits:
    def fits(case: Case) -> bool:
        days = case.people[0].days
        return case.line == ARREST and has in days and without not in days

    return fits


PLAN: tuple[tuple[int, Fits, Make], ...] = (
    (8, of(PROSECUTION), not_told("RIGHTS-TOLD", "rights_told")),
    (6, of(PROSECUTION), not_told("RIGHTS-TOLD", "rights_told", missing=True)),
    (6, of(PROSECUTION, "victim_told"), not_told("VICTIM-TOLD", "victim_told")),
    (4, of(PROSECUTION, "victim_told"), not_told("VICTIM-TOLD", "victim_told", missing=True)),
    (3, weekend_term, late_decision),
    (4, plain_review, late_decision),
    (2, of(PROSECUTION, "returned_again_1"), late_decision),
    (2, of(PROSECUTION, "extended"), late_decision),
    (5, arrest_of(1, held=1), late_arrest_review),
    (1, arrest_of(2, held=2), late_arrest_review),
    (3, arrest_of(1, held=0), late_arrest_review),
    (4, one_return, late_supplement),
    (8, with_plea, not_before("PLEA-SIGNED", "plea_signed", "decided", missing=True)),
    (3, with_plea, not_before("PLEA-SIGNED", "plea_signed", "decided")),
    (5, with_plea, not_before("LAWYER-ENSURED", "lawyer_ensured", "plea_signed", missing=True)),
    (2, with_plea, not_before("LAWYER-ENSURED", "lawyer_ensured", "plea_signed")),
    (4, with_plea, not_before("OPINION-HEARD", "opinion_heard", "decided", missing=True)),
    (5, of(PROSECUTION), not_closed("SERVED", "served", SERVICE_WORKDAYS)),
    (3, of(ARREST), not_closed("SERVED", "served", SERVICE_WORKDAYS)),
    (2, of(PROSECUTION), not_closed("SERVED", "served", SERVICE_WORKDAYS, missing=True)),
    (9, of(PROSECUTION), not_closed("ARCHIVED", "archived", ARCHIVE_WORKDAYS)),
    (3, of(ARREST), not_closed("ARCHIVED", "archived", ARCHIVE_WORKDAYS, missing=True)),
    (4, first_person("detained", "arrested"), family("DETENTION", "detained")),
    (2, first_person("detained", "arrested"), family("DETENTION", "detained", missing=True)),
    (3, first_person("arrested"), family("ARREST", "arrested")),
    (2, first_person("arrested"), family("ARREST", "arrested", missing=True)),
)
"""How many faults of each sort, in which cases, and how they are made."""


def inject(cases: Sequence[Case]) -> tuple[list[Fault], set[str]]:
    """Inject the faults, each into a case of its own, and return them with the cases' numbers."""
    shuffled = sorted(cases, key=lambda case: draw(2**60, case.seed, "fault"))
    used: set[str] = set()
    faults: list[Fault] = []
    for count, fits, make in PLAN:
        chosen = [case for case in shuffled if case.number not in used and fits(case)][:count]
        if len(chosen) < count:
            raise ValueError("too few cases for the faults: at least 1000 are needed")
        for case in chosen:
            used.add(case.number)
            faults += make(case)
    return sorted(faults, key=lambda fault: (fault.rule, fault.case, fault.party or "")), used
