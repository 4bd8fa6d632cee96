"""Activities (督察活动): what meetings, opinions, inspections and contacts share.

The four live differently, so each is a kind of record of its own: a meeting is over when it is
entered, an opinion waits for its adoption, an inspection runs by a checklist to its conclusion,
a contact only leads to the next one. They share the kinds that are data of the office, who of
it enters them, and that nothing is entered before it happened.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import attrs

from supervision.domain.acts import Act
from supervision.domain.officers import Role
from supervision.domain.validity import valid_on
from supervision.domain.values import check_day
from supervision.errors import Refused

__all__ = [
    "ACTIVITY_TABLES",
    "INSPECTION_KINDS",
    "LEADERS",
    "MEETING_KINDS",
    "OFFICE",
    "ActivityTables",
    "InspectionKind",
    "MeetingKind",
    "check_not_before",
    "happened_on",
]

OFFICE = (Role.SUPERVISION_HEAD, Role.INSPECTOR)
"""Who enters what the office of supervision did."""
LEADERS = (Role.SUPERVISION_HEAD, Role.DEPUTY, Role.CHIEF)
"""Who decides on criticism by name and on revealing a covert inspection."""


@attrs.frozen(kw_only=True)
class MeetingKind:
    """A kind of meeting the office attends, by the body that meets (会议类别), such as 检委会.

    Attributes:
        code: stable code.
        zh, en: title.
    """

    code: str
    zh: str
    en: str


@attrs.frozen(kw_only=True)
class InspectionKind:
    """A kind of inspection (检查类别) with the numbers the local scheme gives it.

    Attributes:
        code: stable code.
        zh, en: title.
        inspectors: least number of inspectors of a check by the office.
        self_inspectors: least number in a self-check by a department.
        similar_days: within how many days, before and after, another one on the same theme or
            checklist in the same department is called similar; `None`: never. Inspections go
            by plan and similar ones are merged (整治形式主义为基层减负若干规定, 2024); within
            which time is for the office to say.
        basis: what the numbers rest on.
        valid_from, valid_until: days the kind may be used; `None` is open on that side.
    """

    code: str
    zh: str
    en: str
    inspectors: int
    self_inspectors: int = 1
    similar_days: int | None = None
    basis: str = ""
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None


@attrs.frozen(kw_only=True)
class ActivityTables:
    """Kinds of meetings and of inspections in force (督察活动类别).

    Attributes:
        meetings: kinds of meetings by code.
        inspections: kinds of inspections by code.
    """

    meetings: Mapping[str, MeetingKind]
    inspections: Mapping[str, InspectionKind]

    def meeting(self, code: str) -> MeetingKind:
        """Return the kind of a meeting.

        Raises:
            Refused: `meeting.unknown_kind` with the known codes.
        """
        if code not in self.meetings:
            raise Refused("meeting.unknown_kind", found=code, known=tuple(self.meetings))
        return self.meetings[code]

    def inspection(self, code: str, on: dt.date) -> InspectionKind:
        """Return the kind of an inspection of that day.

        Raises:
            Refused: `inspection.unknown_kind` with the known codes, `inspection.kind_ended`.
        """
        kind = self.inspections.get(code)
        if kind is None:
            raise Refused("inspection.unknown_kind", found=code, known=tuple(self.inspections))
        if not valid_on(kind.valid_from, kind.valid_until, on):
            raise Refused("inspection.kind_ended", kind=code, on=on.isoformat())
        return kind


MEETING_KINDS: Mapping[str, MeetingKind] = {
    kind.code: kind
    for kind in (
        MeetingKind(code="party_group", zh="党组会", en="Meeting of the party group"),
        MeetingKind(code="committee", zh="检委会", en="Procuratorial committee"),
        MeetingKind(code="affairs", zh="院务会", en="Meeting on affairs of the office"),
        MeetingKind(code="chief", zh="检察长办公会", en="Chief procurator's meeting"),
        MeetingKind(code="special", zh="专题会", en="Meeting on one subject"),
    )
}
_PRACTICE = "督察检查由两名以上督察人员进行（通行做法，各院按本院规定填写）"
INSPECTION_KINDS: Mapping[str, InspectionKind] = {
    kind.code: kind
    for kind in (
        InspectionKind(
            code="style", zh="检风检纪", en="Style and discipline", inspectors=2, basis=_PRACTICE
        ),
        InspectionKind(
            code="enforcement", zh="执法办案", en="Case work", inspectors=2, basis=_PRACTICE
        ),
        InspectionKind(
            code="files", zh="卷宗文书", en="Files and documents", inspectors=2, basis=_PRACTICE
        ),
        InspectionKind(
            code="safety", zh="安全保密", en="Safety and secrecy", inspectors=2, basis=_PRACTICE
        ),
        InspectionKind(
            code="decision",
            zh="决策落实",
            en="Execution of decisions",
            inspectors=2,
            basis=_PRACTICE,
        ),
    )
}
ACTIVITY_TABLES = ActivityTables(meetings=MEETING_KINDS, inspections=INSPECTION_KINDS)
"""What ships. An office replaces or extends it by files, see `[overrides]`."""


def happened_on(day: dt.date | None, act: Act, *, place: str) -> dt.date:
    """Return the day an activity happened: by default the day of the act that enters it.

    Raises:
        Refused: `activity.future` when it lies after the act, `value.day_range`.
    """
    day = check_day(day or act.on, place=place)
    if day > act.on:
        raise Refused("activity.future", found=day.isoformat(), on=act.on.isoformat())
    return day


def check_not_before(day: dt.date, act: Act) -> None:
    """Refuse an act on something before that something happened.

    Raises:
        Refused: `activity.before`.
    """
    if act.on < day:
        raise Refused("activity.before", on=act.on.isoformat(), day=day.isoformat())
