"""The profile of an export (导入方案): which header means what, as data an office may replace.

A profile is a TOML file. The packaged one, `profiles/criminal.toml`, knows the headers of
criminal case exports; an office copies it, changes aliases, and names its copy in the settings.
"""

from __future__ import annotations

import enum
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from importlib.resources import files
from pathlib import Path

import attrs

from supervision.plugin import CaseSourceError, CodecError, Problem, structure
from supervision_cases_table.cells import comparable, header_text
from supervision_cases_table.dates import Serials

__all__ = ["Column", "Format", "Profile", "Scope", "Target", "ValueAlias", "read_profile"]

_PACKAGED = "criminal.toml"
REPEAT = "{n}"
"""In an alias: the ordinal of a repeated column, as in 第{n}次退补日期."""
PLACE = "{p}"
"""In an alias: the place of a person within the row, as in 犯罪嫌疑人{p}姓名."""


class Target(enum.Enum):
    """What a column becomes (列的去向)."""

    CARD = "card"
    LINE = "line"
    UNIT = "unit"
    DEPARTMENT = "department"
    HANDLER = "handler"
    CUSTODY = "custody"
    DOCUMENT_TYPE = "document_type"
    LINK = "link"
    EVENT = "event"


_OF_CASE = (Target.LINE, Target.UNIT, Target.DEPARTMENT, Target.HANDLER, Target.LINK)


class Scope(enum.Enum):
    """Whom a column speaks of (列的范围): the case, or the party or document of the row."""

    CASE = "case"
    PARTY = "party"
    DOCUMENT = "document"


class Format(enum.Enum):
    """How the text of a card column is read (列的格式)."""

    TEXT = "text"
    NUMBER = "number"
    """A case number: brackets and widths are made canonical."""
    NAME = "name"
    """A person's name: 张　三 is 张三."""
    INTEGER = "integer"
    DATE = "date"


@attrs.frozen(kw_only=True)
class ValueAlias:
    """One canonical value and the texts that mean it (取值对照)."""

    value: str
    texts: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Column:
    """One column an export may have (列).

    Attributes:
        key: stable name; of a card: the card field's name; part of an event's id.
        aliases: headers, compared after `header_text`. `{n}` stands for the ordinal of a
            repeated column, `{p}` for a person's place in the row; both in Arabic or Chinese.
        to: what it becomes.
        scope: of the case, or of the row's party or document.
        event: code of the event type, for `to = "event"`.
        link: code of the kind of link, such as `arrest`, for `to = "link"`: the cell holds the
            numbers of other cases.
        format: how a card's text is read.
        values: canonical values and their texts; `true` and `false` for `to = "custody"`.
        open: pass a text that `values` does not list through unchanged instead of rejecting it.
    """

    key: str
    aliases: tuple[str, ...]
    to: Target = Target.CARD
    scope: Scope = Scope.CASE
    event: str = ""
    link: str = ""
    format: Format = Format.TEXT
    values: tuple[ValueAlias, ...] = ()
    open: bool = False

    @property
    def repeats(self) -> bool:
        """Whether it may stand several times in a row, once for each occurrence."""
        return any(REPEAT in alias for alias in self.aliases)

    @cached_property
    def by_text(self) -> dict[str, str]:
        """Canonical values by the texts that mean them, as `comparable` leaves them."""
        return {comparable(text): alias.value for alias in self.values for text in alias.texts}


@attrs.frozen(kw_only=True)
class Profile:
    """How one family of exports is read (导入方案).

    Attributes:
        name, zh, en: its name, and its title in both languages.
        number: keys of the columns that may hold the case number; the first one the file has.
        party: keys of the columns that may identify a party; the first one the row fills.
        document: keys of the columns that may identify a document, likewise.
        accepted: key of the event column whose day is the day of acceptance.
        columns: all columns. Events of one instant keep the order of their columns here.
        unknown: texts that mean nothing is known; the empty cell always does.
        footers: beginnings of rows that hold no case, such as 合计.
        ignored: headers that are dropped on purpose, such as 序号.
        header_within: the header is one of so many first rows; titles may stand above it.
        serial_dates: whether numbers in date columns are spreadsheet serials.
        midnight_is_day: whether a time of exactly 00:00:00 only says the day.
    """

    name: str
    zh: str
    en: str
    number: tuple[str, ...]
    columns: tuple[Column, ...]
    party: tuple[str, ...] = ()
    document: tuple[str, ...] = ()
    accepted: str = ""
    unknown: tuple[str, ...] = ()
    footers: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    header_within: int = 10
    serial_dates: Serials = Serials.NONE
    midnight_is_day: bool = True

    @cached_property
    def by_key(self) -> dict[str, Column]:
        """Columns by key."""
        return {column.key: column for column in self.columns}

    @cached_property
    def sequences(self) -> dict[str, int]:
        """Base of `Event.sequence` by column key: order of columns within one instant.

        Neighbouring repeated columns form one loop: the first return and its re-transfer come
        before the second return. A column within a loop adds its ordinal times 100.
        """
        result: dict[str, int] = {}
        start = 0
        for place, column in enumerate(self.columns):
            looped = bool(place) and column.repeats and self.columns[place - 1].repeats
            start = start if looped else place
            result[column.key] = start * 10_000 + place - start
        return result

    def tells(self, column: Column, text: str) -> bool:
        """Whether a cleaned cell says anything. 无 says a lot in a column that lists it."""
        if not text:
            return False
        plain = comparable(text)
        return plain not in self.unknown_texts or plain in column.by_text

    @cached_property
    def footer_texts(self) -> frozenset[str]:
        """Footers that a cell may consist of, as `header_text` leaves them."""
        return frozenset(map(header_text, self.footers))

    @cached_property
    def unknown_texts(self) -> frozenset[str]:
        """Texts that say nothing is known, as `comparable` leaves them."""
        return frozenset(map(comparable, self.unknown))


