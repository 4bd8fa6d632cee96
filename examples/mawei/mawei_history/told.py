"""The two years as a chapter of the demonstration (两年台账): made once, verified, compared."""

from __future__ import annotations

from pathlib import Path

import attrs
from mawei_story.cast import Chapter, Tell, Watch, Words
from mawei_story.figures import Proof, proven

from mawei_history.build import history
from mawei_history.published import Compared, compare_published

__all__ = ["Books", "tell_history"]


@attrs.frozen(kw_only=True)
class Books:
    """What the two years came to (两年台账).

    Attributes:
        published: every published figure beside the one counted.
        proof: the verification.
        new_entries: journal entries written by this run.
        file: settings of the office that keeps the books.
    """

    published: tuple[Compared, ...]
    proof: Proof
    new_entries: int
    file: Path

    @property
    def ok(self) -> bool:
        """Whether the journal is proven and every figure agrees."""
        return self.proof.ok and all(one.agrees for one in self.published)


def tell_history(folder: Path, language: str, tell: Tell, watch: Watch) -> Books:
    """Make or open the office of the two years, verify it, count (两年台账).

    Args:
        folder: where it lies.
        language: of sentences about contradictions.
        tell: called with the chapter.
        watch: opens a progress display.
    """
    points = folder / "checkpoints.txt"
    with (
        watch(Words("两年台账", "Two years of books"), 0) as step,
        history(folder) as (office, head, created),
    ):
        printed = () if created else _lines(points)
        proof = proven(office, printed, language, step)
        published = compare_published(office, head)
    lines = tuple(dict.fromkeys((*printed, *proof.lines)))
    if lines != _lines(points):
        points.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    agree = sum(one.agrees for one in published)
    made = (
        ("重新走了一遍", "lived through once more") if created else ("以前已经建立", "made before")
    )
    told = Words(
        f"2020 年 1 月至 2022 年 1 月的台账{made[0]}：{proof.records} 条记录；"
        f"公布的 {len(published)} 项数据中 {agree} 项与记录相符。",
        f"The books of January 2020 to January 2022 were {made[1]}: {proof.records} records; "
        f"of {len(published)} published figures {agree} agree with them.",
    )
    tell(Chapter(title=Words("两年台账", "Two years"), told=told))
    return Books(
        published=published,
        proof=proof,
        new_entries=proof.entries if created else 0,
        file=folder / "office.toml",
    )


def _lines(points: Path) -> tuple[str, ...]:
    return tuple(points.read_text("utf-8").splitlines()) if points.is_file() else ()
