"""The pages say what the library does: their commands and programs run, their tables are the data.

A `console` block is run line by line through the command line in a folder of its own. Below a
command stand the key lines of its output: each must occur, `…` stands for anything, runs of
blanks count as one. Ids, digests, moments and days of 2026 differ in every run: where they first
occur any value fits, and later commands use the value that was found.
"""

from __future__ import annotations

import contextlib
import enum
import hashlib
import importlib
import importlib.util
import io
import pkgutil
import re
import shlex
import shutil
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import attrs
import pytest

import supervision.domain
from supervision.assessment.loading import read_schemes
from supervision.cli.main import main
from supervision.domain import rules, schemes
from supervision.domain.decision_works import DecisionWorkState
from supervision.domain.decisions import DecisionState
from supervision.domain.findings import FindingState
from supervision.domain.interviews import InterviewState
from supervision.domain.items import ItemState
from supervision.domain.kinds import KINDS
from supervision.domain.material_lists import MaterialState
from supervision.domain.measures import MeasureState
from supervision.domain.report_requests import RequestState
from supervision.domain.values import Instant
from supervision.journal.entry import ChainId, Header, digest_of, digester
from supervision.monitoring.loading import read_book
from supervision.monitoring.overlays import Overlay
from supervision.ports.assessment import SchemeText
from supervision.ports.monitoring import RuleText
from supervision.reporting.labels import VALUES

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
FILES = DOCS / "tutorial" / "files"
TUTORIAL = "tutorial/first-office.md"
MONTH = "tutorial/first-month.md"
"""Begins with an office of its own."""

LATER = (
    "how-to/embed-in-a-system.md",
    "how-to/local-rules.md",
    "how-to/import-cases.md",
    "how-to/import-old-ledgers.md",
    "how-to/verify-and-checkpoint.md",
    "how-to/act-for-another.md",
)
"""Pages that begin where the tutorial ends."""

FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
CAPTION = re.compile(r"\A:caption: (?P<file>\S+)(?P<more> .*)?\n\n?")
LETTERS = "0-9A-HJKMNP-TV-Z"
VARIABLE = re.compile(
    rf"(?<![{LETTERS}_-])(?=[A-Z]*[0-9])(?=[0-9]*[A-Z])[{LETTERS}]{{6}}(?![{LETTERS}-])"
    rf"|(?<=_)[{LETTERS}]{{26}}"
    r"|(?<=sha256:)[0-9a-f]{64}"
    r"|2026-\d\d-\d\dT[0-9:]{8}\+08:00|2026-\d\d-\d\d|(?<=〔)2026(?=〕)"
)


@attrs.frozen
class Block:
    """A fenced block of a page: its language, the file it is, if any, and its text."""

    language: str
    text: str
    file: str = ""
    appended: bool = False


def blocks(page: str) -> Iterator[Block]:
    for found in FENCE.finditer((DOCS / page).read_text("utf-8")):
        info, body = found["info"].strip(), found["body"]
        if info.startswith("{code-block}"):
            language = info.removeprefix("{code-block}").strip()
            caption = CAPTION.match(body)
            assert caption is not None, f"{page}: a code-block without caption"
            text = body[caption.end() :]
            yield Block(language, text, caption["file"], bool(caption["more"]))
        else:
            yield Block(info, body)


