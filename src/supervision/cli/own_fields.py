"""`--field NAME=VALUE` (自设字段): an office's own fields on the acts that open a record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from supervision.cli.grammar import option
from supervision.domain.records import RecordKind
from supervision.domain.values import Extra, ExtraType
from supervision.errors import UsageError
from supervision.office.parts import LocalRules

__all__ = ["extras_of", "own_fields"]


def own_fields(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the option `--field`, handed over as `own`."""
    return option(
        "--field",
        "own",
        multiple=True,
        zh="本院自设字段，写成 名称=值（可多次）",
        en="the office's own field as NAME=VALUE (repeatable)",
    )(function)


def extras_of(rules: LocalRules, kind: RecordKind[Any], own: tuple[str, ...]) -> tuple[Extra, ...]:
    """Return the values of own fields as written; the decision checks them.

    A field may go by its name or its label.

    Raises:
        UsageError: `cli.own_field` when one is not of the form NAME=VALUE.
    """
    declared = rules.fields.get(kind.name, ())
    by_name = {field.label: field for field in declared if field.label}
    by_name |= {field.name: field for field in declared}
    extras = []
    for text in own:
        name, sign, value = text.partition("=")
        if not sign or not name.strip():
            raise UsageError("cli.own_field", found=text)
        field = by_name.get(name.strip())
        extras.append(
            Extra(
                name=field.name if field else name.strip(),
                type=field.type if field else ExtraType.TEXT,
                text=value.strip(),
            )
        )
    return tuple(extras)
