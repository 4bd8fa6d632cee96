"""Clean cases (合规案件): invented, and within every limit, many on its very last day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from mawei_exports.days import (
    DAY,
    When,
    between,
    chance,
    day_after_at_latest,
    draw,
    minutes_of,
    month_after,
    pick,
    plain,
    rolled,
    workdays_after,
)

__all__ = [
    "ARCHIVE_WORKDAYS",
    "ARREST",
    "DEPARTMENTS",
    "PROSECUTION",
    "SERVICE_WORKDAYS",
    "YEAR",
    "Case",
    "Person",
    "decide_arrest",
    "decide_prosecution",
    "make_cases",
    "term_end",
]

YEAR = 2021
ARREST, PROSECUTION = "审查逮捕", "审查起诉"
SERVICE_WORKDAYS, ARCHIVE_WORKDAYS = 3, 30
"""Local limits, as in `rules.toml`."""
DEPARTMENTS = {"第一检察部": "一部", "第二检察部": "二部", "第三检察部": "三部"}
HANDLERS = {
    "第一检察部": ("叶临川", "贺砚", "苏望舒"),
    "第二检察部": ("顾北辰", "唐景和", "卢清越"),
    "第三检察部": ("陆明远", "方知行"),
}
MOVED = ("纪遥", "第一检察部", "第二检察部", dt.date(2021, 7, 1))
"""A handler who changed departments in the middle of the year, see `people.toml`."""
CAUSES = (
    "盗窃罪", "危险驾驶罪", "诈骗罪", "故意伤害罪", "帮助信息网络犯罪活动罪", "开设赌场罪",
    "掩饰、隐瞒犯罪所得、犯罪所得收益罪", "寻衅滋事罪", "贩卖毒品罪", "交通肇事罪", "走私普通货物罪",
)  # fmt: skip
SURNAMES = "陈林黄张吴李郑王刘杨蔡叶许苏谢江薛游连阮"
LANDMARKS = tuple(
    dt.date(YEAR, month, day) for month, day in ((1, 29), (3, 31), (5, 31), (8, 31), (12, 31))
)
"""A month later there is no such day: the term ends on the last day of that month."""


@dataclass
class Person:
    """A party of a case (当事人)."""

    key: str
    name: str
    held: bool
    plea: bool = False
    days: dict[str, When] = field(default_factory=dict)


@dataclass
class Case:
    """A case (案件) with its events by the column's key in the connector's profile."""

    line: str
    seed: str
    accepted: dt.date
    people: list[Person]
    number: str = ""
    order: int = 0
    department: str = ""
    handler: str = ""
    cause: str = ""
    victim: bool = False
    result: str = ""
    arrest: Case | None = None
    days: dict[str, When] = field(default_factory=dict)

    @property
    def held(self) -> bool:
        return any(person.held for person in self.people)

    def day(self, key: str) -> dt.date:
        return plain(self.days[key])


def told_family(since: dt.datetime, *what: object) -> dt.datetime:
    last = day_after_at_latest(since)
    if chance(10, *what, "last minute"):
        return last
    told = since + dt.timedelta(minutes=30 + draw(20 * 60, *what))
    return told + dt.timedelta(minutes=1) if told.time() == dt.time() else told


def term_end(start: dt.date, held: bool, extended: bool = False) -> dt.date:
    """Return the last day of a review for prosecution: a month, extended by 15 days."""
    last = month_after(start) + (15 * DAY if extended else dt.timedelta())
    return last if held else rolled(last)


def make_people(case_seed: str, held_percent: int) -> list[Person]:
    count = pick((1,) * 57 + (2,) * 26 + (3,) * 11 + (4,) * 4 + (5,) * 2, case_seed, "parties")
    surname = pick(SURNAMES, case_seed, "surname")
    return [
        Person(
            key="",
            name=(surname if place == 0 else pick(SURNAMES, case_seed, place)) + "某" + mark,
            held=chance(held_percent, case_seed, place, "held"),
            plea=chance(86, case_seed, place, "plea"),
        )
        for place, mark in enumerate("甲乙丙丁戊"[:count])
    ]


def staff(case: Case) -> None:
    name, before, after, since = MOVED
    case.department = pick(tuple(DEPARTMENTS), case.seed, "department")
    here = after if case.accepted >= since else before
    among = HANDLERS[case.department] + ((name,) if case.department == here else ())
    case.handler = pick(among, case.seed, "handler")
    case.cause = pick(CAUSES, case.seed, "cause")


def make_arrest(place: int, count: int) -> Case:
    seed = f"{ARREST}/{place}"
    accepted = rolled(dt.date(YEAR, 1, 4) + place * 360 // count * DAY)
    case = Case(ARREST, seed, accepted, make_people(seed, 84))
    staff(case)
    for index, person in enumerate(case.people):
        if person.held:
            detained = minutes_of(accepted - (3 + draw(5, seed, index)) * DAY, 0, 24, seed, index)
            person.days["detained"] = detained
            person.days["detention_family_told"] = told_family(detained, seed, index)
    case.days["transferred"] = case.days["accepted"] = case.days["assigned"] = accepted
    due = accepted + 7 * DAY if case.held else rolled(accepted + 15 * DAY)
    decided = due if chance(15, seed, "last day") else between(accepted + 3 * DAY, due, seed)
    case.result = "不批准逮捕" if chance(20, seed, "refused") else "批准逮捕"
    decide_arrest(case, decided)
    return case


def decide_arrest(case: Case, decided: dt.date) -> None:
    """Set the decision and everything before and behind it."""
    seed, accepted = case.seed, case.accepted
    case.days["file_read"] = between(accepted, accepted + 2 * DAY, seed, "read")
    for index, person in enumerate(case.people):
        person.days["rights_told"] = between(accepted, accepted + DAY, seed, index, "rights")
        person.days["questioned"] = between(accepted + DAY, decided, seed, index, "questioned")
        if chance(70, seed, index, "heard"):
            person.days["opinion_heard"] = between(accepted + DAY, decided, seed, index, "heard")
        if case.result == "批准逮捕":
            arrested = minutes_of(decided + draw(2, seed, index) * DAY, 9, 9, seed, index, "a")
            person.days["arrested"] = arrested
            person.days["arrest_family_told"] = told_family(arrested, seed, index, "arrest")
    case.days["submitted"] = between(decided - DAY, decided, seed, "submitted")
    close(case, decided)


def close(case: Case, decided: dt.date) -> None:
    """Set the decision and what follows it: service, publication, archive."""
    seed = case.seed
    case.days["decided"] = decided
    last = chance(12, seed, "served on the last day")
    served = workdays_after(decided, SERVICE_WORKDAYS if last else 1 + draw(2, seed, "served"))
    case.days["served"] = served
    last = chance(8, seed, "archived on the last day")
    days = ARCHIVE_WORKDAYS if last else 8 + draw(20, seed, "archived")
    case.days["archived"] = workdays_after(decided, days)
    for index, person in enumerate(case.people):
        person.days["served_person"] = workdays_after(served, draw(2, seed, index, "served"))
    if case.line == PROSECUTION:
        case.days["published"] = workdays_after(decided, 1 + draw(8, seed, "published"))


def make_prosecution(seed: str, accepted: dt.date, people: list[Person], last_day: bool) -> Case:
    case = Case(PROSECUTION, seed, accepted, people, victim=chance(55, seed, "victim"))
    staff(case)
    case.result = "不起诉" if chance(15, seed, "dropped") else "提起公诉"
    days = case.days
    days["transferred"] = days["accepted"] = accepted
    days["assigned"] = between(accepted, accepted + DAY, seed, "assigned")
    days["file_read"] = between(accepted + DAY, accepted + 5 * DAY, seed, "read")
    told_by = rolled(accepted + 3 * DAY)
    if case.victim:
        days["victim_told"] = told(accepted, told_by, seed, "victim told")
        if chance(85, seed, "victim heard"):
            days["victim_heard"] = between(told_by, accepted + 9 * DAY, seed, "victim heard")
    for index, person in enumerate(people):
        person.days["rights_told"] = told(accepted, told_by, seed, index, "rights")
        if not person.held:
            bailed = between(accepted, accepted + 2 * DAY, seed, index, "bailed")
            person.days["bailed"] = bailed
    decide_prosecution(case, review(case, last_day))
    return case


def told(accepted: dt.date, last: dt.date, *what: object) -> dt.date:
    return last if chance(20, *what, "last day") else between(accepted, last, *what)


def review(case: Case, last_day: bool) -> dt.date:
    """Set returns, re-transfers and the extension; return the day of the decision."""
    seed, start, held = case.seed, case.accepted, case.held
    returns = 0 if last_day or not chance(24, seed, "return") else 1 + chance(25, seed, "again")
    for time in range(1, returns + 1):
        due = term_end(start, held)
        end = due if chance(20, seed, time, "returned on the last day") else None
        back = end or between(start + 12 * DAY, due, seed, time, "returned")
        again_by = month_after(back) if held else rolled(month_after(back))
        on_last = chance(20, seed, time, "back on the last day")
        start = again_by if on_last else between(back + 9 * DAY, again_by, seed, time, "back")
        case.days[f"returned_{time}"], case.days[f"returned_again_{time}"] = back, start
    due = term_end(start, held)
    first = start + 12 * DAY
    if not last_day and chance(14, seed, "extended"):
        on_last = chance(30, seed, "extended on the last day")
        case.days["extended"] = due if on_last else between(due - 6 * DAY, due, seed, "extension")
        first, due = due, term_end(start, held, extended=True)
    if last_day or chance(18, seed, "last day"):
        return due
    return between(first, due, seed, "decided")


def decide_prosecution(case: Case, decided: dt.date) -> None:
    seed, accepted = case.seed, case.accepted
    for index, person in enumerate(case.people):
        key = (seed, index)
        questioned = between(accepted + DAY, accepted + 7 * DAY, *key, "questioned")
        heard = between(questioned, decided - DAY, *key, "heard")
        person.days["questioned"], person.days["opinion_heard"] = questioned, heard
        if person.plea:
            person.days["lawyer_ensured"] = between(questioned, heard, *key, "lawyer")
            last = chance(15, *key, "signed on the day of decision")
            signed = decided if last else between(heard, decided, *key, "signed")
            person.days["plea_signed"] = signed
    case.days["submitted"] = between(decided - 2 * DAY, decided, seed, "submitted")
    close(case, decided)


def make_cases(count: int) -> list[Case]:
    arrests = [make_arrest(place, count * 34 // 100) for place in range(count * 34 // 100)]
    prosecutions: list[Case] = []
    for arrest in arrests:
        accepted = rolled(arrest.day("decided") + (35 + draw(25, arrest.seed, "moved on")) * DAY)
        if arrest.result == "批准逮捕" and accepted.year == YEAR:
            people = [on_trial(arrest, index) for index in range(len(arrest.people))]
            case = make_prosecution(f"{arrest.seed}/起诉", accepted, people, last_day=False)
            case.cause, case.arrest = arrest.cause, arrest
            prosecutions.append(case)
    direct = count - len(arrests) - len(prosecutions)
    for place in range(direct):
        seed = f"{PROSECUTION}/{place}"
        landmark = LANDMARKS[place % len(LANDMARKS)] if place < 3 * len(LANDMARKS) else None
        accepted = landmark or rolled(dt.date(YEAR, 1, 4) + place * 360 // direct * DAY)
        people = make_people(seed, 12)
        prosecutions.append(make_prosecution(seed, accepted, people, landmark is not None))
    for line, cases in (("1", arrests), ("2", prosecutions)):
        cases.sort(key=lambda case: (case.accepted, case.seed))
        for order, case in enumerate(cases, 1):
            case.order, case.number = order, f"350105{YEAR}{line}{order:05}"
            for place, person in enumerate(case.people, 1):
                person.key = f"{case.number}R{place:02}"
    return arrests + prosecutions


def on_trial(arrest: Case, index: int) -> Person:
    """Return a person whose arrest was approved, at the next stage of the case."""
    before = arrest.people[index]
    held = not chance(10, arrest.seed, index, "bailed later")
    known = ("detained", "detention_family_told", "arrested", "arrest_family_told")
    days = {key: before.days[key] for key in known if key in before.days}
    return Person("", before.name, held, before.plea, days)
