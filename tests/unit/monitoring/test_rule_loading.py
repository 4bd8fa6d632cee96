"""Rules from TOML and Python: one model, every problem with its place."""

from __future__ import annotations

import datetime as dt
import textwrap

import pytest

from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.rules import Deadline, Over, Required, Selector, Which
from supervision.errors import ConfigError
from supervision.monitoring import loading
from supervision.monitoring.loading import read_book, read_packs
from supervision.monitoring.overlays import overlaid
from supervision.ports.monitoring import RulePack, RuleText

SOUND = """\
# 权利告知
[[rules]]
type = "deadline"
code = "RIGHTS-TOLD"
name = { zh = "权利告知超期", en = "Rights told late" }
basis = "gz-40"
valid_from = 2019-12-30
lines = ["审查起诉"]
over = "party"
certainty = "confirmed"
severity = "slight"
problem_code = "rights.told"
when = { party = [{ field = "custody", one_of = ["true"] }] }
start = { events = ["accepted"] }
which = "last"
end = { events = ["rights_told"] }
limit = { count = 3, unit = "day" }
sentences = [
  { stage = "overdue", zh = "{case}应于{due}前告知", en = "{case}: due by {due}" },
  { stage = "late_done", zh = "{case}超期{days}日", en = "{case}: {days} days late" },
]
"""
ANOTHER = """\
[[rules]]
type = "required"
code = "LAWYER"
name = { zh = "值班律师未在场", en = "No lawyer" }
basis = "gz-269"
valid_from = 2019-12-30
certainty = "suspected"
severity = "heavier"
problem_code = "plea.lawyer"
required = { events = ["lawyer_ensured"] }
before = { events = ["plea_signed"] }
sentences = [
  { stage = "missing", zh = "{case}未见值班律师", en = "{case}: no lawyer" },
  { stage = "late", zh = "{case}后补", en = "{case}: afterwards" },
]
"""


def problems(*texts: str):
    items = [("pack", RuleText(name=f"{n}.toml", text=text)) for n, text in enumerate(texts)]
    with pytest.raises(ConfigError) as caught:
        read_book(items)
    assert caught.value.code == "rule.invalid"
    return [(one.path, one.code, one.details.get("line")) for one in caught.value.problems]


def test_a_rule_in_toml_is_the_rule_in_python():
    book = read_book([("pack", RuleText(name="a.toml", text=SOUND + ANOTHER))])
    lawyer, rights = book.rules
    assert isinstance(lawyer, Required)
    assert isinstance(rights, Deadline)
    assert rights.head.over is Over.PARTY
    assert rights.head.valid_from == dt.date(2019, 12, 30)
    assert rights.which is Which.LAST
    assert rights.limit == Limit(count=3, unit=LimitUnit.DAY)
    assert lawyer.before == Selector(events=("plea_signed",))
    again = read_book([("python", rights), ("python", lawyer)])
    assert again == book


def test_packs_are_read_together(build):
    texts = RulePack(name="a", zh="甲", en="A", load=lambda: [RuleText(name="a", text=SOUND)])
    objects = RulePack(name="b", zh="乙", en="B", load=lambda: [build.deadline()])
    assert read_packs([texts, objects]).codes() == ("R1", "RIGHTS-TOLD")


def test_a_file_without_rules_is_an_empty_book():
    assert read_book([("pack", RuleText(name="a.toml", text=""))]).rules == ()


def test_a_text_that_is_no_toml_is_told_with_its_file():
    assert problems("[[rules", SOUND) == [("pack/0.toml", "rule.toml", None)]


def test_every_problem_of_every_file_is_told_with_key_and_line():
    wrong = (
        SOUND.replace("count = 3", "count = 0")
        .replace('severity = "slight"', 'severity = "bad"')
        .replace("problem_code", "problem_kode")
    )
    typed = ANOTHER.replace('"required"', '"no_such"')
    assert sorted(problems(wrong, typed)) == [
        ("pack/0.toml: rules[0].limit", "limit.count", 17),
        ("pack/0.toml: rules[0].problem_code", "codec.missing_key", 2),
        ("pack/0.toml: rules[0].problem_kode", "codec.unknown_key", 12),
        ("pack/0.toml: rules[0].severity", "codec.choice", 11),
        ("pack/1.toml: rules[0].type", "rule.type", 2),
    ]


def test_a_rule_that_contradicts_itself_is_told_with_key_and_line():
    wrong = SOUND.replace("{days}", "{dayz}").replace("over = ", "# over = ")
    assert problems(wrong) == [
        ("pack/0.toml: rules[0].when.party", "rule.party_condition", 13),
        ("pack/0.toml: rules[0].sentences[1].zh", "rule.placeholder", 20),
        ("pack/0.toml: rules[0].sentences[1].en", "rule.placeholder", 20),
    ]


