"""`[attachments]`: the allow-list and limits of evidence are the office's data."""

from __future__ import annotations

import pytest

from supervision.config import parse_config
from supervision.domain.attachment_types import ATTACHMENT_RULES, AttachmentRules
from supervision.errors import ConfigError

SMALL = """\
[office]
name = "检务督察办公室"
unit = "mw"
[store]
backend = "memory"
[access]
policy = "open-office"
"""


def rules(text: str) -> AttachmentRules:
    return parse_config(SMALL + text).attachments.rules()


def test_without_the_table_the_packaged_list_holds() -> None:
    assert rules("") == ATTACHMENT_RULES
    assert "zip" not in [one.extension for one in ATTACHMENT_RULES.types]


def test_an_office_allows_less_and_adds_its_own() -> None:
    found = rules(
        """
[attachments]
allow = ["pdf", "dwg"]
largest = 100
most = 3
[[attachments.types]]
extension = "dwg"
magic = ["41433130"]
largest = 50
[[attachments.types]]
extension = "csv"
"""
    )
    assert [one.extension for one in found.types] == ["pdf", "dwg"]
    assert (found.largest, found.most, found.types[1].largest) == (100, 3, 50)


def test_a_type_of_ones_own_replaces_the_shipped_one() -> None:
    found = rules('[[attachments.types]]\nextension = "txt"\nlargest = 9\n')
    assert next(one for one in found.types if one.extension == "txt").largest == 9
    assert len(found.types) == len(ATTACHMENT_RULES.types)


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ('allow = ["zip"]', "attachments.allow[0]", "config.attachment_type"),
        ("largest = 0", "attachments.largest", "config.attachment_limit"),
        ("most = 0", "attachments.most", "config.attachment_limit"),
        (
            '[[attachments.types]]\nextension = ".PDF"',
            "attachments.types[0].extension",
            "config.attachment_extension",
        ),
        (
            '[[attachments.types]]\nextension = "dwg"\nmagic = ["AC1"]',
            "attachments.types[0].magic",
            "config.attachment_magic",
        ),
        (
            '[[attachments.types]]\nextension = "dwg"\nlargest = -1',
            "attachments.types[0].largest",
            "config.attachment_limit",
        ),
    ],
)
def test_each_mistake_is_told_with_its_place(text: str, place: str, code: str) -> None:
    with pytest.raises(ConfigError) as caught:
        rules(f"[attachments]\n{text}\n")
    assert [(one.path, one.code) for one in caught.value.problems] == [(place, code)]


def test_a_table_of_another_form_is_told() -> None:
    with pytest.raises(ConfigError):
        rules("[attachments]\nlargest = true\n")