def read_profile(path: Path | None = None) -> tuple[Profile, str]:
    """Read a profile and return it with its text, which is part of an import's digest.

    Args:
        path: the office's own profile; `None` for the packaged one.

    Raises:
        CaseSourceError: `cases.no_profile` when the file cannot be read,
            `cases.bad_profile` with every problem and its key path.
    """
    place = str(path or _PACKAGED)
    try:
        source = path or files("supervision_cases_table").joinpath("profiles", _PACKAGED)
        text = source.read_text("utf-8-sig")
    except OSError as error:
        raise CaseSourceError("cases.no_profile", path=place) from error
    except UnicodeDecodeError as error:
        fault = Problem(place, "cases.profile_toml", {"reason": f"UTF-8: {error.start}"})
        raise CaseSourceError("cases.bad_profile", path=place, problems=[fault]) from error
    try:
        profile = structure(Profile, tomllib.loads(text), where="profile")
    except tomllib.TOMLDecodeError as error:
        fault = Problem(place, "cases.profile_toml", {"reason": str(error)})
        raise CaseSourceError("cases.bad_profile", path=place, problems=[fault]) from error
    except CodecError as error:
        raise CaseSourceError("cases.bad_profile", path=place, problems=error.problems) from error
    problems = tuple(_contradictions(profile))
    if problems:
        raise CaseSourceError("cases.bad_profile", path=place, problems=problems)
    return profile, text


def _contradictions(profile: Profile) -> Iterator[Problem]:
    """Find what the structure alone cannot refuse."""
    for key, count in Counter(column.key for column in profile.columns).items():
        if count > 1:
            yield Problem("profile.columns", "cases.profile_twice", {"found": key})
    headers = Counter(header_text(alias) for column in profile.columns for alias in column.aliases)
    headers.update(header_text(header) for header in profile.ignored)
    for header, count in headers.items():
        if count > 1:
            yield Problem("profile.columns", "cases.profile_twice", {"found": header})
    if not profile.number:
        yield Problem("profile.number", "cases.profile_key", {"found": ""})
    named = [
        *(("number", Scope.CASE, key) for key in profile.number),
        *(("party", Scope.PARTY, key) for key in profile.party),
        *(("document", Scope.DOCUMENT, key) for key in profile.document),
    ]
    for field, scope, key in named:
        column = profile.by_key.get(key)
        if column is None or column.to is not Target.CARD or column.scope is not scope:
            yield Problem(f"profile.{field}", "cases.profile_key", {"found": key})
    accepted = profile.by_key.get(profile.accepted)
    if profile.accepted and (accepted is None or accepted.to is not Target.EVENT):
        yield Problem("profile.accepted", "cases.profile_key", {"found": profile.accepted})
    for place, column in enumerate(profile.columns):
        yield from _column_faults(f"profile.columns[{place}]", column)


def _column_faults(path: str, column: Column) -> Iterator[Problem]:
    if not column.key or not column.aliases:
        yield Problem(f"{path}.aliases", "cases.profile_key", {"found": column.key})
    if (column.to is Target.EVENT) != bool(column.event):
        yield Problem(f"{path}.event", "cases.profile_event", {"found": column.key})
    if (column.to is Target.LINK) != bool(column.link):
        yield Problem(f"{path}.link", "cases.profile_link", {"found": column.key})
    held = {alias.value for alias in column.values}
    if column.to is Target.CUSTODY:
        if column.scope is not Scope.PARTY or held != {"true", "false"} or column.open:
            yield Problem(f"{path}.values", "cases.profile_custody", {"found": column.key})
    elif (column.to in _OF_CASE and column.scope is not Scope.CASE) or (
        column.to is Target.DOCUMENT_TYPE and column.scope is not Scope.DOCUMENT
    ):
        yield Problem(f"{path}.scope", "cases.profile_scope", {"found": column.key})
    texts = Counter(comparable(text) for alias in column.values for text in alias.texts)
    for text, count in texts.items():
        if count > 1:
            yield Problem(f"{path}.values", "cases.profile_twice", {"found": text})
    placed = any(PLACE in alias for alias in column.aliases)
    if (column.repeats and column.to is not Target.EVENT) or (
        placed and column.scope is not Scope.PARTY
    ):
        yield Problem(f"{path}.aliases", "cases.profile_scope", {"found": column.key})
