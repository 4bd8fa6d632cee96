"""Fields as people fill them (字段校验), and the office's own fields (自设字段)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

import attrs

from supervision.domain.values import Extra, ExtraType
from supervision.errors import Refused

__all__ = ["ExtraField", "check_extras", "prose"]

_FORMS = {
    ExtraType.INT: re.compile(r"0|-?[1-9]\d{0,17}", re.ASCII),
    ExtraType.DECIMAL: re.compile(r"-?(0|[1-9]\d{0,17})(\.\d{1,9})?", re.ASCII),
    ExtraType.DATE: re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII),
    ExtraType.BOOL: re.compile(r"true|false"),
}


def prose(text: str, field: str) -> str:
    """Return the text, stripped.

    Raises:
        Refused: `field.missing` when it is empty.
    """
    text = text.strip()
    if not text:
        raise Refused("field.missing", field=field)
    return text


@attrs.frozen(kw_only=True)
class ExtraField:
    """The declaration of an office's own field (自设字段), `[[fields.<kind>]]` in the TOML.

    Attributes:
        name: key.
        type: never changes.
        label: what people read.
        required: whether a new record needs it.
        since: day from which it is required.
        choices: possible values of a `choice`.
        searchable: whether queries may use it.
        retired: no longer accepted; old values stay.
    """

    name: str
    type: ExtraType
    label: str = ""
    required: bool = False
    since: dt.date | None = None
    choices: tuple[str, ...] = ()
    searchable: bool = False
    retired: bool = False


def _fits(field: ExtraField, text: str) -> bool:
    if field.type is ExtraType.TEXT:
        return bool(text)
    if field.type is ExtraType.CHOICE:
        return text in field.choices
    if not _FORMS[field.type].fullmatch(text):
        return False
    if field.type is ExtraType.DATE:
        try:
            dt.date.fromisoformat(text)
        except ValueError:
            return False
    return True


def check_extras(
    extras: Iterable[Extra], fields: Iterable[ExtraField], *, on: dt.date
) -> tuple[Extra, ...]:
    """Check the values of the office's own fields of a new record (校验自设字段).

    Raises:
        Refused: `field.unknown`, `field.retired`, `field.type`, `field.twice`,
            `field.required`.
    """
    known = {field.name: field for field in fields}
    given: dict[str, Extra] = {}
    for extra in extras:
        field = known.get(extra.name)
        if field is None:
            raise Refused("field.unknown", field=extra.name, known=tuple(known))
        if field.retired:
            raise Refused("field.retired", field=extra.name)
        if extra.name in given:
            raise Refused("field.twice", field=extra.name)
        if extra.type is not field.type or not _fits(field, extra.text):
            raise Refused(
                "field.type",
                field=extra.name,
                expected=field.type.value,
                choices=field.choices,
                found=extra.text,
            )
        given[extra.name] = extra
    for field in known.values():
        due = field.required and not field.retired and (field.since is None or field.since <= on)
        if due and field.name not in given:
            raise Refused("field.required", field=field.name)
    return tuple(given[name] for name in sorted(given))
