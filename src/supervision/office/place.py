"""Where somebody reads and works (所在): in the open, or in the open and one closed file."""

from __future__ import annotations

import attrs

from supervision.domain.marks import OPEN, file_in, is_open, opened
from supervision.ports.query import And, Eq, In, Or, Predicate, Prefix

__all__ = ["IN_THE_OPEN", "Place", "reach"]

_OPEN_ROWS = Prefix("file", OPEN)


@attrs.frozen(kw_only=True)
class Place:
    """Where somebody reads and works (所在): in the open, or in the open and one closed file.

    Attributes:
        file: the closed file; `None` in the open.
        new: where a new record of this work lies.
        records: the only records of the file that are shown; `None` for all.
        predicate: what rows a query may find.
        shut: the state of a file to which nothing is added any more, else empty.
        inside: whether what is closed in the file is seen.
    """

    file: str | None = None
    new: str = OPEN
    records: tuple[str, ...] | None = None
    predicate: Predicate = _OPEN_ROWS
    shut: str = ""
    inside: bool = False

    @classmethod
    def within(cls, file: str, records: tuple[str, ...] | None = None, shut: str = "") -> Place:
        """Return the place of somebody admitted to a file, or to some records of it."""
        mine: Predicate = Eq("file", file)
        if records is not None:
            mine = And((mine, In("id", records)))
        return cls(
            file=file,
            new=file,
            records=records,
            predicate=Or((_OPEN_ROWS, mine)),
            shut=shut,
            inside=True,
        )

    @classmethod
    def released(cls, file: str, *, inside: bool) -> Place:
        """Return the place of somebody who works on what a released file holds.

        Args:
            file: the file.
            inside: whether he may see the file's own record too.
        """
        seen = Or((_OPEN_ROWS, Eq("file", file))) if inside else _OPEN_ROWS
        return cls(file=file, new=opened(file), predicate=seen, inside=inside)

    def shows(self, id: str, file: str) -> bool:
        """Say whether a record that lies there is shown here."""
        if is_open(file):
            return True
        seen = self.inside and file == self.file
        return seen and (self.records is None or id in self.records)

    def binds(self, file: str) -> bool:
        """Say whether what lies there binds somebody here, whatever he may see."""
        return is_open(file) or file == self.file

    def takes(self, file: str) -> bool:
        """Say whether a record that lies there may be changed here."""
        return file == OPEN if self.file is None else file_in(file) == self.file


def reach(file: str | None) -> Predicate:
    """Return what binds somebody whatever he may see: the open, and all of the file he is in."""
    return _OPEN_ROWS if file is None else Or((_OPEN_ROWS, Eq("file", file)))


IN_THE_OPEN = Place()
