"""Both languages say the same things with the same placeholders, for every code there is."""

from __future__ import annotations

import re
import string
from types import ModuleType

import pytest

from supervision.messages import en, zh

BOTH = sorted(set(zh.TEXTS) & set(en.TEXTS))
CHINESE = re.compile("[\u4e00-\u9fff]")
LATIN = re.compile("[A-Za-z]{3}")


def slots(template: str) -> set[tuple[str | None, str | None]]:
    """Return every placeholder with its form."""
    parts = string.Formatter().parse(template)
    return {(name, form) for _, name, form, _ in parts if name is not None}


def test_both_languages_have_the_same_codes() -> None:
    assert sorted(zh.TEXTS) == sorted(en.TEXTS)
    assert sorted(zh.TERMS) == sorted(en.TERMS)


def test_both_languages_use_the_same_placeholders() -> None:
    assert [code for code in BOTH if slots(zh.TEXTS[code]) != slots(en.TEXTS[code])] == []


def test_each_sentence_is_in_its_language() -> None:
    assert [code for code in BOTH if not CHINESE.search(zh.TEXTS[code])] == []
    assert [code for code in BOTH if not LATIN.search(en.TEXTS[code])] == []


def test_placeholder_is_a_plain_name_with_a_known_form() -> None:
    odd = [
        (code, name, form)
        for code in BOTH
        for name, form in slots(zh.TEXTS[code])
        if not (name or "").isidentifier() or form not in ("", "lines")
    ]
    assert odd == []


@pytest.mark.parametrize("tongue", [zh, en], ids=["zh", "en"])
def test_no_two_areas_have_a_sentence_for_the_same_code(tongue: ModuleType) -> None:
    parts = vars(tongue).values()
    areas = [
        part
        for part in parts
        if isinstance(part, ModuleType) and part.__name__.startswith(f"{tongue.__name__}.")
    ]
    codes = [code for area in areas for code in area.TEXTS]
    assert areas
    assert sorted(codes) == sorted(tongue.TEXTS)
