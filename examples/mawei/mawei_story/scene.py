"""A scene (场景): office, time, people, and how an act is done and told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mawei_story.cast import Cast, Chapter, StoryClock, Tell, Watch, Words
from supervision import Office, Work
from supervision.domain.values import OfficerId, day_of

__all__ = ["Scene"]


class Scene:
    """What every chapter needs (场景).

    Attributes:
        office: the office.
        folder: where its files lie.
        clock: the story's time.
        cast: who plays whom.
        watch: opens a progress display.
    """

    def __init__(
        self,
        office: Office,
        folder: Path,
        clock: StoryClock,
        anybody: OfficerId,
        tell: Tell,
        watch: Watch,
    ) -> None:
        self.office = office
        self.folder = folder
        self.clock = clock
        self.watch = watch
        self._tell = tell
        with office.read(anybody) as view:
            self.cast = Cast.of(view, day_of(clock()))

    def tell(self, title: Words, zh: str, en: str) -> None:
        """Tell what a chapter did."""
        self._tell(Chapter(title=title, told=Words(zh, en)))

    @contextmanager
    def work(self, when: str, who: OfficerId) -> Iterator[Work]:
        """Do something at a moment of the story; committed at the end."""
        self.clock.turn(when)
        with self.office.work(who) as work:
            yield work
            work.commit()
