"""What to call people, departments and states in output (称呼)."""

from __future__ import annotations

import datetime as dt
import enum
import re

from supervision.cli.lookup import coded_name, short
from supervision.cli.session import Session
from supervision.cli.words import value_name
from supervision.domain.bases import BASIS
from supervision.domain.values import Instant, moment
from supervision.office.directory import Directory
from supervision.office.views import ReadView

__all__ = ["Naming", "day_text", "moment_text"]


_ID = re.compile(r"[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}", re.ASCII)


def moment_text(at: Instant) -> str:
    """Return an instant as people read it: office time, to the minute."""
    return moment(at).strftime("%Y-%m-%d %H:%M")


class Naming:
    """Names in one language, from a view and the office's own tables (称呼).

    To be used while the view is open.
    """

    def __init__(self, view: ReadView, session: Session) -> None:
        self.directory = Directory.of(view)
        self.lang = session.lang
        self.rules = session.office.rules
        self._view = view

    def of(self, id: str | None) -> str:
        """Return the name of an officer, department, unit or basis; the end of another id.

        Anything else is returned as it is, nothing as empty text.
        """
        if not id:
            return ""
        name = self.directory.name_of(id)
        if name != id or not _ID.fullmatch(id):
            return name
        basis = self._view.find(BASIS, id) if id.startswith(BASIS.prefix) else None
        return f"{basis.regulation}{basis.article}" if basis is not None else short(id)

    def all(self, ids: tuple[str, ...]) -> str:
        """Return several names in a row."""
        return ("、" if self.lang == "zh" else ", ").join(self.of(id) for id in ids)

    def value(self, value: enum.Enum | None) -> str:
        """Return what to call a state or kind; empty for none."""
        return value_name(value, self.lang) if value is not None else ""

    def rung(self, code: str) -> str:
        """Return what to call a rung of one of the office's ladders."""
        for ladder in self.rules.ladders.values():
            for rung in ladder.rungs:
                if rung.code == code:
                    return rung.en if self.lang == "en" else rung.zh
        return code

    def item_kind(self, code: str) -> str:
        """Return what to call one of the office's kinds of items, meetings or inspections."""
        tables = self.rules.activities
        kinds = (self.rules.items.kinds, tables.inspections, tables.meetings)
        kind = next((known[code] for known in kinds if code in known), None)
        return code if kind is None else kind.en if self.lang == "en" else kind.zh

    def coded(self, table: str, code: str) -> str:
        """Return what to call an issuer, a kind of talk or a capacity (代码名称).

        Args:
            table: field whose table it is: `issuer`, `talk`, `capacity`.
            code: the code; returned as it is where the table has none such.
        """
        return coded_name(self.rules, table, code, self.lang)

    def yes(self, truth: bool) -> str:
        """Return yes or no."""
        if self.lang == "zh":
            return "是" if truth else "否"
        return "yes" if truth else "no"


def day_text(day: dt.date | None) -> str:
    """Return a day as ISO text; empty for none."""
    return day.isoformat() if day else ""
