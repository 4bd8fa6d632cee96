"""Time and people of the story (故事的时间与角色)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import NamedTuple, TypeAlias

import attrs

from supervision import ReadView
from supervision.domain.posts import Role
from supervision.domain.values import OFFICE_ZONE, Instant, OfficerId, instant
from supervision.office.directory import Directory

__all__ = ["Cast", "Chapter", "StoryClock", "Tell", "Watch", "Words"]


class Words(NamedTuple):
    """A sentence in both languages (双语)."""

    zh: str
    en: str


@attrs.frozen(kw_only=True)
class Chapter:
    """What the story tells while it goes on (故事的一节): a title, and what was done now."""

    title: Words
    told: Words


Tell: TypeAlias = Callable[[Chapter], None]
"""Called after every chapter."""
Watch: TypeAlias = Callable[[Words, int], AbstractContextManager[Callable[[], None]]]
"""Opens a progress display: what runs, and how many steps; 0 when nobody knows."""


class StoryClock:
    """The story's time (故事时间): it stands still until the next scene.

    Example:
        >>> clock = StoryClock()
        >>> clock.turn("2022-07-05 10:00")
        >>> clock() == StoryClock.at("2022-07-05 10:00")
        True
    """

    def __init__(self) -> None:
        self._now = self.at("2022-07-04 09:00")

    @staticmethod
    def at(text: str) -> Instant:
        """Return the instant of a day and time of office time."""
        return instant(dt.datetime.fromisoformat(text).replace(tzinfo=OFFICE_ZONE))

    def __call__(self) -> Instant:
        """Return the story's present."""
        return self._now

    def turn(self, text: str) -> None:
        """Go on to a moment."""
        self._now = self.at(text)


@attrs.frozen
class Cast:
    """Who plays whom (角色), by the posts of the people file on the first day."""

    directory: Directory
    chief: OfficerId
    head: OfficerId
    inspector: OfficerId
    on: dt.date

    @classmethod
    def of(cls, view: ReadView, on: dt.date) -> Cast:
        """Find the people of a view."""
        directory = Directory.of(view)
        return cls(
            directory,
            chief=directory.holders(Role.CHIEF, None, on)[0],
            head=directory.holders(Role.SUPERVISION_HEAD, None, on)[0],
            inspector=directory.holders(Role.INSPECTOR, None, on)[0],
            on=on,
        )

    def head_of(self, department: str) -> OfficerId:
        """Return who heads a department."""
        return self.directory.holders(Role.HEAD, department, self.on)[0]

    def name(self, id: str) -> str:
        """Return what to call an officer or department."""
        return self.directory.name_of(id)
