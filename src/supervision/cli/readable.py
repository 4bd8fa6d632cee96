"""Errors as people read them (可读的错误): names in place of ids, words in place of codes.

A program gets the codes and ids as they are; only the sentence for people is made from these.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from supervision.cli.fields import field_name
from supervision.cli.lookup import coded_name, short
from supervision.cli.session import Session
from supervision.cli.texts import Text
from supervision.cli.words import ITEM_STEPS, VALUES, kind_name, step_name, tag_name
from supervision.domain.item_kinds import WORKFLOWS
from supervision.errors import Detail, SupervisionError
from supervision.office.directory import Directory

__all__ = ["readable"]

_ID = re.compile(r"[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}", re.ASCII)
_STATES = {
    "finding": "FindingState",
    "item": "ItemState",
    "measure": "MeasureState",
    "review": "ReviewState",
    "instruction": "InstructionState",
    "decision": "DecisionState",
    "decision_work": "DecisionWorkState",
    "report_request": "RequestState",
    "material_list": "MaterialState",
    "interview": "InterviewState",
}
_ENUMS = {
    "role": "Role",
    "roles": "Role",
    "decision": "Decision",
    "mode": "Rectification",
    "result": "Result",
    "requirement_state": "RequirementState",
}
_OWN_FIELDS = ("field.unknown", "field.retired", "field.twice", "field.type", "field.required")
_RECIPIENTS = {"department": Text("部门", "a department"), "person": Text("个人", "a person")}


def readable(error: SupervisionError, session: Session, area: str = "") -> SupervisionError:
    """Return the error with the details people can read; the problems stay as they are.

    Args:
        error: the error.
        session: language and names.
        area: kind of record it is about, where the code does not say.
    """
    words = _Words(error, session, area)
    details = {name: words.told(name, value) for name, value in error.details.items()}
    return type(error)(error.code, problems=error.problems, **details)


class _Words:
    def __init__(self, error: SupervisionError, session: Session, area: str) -> None:
        self._code = error.code
        self._lang = session.lang
        self._session = session
        self._area = area or self._area_of(error)
        self._names: Directory | None = None

    def _area_of(self, error: SupervisionError) -> str:
        """Return the kind of record it is about; the tables of items have names of their own."""
        if "ledger" in error.details:
            return str(error.details["ledger"])
        table = str(error.details.get("workflow") or "")
        office = self._session.opened
        tables = office.rules.items.workflows if office is not None else WORKFLOWS
        return "item" if table in tables else table or error.code.partition(".")[0]

    def told(self, name: str, value: Detail) -> Detail:
        """Say one detail."""
        if self._code == "access.unknown_officer" and self._session.acts_as:
            return self._session.acts_as  # as it was written, not the id made of it
        say = self._sayer(name)
        if isinstance(value, str):
            return self._ids(say(value))
        if isinstance(value, tuple):
            return tuple(self._ids(say(one)) for one in value)
        return value

    def _sayer(self, name: str) -> Callable[[str], str]:
        lang = self._lang
        if name in _ENUMS:
            return self._of(_ENUMS[name])
        if name == "state" and self._code == "review.not_closed":
            names = {**VALUES["ItemState"], **VALUES["FindingState"]}
            return lambda text: names[text].of(lang) if text in names else text
        if name == "state" and self._area in _STATES:
            return self._of(_STATES[self._area])
        if name in ("step", "possible"):
            return self._step
        if name == "field" and self._code in _OWN_FIELDS:
            return lambda field: field  # the office named it
        if name in ("field", "fields", "place", "before"):
            return lambda field: field_name(self._area, field, lang)
        if name == "known" and self._code in ("ledger.field", "ledger.order", "ledger.column"):
            return self._field_of_ledger
        if name == "ledger":
            return lambda kind: kind_name(kind, lang)
        if name in ("kind", "workflow") and self._code.startswith(("record.", "workflow.")):
            return lambda kind: kind_name(kind, lang)
        if name == "act" and self._code == "access.refused":
            return lambda tag: f"{kind_name(tag.partition('.')[0], lang)} · {tag_name(tag, lang)}"
        if self._code.startswith("measure.") and name in ("rung", "after", "found", "known"):
            return self._rung
        if self._code.startswith("interview.") and name == "talk":
            return self._talk
        if self._code == "measure.recipient" and name == "expected":
            return lambda text: _RECIPIENTS[text].of(lang) if text in _RECIPIENTS else text
        return lambda text: text

    def _field_of_ledger(self, field: str) -> str:
        """Return what a field is called and, where that is another word, its own name."""
        called = field_name(self._area, field.rpartition(".")[2], self._lang)
        return called if called == field else f"{called} {field}"

    def _of(self, cls: str) -> Callable[[str], str]:
        names = VALUES.get(cls, {})
        return lambda text: names[text].of(self._lang) if text in names else text

    def _step(self, step: str) -> str:
        if self._area == "item" and step in ITEM_STEPS:
            return ITEM_STEPS[step].of(self._lang)
        return step_name(step, self._lang, self._area)

    def _rung(self, code: str) -> str:
        office = self._session.opened
        ladders = office.rules.ladders.values() if office is not None else ()
        for ladder in ladders:
            for rung in ladder.rungs:
                if rung.code == code:
                    return rung.en if self._lang == "en" else rung.zh
        return code

    def _talk(self, code: str) -> str:
        office = self._session.opened
        return code if office is None else coded_name(office.rules, "talk", code, self._lang)

    def _ids(self, text: str) -> str:
        return _ID.sub(lambda match: self._name(match[0]), text)

    def _name(self, id: str) -> str:
        directory = self._directory()
        name = directory.name_of(id) if directory is not None else id
        return short(id) if name == id else name

    def _directory(self) -> Directory | None:
        """Return the directory the acting officer may see; `None` when there is none."""
        if self._names is None and self._session.opened is not None:
            try:
                with self._session.reading() as view:
                    self._names = Directory.of(view)
            except SupervisionError:  # it is the very error that is being told
                return None
        return self._names