class Reader:
    """Follows a page like a reader at a terminal, in the folder it is in."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self.names: dict[str, object] = {}

    def follow(self, page: str) -> None:
        output: str | None = None
        for block in blocks(page):
            if block.file:
                self._write(block)
            elif block.language == "console":
                self._type(page, block.text)
            elif block.language == "python":
                output = self._run(page, block.text)
            elif block.language == "text" and output is not None:
                self._compare(page, block.text.splitlines(), output)
                output = None

    def _write(self, block: Block) -> None:
        Path(block.file).parent.mkdir(exist_ok=True)
        with Path(block.file).open("a" if block.appended else "w", encoding="utf-8") as file:
            file.write(self._mine(block.text))

    def _mine(self, text: str) -> str:
        return VARIABLE.sub(lambda found: self.known.get(found[0], found[0]), text)

    def _type(self, page: str, text: str) -> None:
        expected: list[str] = []
        output = ""
        for line in text.replace("\\\n", "").splitlines():
            if line.startswith("$ "):
                self._compare(page, expected, output)
                expected = []
                output = self._answer(page, self._mine(line[2:]))
            elif line.strip():
                expected.append(line)
        self._compare(page, expected, output)

    def _answer(self, page: str, line: str) -> str:
        program, *words = shlex.split(line)
        if program == "cp":
            shutil.copy(*words)
            return ""
        assert program == "supervision", f"{page}: {line}"
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            main(words)
        return out.getvalue()

    def _run(self, page: str, program: str) -> str:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(program, page, "exec"), self.names)
        return out.getvalue()

    def _compare(self, page: str, expected: list[str], output: str) -> None:
        lines = [" ".join(line.split()) for line in output.splitlines()]
        for line in expected:
            pattern, fresh = self._pattern(" ".join(line.split()))
            found = next(filter(None, (re.fullmatch(pattern, one) for one in lines)), None)
            assert found is not None, f"{page}: {line}\nis not in:\n{output}"
            self.known.update(zip(fresh, found.groups(), strict=True))
            lines.remove(found[0])

    def _pattern(self, line: str) -> tuple[str, list[str]]:
        """Return the pattern of a line, and what of it is not known yet, in order."""
        fresh: list[str] = []
        pattern, end = "", 0
        for found in VARIABLE.finditer(line):
            pattern += self._plain(line[end : found.start()])
            if found[0] in self.known:
                pattern += re.escape(self.known[found[0]])
            elif found[0] in fresh:
                pattern += rf"\{fresh.index(found[0]) + 1}"
            else:
                fresh.append(found[0])
                pattern += r"(\S+?)"
            end = found.end()
        return pattern + self._plain(line[end:]), fresh

    def _plain(self, text: str) -> str:
        return ".*".join(map(re.escape, text.split("…")))


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The folder as the tutorial leaves it, and the ids that were found."""
    folder = tmp_path_factory.mktemp("tutorial") / "office"
    shutil.copytree(FILES, folder)
    reader = Reader()
    with pytest.MonkeyPatch.context() as patch, contextlib.chdir(folder):
        patch.delenv("SUPERVISION_ACTOR", raising=False)
        reader.follow(TUTORIAL)
    return folder, reader.known


def test_tutorial_runs_as_written(finished: tuple[Path, dict[str, str]]) -> None:
    folder, known = finished
    assert (folder / "records.sqlite").exists()
    assert len(list((folder / "outbox").glob("*.txt"))) == 1
    assert known["MH0T0E"] == "MH0T0E", "a detection has the same id on every machine"


def test_first_month_runs_as_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(FILES, tmp_path / "office")
    monkeypatch.chdir(tmp_path / "office")
    monkeypatch.delenv("SUPERVISION_ACTOR", raising=False)
    Reader().follow(MONTH)


