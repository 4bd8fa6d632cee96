"""The reference is complete: every code, hook, contribution and setting has its heading."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_origin

import attrs
import pytest

from supervision import errors, plugin
from supervision.config import model, parse_config
from supervision.config.reader import TABLES
from supervision.domain.attachment_types import FileType
from supervision.domain.fields import ExtraField
from supervision.domain.kinds import KINDS
from supervision.messages import en, placeholders, zh
from supervision.plugins.hooks import HOOKS
from supervision.plugins.host import load_plugins
from supervision.ports import contributions

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
CODE = re.compile(r"[a-z][a-z_]*\.[a-z][a-z_]*")
SOURCES = [
    path
    for folder in (ROOT / "src", *sorted((ROOT / "plugins").glob("*/src")))
    for path in sorted(folder.rglob("*.py"))
    if path.parent.name != "messages"
]

ERRORS = {
    name
    for name in errors.__all__
    if inspect.isclass(getattr(errors, name))
    and issubclass(getattr(errors, name), errors.SupervisionError)
}
NOT_CODES = {kind.name for kind in KINDS} | set(TABLES) | {"supervision"}
"""First parts of dotted names that mean more than a code: change tags, key paths, loggers."""


# --- codes in the sources ---


@cache
def trees() -> dict[str, ast.Module]:
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8")) for path in SOURCES}


@cache
def code_positions() -> dict[str, int]:
    """Return at which place functions take a code: errors first, problems second, helpers as
    their parameter `code: str` says."""
    positions = dict.fromkeys(ERRORS, 0) | {"Problem": 1, "Fault": 0}
    for tree in trees().values():
        for node in ast.walk(tree):
            if not isinstance(node, ast.FunctionDef):
                continue
            names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
            if names[:1] in (["self"], ["cls"]):
                del names[0]
            typed = {a.arg: ast.unparse(a.annotation) for a in node.args.args if a.annotation}
            if typed.get("code") == "str" and node.name.startswith(("_", "tell", "reject")):
                positions.setdefault(node.name, names.index("code"))
    return positions


def called(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def literal(node: ast.expr | None) -> str | None:
    match node:
        case ast.Constant(value=str(text)) if CODE.fullmatch(text):
            return text
    return None


def plain_code(node: ast.expr) -> str | None:
    """Return a code that stands in a table or the like, where its first part tells it is one."""
    code = literal(node)
    return code if code and code.partition(".")[0] in zh_areas() - NOT_CODES else None


@cache
def raised() -> dict[str, list[tuple[str, ast.Call | None]]]:
    """Return every code in the sources with the places and calls that use it."""
    found: dict[str, list[tuple[str, ast.Call | None]]] = {}
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                position = code_positions().get(called(node))
                given = node.args[position : position + 1] if position is not None else []
                rejected = called(node) in ("Rejected", "RuleFault")
                given += [k.value for k in node.keywords if k.arg == "code" and rejected]
                for argument in given:
                    if code := literal(argument):
                        found.setdefault(code, []).append((f"{path}:{node.lineno}", node))
            elif isinstance(node, ast.expr) and (code := plain_code(node)):
                found.setdefault(code, []).append((f"{path}:{node.lineno}", None))
    return found


@cache
def zh_areas() -> set[str]:
    return {code.partition(".")[0] for code in zh.TEXTS}


def test_every_code_has_a_sentence_in_both_languages() -> None:
    missing = {
        code: [place for place, _ in places]
        for code, places in raised().items()
        if code not in zh.TEXTS or code not in en.TEXTS
    }
    assert missing == {}


def test_every_sentence_belongs_to_a_code() -> None:
    """A sentence nobody can see any more is removed. Codes put together at run time count by
    their constant beginning."""
    used = set(raised())
    beginnings = set()
    for tree in trees().values():
        for node in ast.walk(tree):
            match node:
                case ast.Constant(value=str(text)):
                    used.add(text)
                case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]):
                    beginnings.add(text)
    unused = [
        code
        for code in zh.TEXTS
        if code not in used and not any(code.startswith(b) for b in beginnings if "." in b)
    ]
    assert unused == []


def details_of(call: ast.Call) -> set[str] | None:
    """Return the names of the details a call gives; `None` when they are computed."""
    if called(call) in ERRORS:
        names = {keyword.arg for keyword in call.keywords}
    elif called(call) == "Problem" and len(call.args) > 2 and isinstance(call.args[2], ast.Dict):
        keys = call.args[2].keys
        names = {key.value if isinstance(key, ast.Constant) else None for key in keys}
    else:
        return None
    return None if None in names else {str(name) for name in names}


def test_every_placeholder_is_filled_by_everybody_who_raises_the_code() -> None:
    lacking = []
    for code, places in raised().items():
        for place, call in places:
            given = details_of(call) if call else None
            if given is None or code not in zh.TEXTS:
                continue
            given |= {name.removesuffix("_zh") for name in given if name.endswith("_zh")}
            given |= {"sentence"} if "zh" in given else set()
            lacking += [(place, code, n) for n in placeholders(zh.TEXTS[code]) - given]
    assert lacking == []


# --- pages ---


def headings(page: str) -> list[str]:
    text = (REFERENCE / page).read_text("utf-8")
    return [line for line in text.splitlines() if line.startswith("#")]


def sections(page: str) -> dict[str, str]:
    """Return the text below each heading by the first code name in the heading."""
    found: dict[str, str] = {}
    name = ""
    for line in (REFERENCE / page).read_text("utf-8").splitlines():
        if line.startswith("#"):
            match = re.search(r"`([^`]+)`", line)
            name = match[1] if match else line.lstrip("# ")
        found[name] = found.get(name, "") + line + "\n"
    return found


def errors_page() -> ModuleType:
    spec = importlib.util.spec_from_file_location("errors_page", ROOT / "docs" / "errors_page.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_errors_page_is_as_generated() -> None:
    assert (REFERENCE / "errors.md").read_text("utf-8") == errors_page().page(), (
        "run: python docs/errors_page.py"
    )


def test_every_code_has_a_heading() -> None:
    missing = [code for code in raised() if f"### `{code}`" not in headings("errors.md")]
    assert missing == []


def test_every_area_of_codes_has_a_title() -> None:
    areas = {code.partition(".")[0] for code in errors_page().codes()}
    assert sorted(areas - set(errors_page().AREAS)) == []


def test_every_hook_has_a_heading() -> None:
    assert [hook for hook in HOOKS if hook not in sections("hooks.md")] == []


def test_every_contribution_has_a_heading_and_its_fields_stand_below() -> None:
    found = sections("hooks.md")
    lacking = []
    for kind in contributions.CONTRIBUTION_TYPES:
        text = found.get(kind.name, "")
        lacking += [
            f"{kind.name}.{field.name}"
            for field in attrs.fields(kind.cls)
            if f"`{field.name}`" not in text
        ]
    assert lacking == []


def test_table_of_contributions_is_the_union() -> None:
    union = {get_origin(part) or part for part in get_args(contributions.Contribution)}
    assert union == {kind.cls for kind in contributions.CONTRIBUTION_TYPES}


def test_facade_offers_every_contribution() -> None:
    lacking = [
        kind.name for kind in contributions.CONTRIBUTION_TYPES if kind.name not in plugin.__all__
    ]
    assert lacking == []


def example(page: str, language: str) -> str:
    """Return the last example of a page in a language."""
    text = (REFERENCE / page).read_text("utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)[-1]


def test_sample_toml_is_valid() -> None:
    config = parse_config(example("settings.md", "toml"))
    assert config.identities == {"zhangsan": "350105-001"}


def test_sample_plugin_offers_what_it_says() -> None:
    names: dict[str, Any] = {}
    exec(example("hooks.md", "python"), names)
    assert [offer.name for offer in names["supervision_offers"]()] == ["sms"]


def settings() -> Iterator[str]:
    """Yield every key path of the office's TOML."""
    tables = {
        "office": model.OfficeTable,
        "plugins": model.PluginsTable,
        "monitoring": model.MonitoringTable,
        "assessment": model.AssessmentTable,
        "overrides": model.OverridesTable,
        "attachments": model.AttachmentsTable,
        "administration": model.AdministrationTable,
        "retention": model.RetentionTable,
        "separation": model.SeparationTable,
        "access": model.FilesTable,
    }
    yield from TABLES
    for table, cls in tables.items():
        yield from (f"{table}.{field.name}" for field in attrs.fields(cls))
    yield from ("store.backend", "cases.backend", "access.policy", "access.identities.NAME")
    yield from ("journal.digest", "calendar.source", "channels.NAME", "connectors.NAME")
    yield from ("plugins.settings.NAME", "monitoring.parameters.RULE", "monitoring.engines.NAME")
    yield "assessment.parameters"
    yield from (f"series[].{field.name}" for field in attrs.fields(model.Series))
    yield from (f"attachments.types[].{field.name}" for field in attrs.fields(FileType))
    for kind in model.FIELD_KINDS:
        yield f"fields.{kind}"
    yield from (f"fields.KIND[].{field.name}" for field in attrs.fields(ExtraField))


def test_every_setting_has_a_heading() -> None:
    found = sections("settings.md")
    assert [path for path in settings() if path not in found] == []


def offered_settings() -> Iterator[tuple[str, str, str]]:
    for offer in load_plugins([]).registry.offers():
        cls = getattr(offer.contribution, "settings", None)
        for field in attrs.fields(cls) if cls else ():
            yield offer.type, offer.name, field.name


@pytest.mark.parametrize(("type_", "name", "key"), sorted(offered_settings()))
def test_setting_of_each_shipped_contribution_stands_below_its_name(
    type_: str, name: str, key: str
) -> None:
    text = sections("settings.md").get(name, "")
    assert f"`{key}`" in text, f"{type_} {name}: {key}"


def test_no_heading_of_a_setting_outlives_it() -> None:
    names = {offer.name for offer in load_plugins([]).registry.offers()}
    known = {*settings(), *names, "sqlite", "postgresql", "parquet", "table", "local"}
    named = [match[1] for line in headings("settings.md") if (match := re.search("`(.+?)`", line))]
    assert [name for name in named if name not in known] == []