def test_a_version_that_stands_in_two_files_is_told_with_both():
    items = [("pack", RuleText(name=f"{n}.toml", text=SOUND)) for n in range(2)]
    with pytest.raises(ConfigError) as caught:
        read_book(items)
    (problem,) = caught.value.problems
    assert (problem.path, problem.code) == ("pack/1.toml: rules[0].version", "rule.twice")
    assert problem.details["other"] == "pack/0.toml: rules[0]"
    assert problem.details["line"] == 2


def test_other_keys_and_other_shapes_are_refused():
    assert problems("rule = 1", "rules = {}", "rules = [1]", "[[rules]]\ncode = 1") == [
        ("pack/0.toml: rule", "codec.unknown_key", 1),
        ("pack/1.toml: rules", "codec.type", 1),
        ("pack/2.toml: rules[0]", "codec.type", 1),
        ("pack/3.toml: rules[0].type", "rule.type", 1),
    ]


def test_a_broken_rule_in_python_is_told_with_its_place(build):
    with pytest.raises(ConfigError) as caught:
        read_book([("pack", build.deadline()), ("pack", build.deadline(code="R 2"))])
    (problem,) = caught.value.problems
    assert (problem.path, problem.code) == ("pack: rules[1].code", "rule.code")


class TestOverlays:
    def book(self):
        return read_book([("pack", RuleText(name="a.toml", text=SOUND + ANOTHER))])

    def adjusted(self, **tables):
        return overlaid(self.book(), tables, where="monitoring.parameters")

    def refused(self, tables, lines=None):
        with pytest.raises(ConfigError) as caught:
            overlaid(self.book(), tables, where="monitoring.parameters", lines=lines)
        assert caught.value.code == "rule.overlay"
        return [(one.path, one.code) for one in caught.value.problems]

    def test_without_adjustments_the_book_stays_as_packaged(self):
        assert self.adjusted() == self.book()

    def test_values_named_replace_the_packaged_ones(self):
        book = overlaid(
            self.book(),
            {
                "RIGHTS-TOLD": {"limit": {"count": 2, "unit": "workday"}, "opens_findings": True},
                "LAWYER": {"severity": "serious", "answers": "handler"},
            },
            where="monitoring.parameters",
        )
        lawyer, rights = book.rules
        assert rights.limit == Limit(count=2, unit=LimitUnit.WORKDAY)
        assert rights.head.opens_findings
        assert rights.warnings == ()
        assert (lawyer.head.severity.value, lawyer.head.answers.value) == ("serious", "handler")

    def test_a_rule_is_switched_off_with_a_reason(self):
        assert self.adjusted(LAWYER={"off": "由案管统一监控"}).codes() == ("RIGHTS-TOLD",)
        assert self.refused({"LAWYER": {"off": " "}}) == [
            ("monitoring.parameters.LAWYER.off", "rule.blank")
        ]

    def test_problems_are_told_with_key_and_line(self):
        tables = {
            "NOBODY": {},
            "LAWYER": {"opens_findings": True, "limit": {"count": 1, "unit": "day"}},
            "RIGHTS-TOLD": {"severity": 7, "warnings": [{"count": 1, "unit": "day"}]},
        }
        assert self.refused(tables) == [
            ("monitoring.parameters.NOBODY", "rule.unknown"),
            ("monitoring.parameters.RIGHTS-TOLD.severity", "codec.choice"),
            ("monitoring.parameters.LAWYER.limit", "codec.unknown_key"),
            ("monitoring.parameters.LAWYER.opens_findings", "rule.suspected_opens"),
        ]
        with pytest.raises(ConfigError) as caught:
            overlaid(self.book(), {"NO": {}}, where="m", lines={"m": 3, "m.NO": 7, "office": 1})
        assert caught.value.problems[0].details["line"] == 7

    def test_new_warnings_need_their_sentence(self):
        tables = {"RIGHTS-TOLD": {"warnings": [{"count": 1, "unit": "day"}]}}
        assert self.refused(tables) == [
            ("monitoring.parameters.RIGHTS-TOLD.sentences", "rule.sentence_missing")
        ]


def test_the_example_in_the_documentation_is_sound():
    text = textwrap.dedent(str(loading.__doc__).partition("::\n")[2])
    assert read_book([("docs", RuleText(name="a", text=text))]).codes() == ("RIGHTS-TOLD",)
