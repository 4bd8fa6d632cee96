"""Sentences for people (提示文字), by code, in Chinese or English.

Errors carry a code and details; only here do they become a sentence. Rendering never fails:
an unknown code, as a plugin may raise, is shown with its details.

Example:
    >>> from supervision.errors import Refused
    >>> render_error(Refused("act.future", found="2026-12-02", today="2026-12-01"), "en")
    "The act's day 2026-12-02 is after today, 2026-12-01. An act ahead cannot be entered."
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from typing import Self

import attrs

from supervision.errors import Detail, Problem, SupervisionError
from supervision.messages import en, zh

__all__ = ["LANGUAGES", "placeholders", "render", "render_error", "render_problem"]


@attrs.frozen(kw_only=True)
class _Tongue:
    """How one language writes what is not a sentence."""

    texts: Mapping[str, str]
    terms: Mapping[str, str]
    unknown: str
    nothing: str
    comma: str
    colon: str
    place: str


_TONGUES = {
    "zh": _Tongue(
        texts=zh.TEXTS,
        terms=zh.TERMS,
        unknown="错误 {code}（{details}）",
        nothing="（无）",
        comma="、",
        colon="：",
        place="{path}（第 {line} 行）",
    ),
    "en": _Tongue(
        texts=en.TEXTS,
        terms=en.TERMS,
        unknown="Error {code} ({details})",
        nothing="(none)",
        comma=", ",
        colon=": ",
        place="{path} (line {line})",
    ),
}
LANGUAGES: tuple[str, ...] = tuple(_TONGUES)
"""Chinese comes first: it stands in for a language that is not here."""


def placeholders(template: str) -> frozenset[str]:
    """Return the names a template asks for."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(template) if name)


def render(code: str, details: Mapping[str, Detail] | None = None, lang: str = "zh") -> str:
    """Return the sentence for a code (提示语句).

    Args:
        code: a code such as `finding.state`.
        details: values for its placeholders. `x_zh` and `x_en` together give `{x}`, and plain
            `zh` and `en` give `{sentence}`: text that a plugin brings in both languages.
        lang: `zh` or `en`.
    """
    tongue = _tongue(lang)
    shown = _Gaps(_shown(details or {}, lang))
    template = tongue.texts.get(code)
    if template is not None:
        return template.format_map(shown)
    told = tongue.comma.join(f"{name}={text}" for name, text in shown.items())
    return tongue.unknown.format(code=code, details=told or tongue.nothing)


def render_problem(problem: Problem, lang: str = "zh") -> str:
    """Return one line: the place, its line number where known, and the sentence."""
    sentence = render(problem.code, problem.details, lang)
    if not problem.path:
        return sentence
    tongue = _tongue(lang)
    line = problem.details.get("line")
    place = tongue.place.format(path=problem.path, line=line) if line else problem.path
    return f"{place}{tongue.colon}{sentence}"


def render_error(error: SupervisionError, lang: str = "zh") -> str:
    """Return the error's sentence, and below it one indented line per problem."""
    lines = [render(error.code, error.details, lang)]
    lines += [
        "  - " + render_problem(problem, lang).replace("\n", "\n    ") for problem in error.problems
    ]
    return "\n".join(lines)


def _tongue(lang: str) -> _Tongue:
    return _TONGUES.get(lang) or _TONGUES[LANGUAGES[0]]


class _Shown(str):
    """A value as it is shown; `{name:lines}` puts each of several on a line of its own."""

    __slots__ = ("_parts",)

    _parts: tuple[str, ...]

    def __new__(cls, parts: tuple[str, ...], comma: str) -> Self:
        made = super().__new__(cls, comma.join(parts))
        made._parts = parts
        return made

    def __format__(self, spec: str) -> str:
        return "".join(f"\n  {part}" for part in self._parts) if spec == "lines" else str(self)


class _Gaps(dict[str, _Shown]):
    """A placeholder nobody filled shows as itself; telling an error must not fail."""

    def __missing__(self, name: str) -> _Shown:
        return _Shown((f"{{{name}}}",), "")


def _shown(details: Mapping[str, Detail], lang: str) -> Iterator[tuple[str, _Shown]]:
    tongue = _tongue(lang)
    for name, value in details.items():
        parts = value if isinstance(value, tuple) else (value,)
        texts = [tongue.nothing if part is None else str(part) for part in parts]
        if name == "expected":
            texts = [tongue.terms.get(text, text) for text in texts]
        shown = _Shown(tuple(texts) or (tongue.nothing,), tongue.comma)
        yield name, shown
        stem, _, suffix = name.rpartition("_")
        if suffix == lang:
            yield stem or "sentence", shown
