"""Changes: tags, versions, upcasters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
import pytest

from supervision import codec
from supervision.domain.records import ChangeType, RecordKind
from supervision.errors import CodecError, JournalError


@attrs.frozen(kw_only=True)
class Planted:
    id: str
    unit: str
    height: int


@attrs.frozen(kw_only=True)
class Felled:
    tool: str


@attrs.frozen(kw_only=True)
class Tree:
    id: str
    unit: str
    height: int


def _evolve(tree: Tree | None, change: Planted) -> Tree:
    return Tree(id=change.id, unit=change.unit, height=change.height)


def _named(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"id": payload["id"], "unit": payload["unit"], "metres": payload["size"]}


def _measured(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"id": payload["id"], "unit": payload["unit"], "height": payload["metres"] * 100}


TREE: RecordKind[Tree] = RecordKind(
    name="tree",
    prefix="tre",
    cls=Tree,
    evolve=_evolve,
    changes=(ChangeType("tree.planted", Planted, (_named, _measured)),),
)


def test_a_change_is_written_with_tag_and_version() -> None:
    change = Planted(id="tre_1", unit="u", height=300)
    value, tag, version, text = codec.encode_change(TREE, change)
    assert (value, tag, version) == (change, "tree.planted", 3)
    assert codec.decode_change(TREE, tag, version, text) == change


@pytest.mark.parametrize(
    ("version", "text"),
    [(1, '{"id":"tre_1","size":3,"unit":"u"}'), (2, '{"id":"tre_1","metres":3,"unit":"u"}')],
)
def test_old_versions_are_lifted_step_by_step(version: int, text: str) -> None:
    found = codec.decode_change(TREE, "tree.planted", version, text)
    assert found == Planted(id="tre_1", unit="u", height=300)


def test_a_change_the_kind_does_not_declare_is_refused() -> None:
    with pytest.raises(CodecError) as caught:
        codec.encode_change(TREE, Felled(tool="axe"))
    assert caught.value.code == "codec.foreign_change"


def test_an_unknown_tag_is_an_incident() -> None:
    with pytest.raises(JournalError) as caught:
        codec.decode_change(TREE, "tree.felled", 1, "{}")
    assert caught.value.code == "journal.unknown_tag"


@pytest.mark.parametrize("version", [0, 4])
def test_a_version_of_the_future_or_none_is_an_incident(version: int) -> None:
    with pytest.raises(JournalError) as caught:
        codec.decode_change(TREE, "tree.planted", version, "{}")
    assert caught.value.code == "journal.newer_version"


@pytest.mark.parametrize("text", ["{", "[]"])
def test_an_old_payload_that_is_no_mapping_is_refused(text: str) -> None:
    with pytest.raises(CodecError) as caught:
        codec.decode_change(TREE, "tree.planted", 1, text)
    assert caught.value.code == "codec.json"
