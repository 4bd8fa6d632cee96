"""Tables with settings of their own (自有设置): raw TOML filled into a contribution's class.

Before the strict converter sees a table, the two types with a meaning of their own are put in
place: a `pathlib.Path` becomes absolute, relative to the folder of the TOML; a `Secret` is
fetched from where the TOML says it lies. A secret written out is refused, so that no office
keeps its passwords in a file that is copied, mailed and put under version control.
"""

from __future__ import annotations

import os
import types
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias, TypeVar, get_args, get_origin

import attrs

from supervision.codec import structure
from supervision.codec.converter import type_tag
from supervision.errors import CodecError, Problem
from supervision.ports.settings import Secret

__all__ = ["Table", "fill", "rooted"]

S = TypeVar("S")

Table: TypeAlias = Mapping[str, object]
"""A parsed TOML table whose class only its owner knows."""


def fill(
    cls: type[S],
    table: Table,
    *,
    where: str,
    folder: Path,
    environment: Mapping[str, str] | None = None,
) -> tuple[S | None, tuple[Problem, ...]]:
    """Fill a settings class from its table, and tell everything that is wrong with it.

    Args:
        cls: a frozen attrs class, see `supervision.ports.settings`.
        table: the table.
        where: its key path.
        folder: what relative paths start from.
        environment: where `{ env = … }` looks; by default this process's environment.
    """
    known = os.environ if environment is None else environment
    problems: list[Problem] = []
    prepared = _table(cls, table, where, _Place(folder, known, problems))
    if problems:
        # Told apart from the converter's problems: a secret that is missing has no value to check.
        return None, tuple(problems)
    try:
        return structure(cls, prepared, where=where), ()
    except CodecError as error:
        return None, error.problems


@attrs.frozen
class _Place:
    folder: Path
    environment: Mapping[str, str]
    problems: list[Problem]

    def tell(self, path: str, code: str, **details: str) -> None:
        self.problems.append(Problem(path, code, details))


def _table(cls: type, table: Table, where: str, place: _Place) -> dict[str, object]:
    hints = typing.get_type_hints(cls)
    return {
        name: _value(hints.get(name), value, f"{where}.{name}", place)
        for name, value in table.items()
    }


def _value(hint: object, value: object, where: str, place: _Place) -> object:
    if get_origin(hint) in (typing.Union, types.UnionType):
        hint = _meant(get_args(hint), value)
    if hint is Secret:
        return _secret(value, where, place)
    if hint is Path and isinstance(value, str):
        return str(place.folder / value)
    if get_origin(hint) is tuple and isinstance(value, list):
        inner = get_args(hint)[0]
        return [_value(inner, one, f"{where}[{i}]", place) for i, one in enumerate(value)]
    if isinstance(hint, type) and attrs.has(hint) and isinstance(value, Mapping):
        return _table(hint, value, where, place)
    return value


def _meant(members: tuple[type, ...], value: object) -> type | None:
    """Return the member of a union that is meant: the only one, or the one `type` names."""
    known = [part for part in members if part is not type(None)]
    if len(known) > 1:
        tag = value.get("type") if isinstance(value, Mapping) else None
        known = [part for part in known if type_tag(part) == tag]
    return known[0] if known else None


def _secret(value: object, where: str, place: _Place) -> object:
    match value if isinstance(value, Mapping) and len(value) == 1 else None:
        case {"env": str(name)}:
            found = place.environment.get(name)
            if not found:
                place.tell(where, "config.secret_env", name=name)
            return {"value": found}
        case {"file": str(name)}:
            path = place.folder / name
            try:
                return {"value": path.read_text("utf-8").removesuffix("\n").removesuffix("\r")}
            except (OSError, UnicodeDecodeError) as error:
                place.tell(where, "config.secret_file", file=str(path), error=type(error).__name__)
        case _:
            place.tell(where, "config.secret_literal")
    return None


def rooted(table: Table, folder: Path) -> Table:
    """Return an untyped table with its texts that begin with `./` or `../` made absolute."""
    return dict(_rooted(table, folder))


def _rooted(table: Table, folder: Path) -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield name, rooted(value, folder)
        elif isinstance(value, str) and value.startswith(("./", "../")):
            yield name, str(folder / value)
        else:
            yield name, value
