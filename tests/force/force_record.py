"""What an office must hold, taken down from what its workers said, and compared with its store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import attrs
import force_offices as fo

from supervision.office.office import Office

__all__ = ["Record"]

Plan = dict[str, object]
Journal = dict[str, list[list[object]]]


@attrs.define
class Record:
    """What an office must hold.

    Attributes:
        toml: the office.
        journal, blobs, messages: what it held, by every chain, when last compared.
        tried: what was tried since, in order, and whether it was acknowledged.
        counts: what happened.
    """

    toml: Path
    journal: Journal = attrs.field(factory=dict)
    blobs: set[str] = attrs.field(factory=set)
    messages: set[str] = attrs.field(factory=set)
    tried: list[tuple[Plan, bool]] = attrs.field(factory=list)
    counts: Counter[str] = attrs.field(factory=Counter)

    @classmethod
    def begun(cls, toml: Path, counts: Counter[str] | None = None) -> Record:
        """Begin with what an office holds that nobody works in."""
        with fo.opened(toml) as office:
            return cls(toml, fo.journal_of(office), counts=Counter() if counts is None else counts)

    def hear(self, said: Iterable[dict]) -> None:
        """Take down what a worker said until it fell silent."""
        plan: Plan | None = None
        for one in said:
            if "plan" in one:
                plan = one["plan"]
            elif "done" in one:
                assert one["done"] == {key: plan[key] for key in ("entries", "messages")}
                self._try(plan, sure=True)
            elif "unavailable" in one:  # which promises that nothing was written
                self.counts["refused by the store"] += 1
            elif "doubt" in one:
                self.counts["in doubt"] += 1
                self._try(plan, sure=False)
            else:
                continue
            if "plan" not in one:
                plan = None
        if plan is not None:
            self._try(plan, sure=False)

    def _try(self, plan: Plan, *, sure: bool) -> None:
        self.tried.append((plan, sure))
        self.counts["acknowledged"] += sure

    def check(self) -> None:
        """Open the office again and compare."""
        with fo.opened(self.toml) as office:
            self.compare(office)

    def compare(self, office: Office) -> None:
        """Compare everything an office holds with what it must hold: all that was acknowledged,
        nothing that was refused, and of what was in doubt each act wholly or not at all.
        """
        report = office.verify()
        assert report.ok, report.faults
        assert report.erased == 0
        found = fo.journal_of(office)
        asked = set(self.blobs)
        for plan, sure in self.tried:
            asked.update(plan["blobs"])
            if sure:
                self._keep(plan)
            elif _begins(found, _joined(self.journal, plan["entries"])):
                self.counts["kept though not acknowledged"] += 1
                self._keep(plan)
            else:
                self.counts["cut off"] += 1
        self.tried.clear()
        assert found == self.journal
        for chain, numbers in fo.numbers_of(office).items():
            assert numbers == list(range(1, len(numbers) + 1)), chain
        assert fo.messages_of(office) == self.messages
        # One content is sealed twice under different salts, so plans share no digest.
        assert fo.blobs_of(office, asked) == self.blobs

    def _keep(self, plan: Plan) -> None:
        self.journal = _joined(self.journal, plan["entries"])
        self.blobs.update(plan["blobs"])
        self.messages.update(plan["messages"])
        self.counts["entries"] += sum(map(len, plan["entries"].values()))


def _joined(journal: Journal, plan: Journal) -> Journal:
    """Return the journal as it reads once the plan is kept."""
    return {
        chain: journal.get(chain, []) + plan.get(chain, []) for chain in sorted({*journal, *plan})
    }


def _begins(journal: Journal, other: Journal) -> bool:
    """Say whether every chain of the journal begins with that of the other."""
    return all(journal.get(chain, [])[: len(kept)] == kept for chain, kept in other.items())