@pytest.mark.parametrize("page", LATER)
def test_guide_runs_as_written(
    page: str,
    finished: tuple[Path, dict[str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder, known = finished
    shutil.copytree(folder, tmp_path / "office")
    monkeypatch.chdir(tmp_path / "office")
    monkeypatch.syspath_prepend(tmp_path / "office")
    monkeypatch.delenv("SUPERVISION_ACTOR", raising=False)
    reader = Reader()
    reader.known.update(known)
    reader.follow(page)


# --- the tables are the data ---


def reference_pages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference_pages", DOCS / "reference_pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def page(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


@pytest.mark.parametrize(
    "name", ["records.md", "workflows.md", "counting.md", "ledgers.md", "api.md"]
)
def test_reference_page_is_as_generated(name: str) -> None:
    assert page(f"reference/{name}") == reference_pages().PAGES[name](), (
        "run: python docs/reference_pages.py"
    )


def test_every_kind_of_record_has_a_section() -> None:
    text = page("reference/records.md")
    assert [kind.name for kind in KINDS if f" · `{kind.name}`\n" not in text] == []
    tags = [change.tag for kind in KINDS for change in kind.changes]
    assert [tag for tag in tags if f"| `{tag}` |" not in text] == []


def test_every_public_name_has_a_row() -> None:
    text = page("reference/api.md")
    assert [name for name in supervision.__all__ if f"| `{name}` |" not in text] == []


def sample(name: str) -> str:
    return next(block.text for block in blocks(name) if block.language == "toml")


def unnamed(text: str, *classes: type) -> list[str]:
    """Return the fields of the classes that stand nowhere in a page as code."""
    fields = [(cls.__name__, field.name) for cls in classes for field in attrs.fields(cls)]
    named = set(re.findall(r"`([A-Za-z_]+)`", text))
    return [f"{cls}.{name}" for cls, name in fields if name not in named | {"head"}]


def test_sample_rules_are_valid_and_use_every_key() -> None:
    text = sample("reference/rules.md")
    book = read_book([("page", RuleText(name="rules.md", text=text))])
    assert book.codes() == ("LAWYER-ENSURED", "REVIEW-TERM")
    keys = [rules.RuleHead, rules.Deadline, rules.Required, rules.Extension, rules.Pause]
    used = set(re.findall(r"\b([a-z_]+) = ", text))
    assert {f.name for cls in keys for f in attrs.fields(cls)} - used == {"head"}


def test_every_key_of_a_rule_is_explained() -> None:
    shared = (rules.Selector, rules.FieldTest, rules.Sentence, rules.When)
    model = (rules.RuleHead, rules.Deadline, rules.Required, rules.Extension, rules.Pause)
    assert unnamed(page("reference/rules.md"), *model, *shared, Overlay) == []


def test_sample_scheme_is_valid() -> None:
    text = SchemeText(name="schemes.md", text=sample("reference/schemes.md"))
    (scheme,) = read_schemes([("page", text)], {"late": Fraction(-1, 2)})
    assert {type(rule) for rule in scheme.rules} == {
        schemes.ProblemPoints,
        schemes.LateMeasurePoints,
    }


def test_every_key_of_a_scheme_is_explained() -> None:
    parts = (schemes.Parameter, schemes.CodePoints, schemes.SeverityFactor, schemes.Share)
    model = (schemes.Scheme, schemes.ProblemPoints, schemes.LateMeasurePoints)
    text = page("reference/schemes.md")
    assert [name for name in unnamed(text, *model, *parts) if name not in NESTED] == []


NESTED = {"SeverityFactor.severity", "SeverityFactor.factor", "Share.share"}
"""They stand in the sample; the table names the array."""


# --- what the explanation of the journal promises ---


def test_worked_digest_is_the_digest() -> None:
    texts = [block.text for block in blocks("explanation/journal.md") if block.language == "text"]
    hashed, digest = texts[0].removesuffix("\n"), texts[1].strip()
    assert hashlib.sha256(hashed.encode()).hexdigest() == digest
    assert f"{len(hashed.encode())} 个字节" in page("explanation/journal.md")


def test_worked_digest_is_what_the_journal_computes() -> None:
    texts = [block.text for block in blocks("explanation/journal.md") if block.language == "text"]
    lines = texts[0].removesuffix("\n").split("\n")
    _, chain, seq, kind, id, version, tag, tag_version, at, actor, reason, prev, name, payload = (
        lines
    )
    header = Header(
        chain=ChainId(chain),
        seq=int(seq),
        kind=kind,
        id=id,
        version=int(version),
        tag=tag,
        tag_version=int(tag_version),
        at=Instant(int(at)),
        actor=actor,
        reason=reason,
        prev=prev,
        digest_name=name,
    )
    assert digest_of(header, payload, digester(name)) == texts[1].strip()


# --- numbers and words ---


@pytest.mark.parametrize("path", sorted((DOCS / "spec").glob("*.md")), ids=lambda path: path.name)
def test_statements_are_numbered_once_and_said_twice(path: Path) -> None:
    text = path.read_text("utf-8")
    numbers = re.findall(r"^\*\*([A-Z]+-\d+)\*\* .+\n: .+$", text, re.MULTILINE)
    assert len(numbers) == len(set(numbers)) == len(re.findall(r"^\*\*[A-Z]+-", text, re.MULTILINE))


def test_every_kind_of_record_is_in_the_glossary() -> None:
    text = page("glossary.md")
    assert [kind.cls.__name__ for kind in KINDS if f"`{kind.cls.__name__}`" not in text] == []


def enumerations() -> Iterator[type[enum.Enum]]:
    for found in pkgutil.iter_modules(supervision.domain.__path__):
        module = importlib.import_module(f"supervision.domain.{found.name}")
        for thing in vars(module).values():
            own = isinstance(thing, type) and thing.__module__ == module.__name__
            if own and issubclass(thing, enum.Enum):
                yield thing


def test_every_enumeration_of_the_domain_is_in_the_glossary() -> None:
    text = page("glossary.md")
    assert [one.__name__ for one in enumerations() if f"`{one.__name__}" not in text] == []


@pytest.mark.parametrize(
    "states",
    [
        ItemState,
        FindingState,
        MeasureState,
        DecisionState,
        DecisionWorkState,
        RequestState,
        MaterialState,
        InterviewState,
    ],
)
def test_every_state_of_a_workflow_is_in_the_glossary(states: type[enum.Enum]) -> None:
    text = page("glossary.md")
    missing = [name.zh for name in VALUES[states].values() if name.zh not in text]
    assert missing == []
    assert [one.name for one in states if not re.search(rf"[`.]{one.name}`", text)] == []
