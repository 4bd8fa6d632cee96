"""Published figures (公布数据), and how each is counted from records.

The figures are those the seed office published about January 2020 to January 2022; where the
source says so many and more (余), no less is asked. Lines overlap in the source — a problem may
have been found by a check, put into a notice and talked about — so figures of different lines are
never added. Nothing here knows what the generator planned: every number is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

import attrs

from mawei_history.plan import FIRST, LAST
from supervision import Office, ReadView
from supervision.domain.circulars import CIRCULAR
from supervision.domain.findings import FINDING, FindingState
from supervision.domain.inspections import INSPECTION, Conduct, Focus, InspectionState
from supervision.domain.measures import MEASURE, MeasureState
from supervision.domain.periods import parse_period
from supervision.domain.rules import Wording
from supervision.domain.values import OfficerId
from supervision.monitoring.ratio import ratio_text
from supervision.office.decision_follow_up import FollowUp, follow_up
from supervision.office.interviews import count_talks
from supervision.office.ratios import RatioReport, case_ratio
from supervision.office.statistics import count
from supervision.ports.query import After, And, Before, Eq, Everything, Has, Not, Predicate, Prefix
from supervision.reporting.statistics import CountUnit, unit_of_count
from supervision.reporting.talks import TalkRow

__all__ = ["PUBLISHED", "Compared", "Published", "compare_published"]

SOURCE = "参考单位公布的材料（2020 年 1 月至 2022 年 1 月）"
BEFORE, AFTER = "2020-H1", "2021-H1"
"""The source does not say for which stretches its two ratios are; these are the office's here."""


@attrs.frozen(kw_only=True)
class Published:
    """A published figure (公布数据).

    Attributes:
        key: stable key.
        zh, en: what is counted.
        published: the figure as it was published, such as `80+` or `1:2.02`.
        unit: unit of count; `None` for a ratio.
        computed: counts it.
        source: where it was published.
    """

    key: str
    zh: str
    en: str
    published: str
    unit: CountUnit | None
    computed: Callable[[_Books], int | str]
    source: str = SOURCE

    @property
    def exact(self) -> bool:
        """Whether the source gives an exact figure, and not so many and more."""
        return not self.published.endswith("+")

    def agrees(self, computed: int | str) -> bool:
        """Say whether what was counted is what was published."""
        if self.exact:
            return str(computed) == self.published
        return int(computed) >= int(self.published.removesuffix("+"))


@attrs.frozen(kw_only=True)
class Compared:
    """A figure counted, beside the one published (计算值与公布值).

    Attributes:
        key: stable key.
        computed: what was counted; a ratio as people write it.
        published: as published.
        exact: whether the source gives an exact figure.
        unit: the unit of count; `None` for a ratio.
        agrees: whether both agree.
        zh, en: what was counted.
    """

    key: str
    computed: int | str
    published: str
    exact: bool
    unit: Wording | None
    agrees: bool
    zh: str
    en: str


class _Books:
    """The records to count (台账)."""

    def __init__(self, view: ReadView, ratio: RatioReport) -> None:
        self._view = view
        self.ratio = ratio
        self.decisions: FollowUp = follow_up(view, first=FIRST, last=LAST)

    def register(self, code: str, where: Predicate = Everything, *, day: str | None = None) -> int:
        """Count a register of the two years."""
        table = count(self._view, code, first=FIRST, last=LAST, day=day, where=where)
        return int(table.total[0] or 0)

    def talks(self, where: Predicate) -> TalkRow:
        """Count talks of the two years."""
        return count_talks(self._view, first=FIRST, last=LAST, where=where).all

    def suggested(self) -> int:
        """Count problems of files that a suggestion of the two years was made about."""
        where = And((_within("issued_on"), Eq("rung", "suggestion"), _STANDING_MEASURE))
        named = (id for one in self._view.each(MEASURE, where) for id in one.findings)
        return self._standing(named)

    def inspected(self) -> int:
        """Count the problems special inspections of the two years found."""
        where = And((_within("held_on"), _SPECIAL, _STANDING_INSPECTION))
        return self._standing(
            id for one in self._view.each(INSPECTION, where) for id in one.findings
        )

    def _standing(self, ids: Iterable[str]) -> int:
        found = (self._view.find(FINDING, id) for id in dict.fromkeys(ids))
        return sum(one is not None and one.state not in _NO_PROBLEM for one in found)

    def criticised(self) -> int:
        """Count the persons that circulars of the two years named."""
        where = And((_within("issued_on"), Not(Eq("state", "voided"))))
        circulars = self._view.each(CIRCULAR, where)
        return len({person.officer for one in circulars for person in one.persons if person.named})


def _within(field: str) -> Predicate:
    return And((Not(Before(field, FIRST.isoformat())), Not(After(field, LAST.isoformat()))))


_NO_PROBLEM = (FindingState.VOIDED, FindingState.NOT_A_PROBLEM, FindingState.DUPLICATE)
_STANDING_MEASURE = Not(Eq("state", MeasureState.VOIDED.value))
_STANDING_INSPECTION = Not(Eq("state", InspectionState.VOIDED.value))
_SPECIAL = And(
    (
        Eq("kind", "style"),
        Eq("focus", Focus.THEMATIC.value),
        Eq("conduct", Conduct.OFFICE.value),
    )
)
_ADMONISHED = Eq("talk", "admonishing")
_HANDLERS = And((Eq("talk", "reminder"), Has("capacities", "prosecutor")))
_AT_WORK = And((_ADMONISHED, Has("capacities", "interviewee")))
_HEADS = And((_ADMONISHED, Has("capacities", "department_head")))
_PROSECUTORS = And((_ADMONISHED, Has("capacities", "prosecutor")))
_BOTH = And((_ADMONISHED, Not(Has("capacities", "interviewee"))))


