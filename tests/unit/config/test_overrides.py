"""An office's own ladders, workflows and kinds of items replace or extend the shipped ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from supervision.config.overrides import LocalTables, read_overrides
from supervision.domain.item_kinds import ITEM_KINDS, ItemTables
from supervision.domain.items import ItemState
from supervision.domain.ladders import LADDERS
from supervision.domain.limits import Limit, LimitUnit
from supervision.errors import ConfigError

LADDER = """
[[ladders]]
code = "{code}"
zh = "对部门"
en = "For departments"
recipient = "department"
[[ladders.rungs]]
code = "{rung}"
zh = "口头提醒"
en = "Oral reminder"
successors = [{successors}]
"""
WORKFLOW = """
[[workflows]]
code = "short"
zh = "简易流程"
en = "Short course"
[[workflows.steps]]
name = "close"
sources = ["opened"]
target = "closed"
"""
KIND = """
[[item_kinds]]
code = "{code}"
zh = "安全督察"
en = "Safety"
workflow = "{workflow}"
limit = {{ count = 14, unit = "day" }}
"""


def read(tmp_path: Path, *texts: str) -> LocalTables:
    files = []
    for number, text in enumerate(texts):
        files.append(tmp_path / f"{number}.toml")
        files[-1].write_text(text, "utf-8")
    return read_overrides(files)


def problems_of(tmp_path: Path, *texts: str) -> list[tuple[str, str, object]]:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, *texts)
    assert caught.value.code == "config.overrides"
    return [(one.path, one.code, one.details.get("line")) for one in caught.value.problems]


def test_without_files_the_shipped_tables_hold() -> None:
    assert read_overrides([]) == LocalTables()


def test_table_of_a_known_code_replaces_the_shipped_one(tmp_path: Path) -> None:
    tables = read(tmp_path, LADDER.format(code="department", rung="word", successors=""))
    assert [rung.code for rung in tables.ladders["department"].rungs] == ["word"]
    assert tables.ladders["person"] == LADDERS["person"]
    assert len(LADDERS["department"].rungs) > 1


def test_tables_of_new_codes_extend_the_shipped_ones(tmp_path: Path) -> None:
    kind = KIND.format(code="item.safety", workflow="short")
    tables = read(tmp_path, WORKFLOW, kind)
    assert tables.workflows["short"].steps[0].target is ItemState.CLOSED
    items = ItemTables(kinds=tables.item_kinds, workflows=tables.workflows)
    safety = items.kind("item.safety")
    assert safety.limit == Limit(count=14, unit=LimitUnit.DAY)
    assert set(ITEM_KINDS) < set(tables.item_kinds)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[ladder]]\n", ("0.toml: ladder", "codec.unknown_key", 1)),
        ("x = \n", ("0.toml", "config.overrides_file", None)),
        (
            LADDER.format(code="a", rung="word", successors='"gone"'),
            ("ladders.a.word", "config.no_rung", None),
        ),
        (
            LADDER.format(code="a", rung="circular", successors=""),
            ("ladders.a.circular", "config.code_twice", None),
        ),
        (
            KIND.format(code="item.x", workflow="none"),
            ("item_kinds.item.x", "config.no_workflow", None),
        ),
        (
            KIND.format(code="item.x", workflow="item") + 'opening = ["sorce"]\n',
            ("item_kinds.item.x", "config.no_field", None),
        ),
        (
            KIND.format(code="top.x", workflow="item"),
            ("item_kinds.top.x", "config.no_parent", None),
        ),
        (
            KIND.format(code="top", workflow="item").replace('workflow = "item"', ""),
            ("item_kinds.top", "codec.missing_key", None),
        ),
        (
            WORKFLOW + '[[workflows.steps]]\nname = "close"\nsources = []\n',
            ("workflows.short.close", "config.code_twice", None),
        ),
        (
            WORKFLOW.replace("opened", "open"),
            ("0.toml: workflows[0].steps[0].sources[0]", "codec.choice", 8),
        ),
    ],
)
def test_each_fault_is_told(
    tmp_path: Path, text: str, expected: tuple[str, str, int | None]
) -> None:
    assert problems_of(tmp_path, text) == [expected]


def test_one_code_in_two_files_is_a_fault(tmp_path: Path) -> None:
    assert problems_of(tmp_path, WORKFLOW, WORKFLOW) == [
        ("1.toml: workflows[0]", "config.code_twice", None)
    ]


def test_file_that_is_missing_or_not_utf8_is_told(tmp_path: Path) -> None:
    (tmp_path / "gb.toml").write_bytes("# 中文".encode("gb18030"))
    with pytest.raises(ConfigError) as caught:
        read_overrides([tmp_path / "none.toml", tmp_path / "gb.toml"])
    assert [(one.path, one.code) for one in caught.value.problems] == [
        ("none.toml", "config.overrides_file"),
        ("gb.toml", "config.overrides_file"),
    ]


def test_issuers_talks_and_capacities_are_replaced_and_added(tmp_path: Path) -> None:
    file = tmp_path / "talks.toml"
    file.write_text(
        """
[[issuers]]
code = "street"
zh = "街道党工委"
en = "Sub-district committee"

[[talks]]
code = "admonishing"
zh = "约谈"
en = "Admonishing talk"
interviewers = 3
rights_notice = true

[[capacities]]
code = "overseer"
zh = "分管领导"
en = "Overseeing leader"
""",
        "utf-8",
    )
    tables = read_overrides([file])
    assert {"street", "party_group"} <= set(tables.issuers)
    talk = tables.talks["admonishing"]
    assert (talk.interviewers, talk.rights_notice, talk.series) == (3, True, None)
    assert {"overseer", "witness"} <= set(tables.capacities)


def test_a_kind_of_talk_without_its_numbers_is_refused(tmp_path: Path) -> None:
    """What no source decides is a required parameter, never a default."""
    file = tmp_path / "talks.toml"
    file.write_text('[[talks]]\ncode = "chat"\nzh = "谈心"\nen = "Chat"\n', "utf-8")
    with pytest.raises(ConfigError) as caught:
        read_overrides([file])
    missing = {problem.details.get("key") for problem in caught.value.problems}
    assert {"interviewers", "rights_notice"} <= missing