def _ratio(ratio: Fraction | None) -> str:
    return ratio_text(ratio, 2)


PUBLISHED = (
    Published(
        key="meetings",
        zh="列席重要会议",
        en="Important meetings attended",
        published="80+",
        unit=CountUnit.SESSION,
        computed=lambda books: books.register("meetings"),
    ),
    Published(
        key="works_with_opinions",
        zh="提出意见建议的工作",
        en="Works it gave opinions on",
        published="320+",
        unit=CountUnit.ITEM,
        computed=lambda books: books.register("works"),
    ),
    Published(
        key="decision_works_checked",
        zh="督察党组决策部署的工作",
        en="Works of decisions inspected",
        published="291",
        unit=CountUnit.ITEM,
        computed=lambda books: books.decisions.checked,
    ),
    Published(
        key="decision_rectifications",
        zh="提出整改事项",
        en="Rectifications asked for",
        published="79",
        unit=CountUnit.ITEM,
        computed=lambda books: books.decisions.rectifications,
    ),
    Published(
        key="ratio_before",
        zh="案-件比（前）",
        en="Case-to-item ratio before",
        published="1:2.02",
        unit=None,
        computed=lambda books: _ratio(books.ratio.before.ratio if books.ratio.before else None),
    ),
    Published(
        key="ratio_after",
        zh="案-件比（后）",
        en="Case-to-item ratio after",
        published="1:1.54",
        unit=None,
        computed=lambda books: _ratio(books.ratio.now.ratio),
    ),
    Published(
        key="case_problems",
        zh="发现办案问题",
        en="Problems in handling cases",
        published="20+",
        unit=CountUnit.PIECE,
        computed=lambda books: books.register("findings", Prefix("problem_code", "handling")),
    ),
    Published(
        key="handlers_talked_to",
        zh="约谈承办人",
        en="Handlers talked to",
        published="7",
        unit=CountUnit.PERSON,
        computed=lambda books: books.talks(_HANDLERS).persons,
    ),
    Published(
        key="file_problems",
        zh="就卷宗文书问题提出督察建议",
        en="Archive and document problems put into suggestions",
        published="30+",
        unit=CountUnit.PIECE,
        computed=lambda books: books.suggested(),
    ),
    Published(
        key="integrity_talks",
        zh="廉政谈话",
        en="Integrity talks",
        published="6",
        unit=CountUnit.TIME,
        computed=lambda books: books.register("interviews", Eq("talk", "integrity")),
    ),
    Published(
        key="special_inspections",
        zh="检风检纪专项督察",
        en="Special inspections",
        published="9",
        unit=CountUnit.SESSION,
        computed=lambda books: books.register("inspections", _SPECIAL),
    ),
    Published(
        key="inspection_problems",
        zh="专项督察发现问题",
        en="Problems they found",
        published="31",
        unit=CountUnit.PIECE,
        computed=lambda books: books.inspected(),
    ),
    Published(
        key="criticised",
        zh="通报批评",
        en="Persons criticised by name",
        published="2",
        unit=CountUnit.PERSON,
        computed=lambda books: books.criticised(),
    ),
    Published(
        key="items",
        zh="项目化督察立项",
        en="Items opened",
        published="190+",
        unit=CountUnit.ITEM,
        computed=lambda books: books.register("items", day="opened_on"),
    ),
    Published(
        key="notices",
        zh="发出整改通知",
        en="Rectification notices",
        published="15",
        unit=CountUnit.COPY,
        computed=lambda books: books.register("measures", Eq("rung", "rectification_notice")),
    ),
    Published(
        key="talks",
        zh="约谈经办人员",
        en="Talks with those in charge",
        published="16",
        unit=CountUnit.TIME,
        computed=lambda books: books.talks(_AT_WORK).talks,
    ),
    Published(
        key="rectified_after_talks",
        zh="约谈经办人员后整改问题",
        en="Problems put right after these talks",
        published="23",
        unit=CountUnit.PIECE,
        computed=lambda books: books.talks(_AT_WORK).rectified,
    ),
    Published(
        key="talks_with_heads",
        zh="约谈部门负责人",
        en="Talks with heads of departments",
        published="8",
        unit=CountUnit.TIME,
        computed=lambda books: books.talks(_HEADS).talks,
    ),
    Published(
        key="talks_with_prosecutors",
        zh="约谈检察官",
        en="Talks with prosecutors",
        published="8",
        unit=CountUnit.TIME,
        computed=lambda books: books.talks(_PROSECUTORS).talks,
    ),
    Published(
        key="rectified_after_both",
        zh="约谈部门负责人、检察官后整改问题",
        en="Problems put right after both",
        published="35",
        unit=CountUnit.PIECE,
        computed=lambda books: books.talks(_BOTH).rectified,
    ),
)
"""Every figure, in the order in which the source gives them."""


def compare_published(office: Office, who: OfficerId) -> tuple[Compared, ...]:
    """Count every figure from the records of an office (计算公布数据). Writes nothing."""
    ratio = case_ratio(office, who, parse_period(AFTER), against=parse_period(BEFORE))
    with office.read(who) as view:
        books = _Books(view, ratio)
        counted = [(one, one.computed(books)) for one in PUBLISHED]
    return tuple(
        Compared(
            key=one.key,
            computed=computed,
            published=one.published,
            exact=one.exact,
            unit=unit_of_count(one.unit) if one.unit else None,
            agrees=one.agrees(computed),
            zh=one.zh,
            en=one.en,
        )
        for one, computed in counted
    )
