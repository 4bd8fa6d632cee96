"""Foreign exceptions end in the guard; our own pass."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from types import TracebackType
from typing import Self

import pytest

from supervision.errors import PluginFailure, Refused, SupervisionError
from supervision.plugins.guard import MOST, attempt, collect, guarded, shield
from supervision.plugins.provenance import Provenance

WHO = Provenance(plugin="acme", distribution="acme-plugin", version="1.2", module="acme.plugin")


class Unspeakable(Exception):
    def __str__(self) -> str:
        raise RuntimeError("even this fails")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (KeyError("x"), "KeyError: 'x'"),
        (ValueError("first\nsecond"), "ValueError: first"),
        (ZeroDivisionError(), "ZeroDivisionError"),
        (SystemExit(3), "SystemExit: 3"),
        (Unspeakable(), "Unspeakable"),
        (StopIteration(), "StopIteration"),
    ],
)
def test_foreign_error_becomes_a_failure_that_names_the_plugin(
    error: BaseException, told: str
) -> None:
    with pytest.raises(PluginFailure) as caught, guarded(WHO, "supervision_review"):
        raise error
    assert caught.value.code == "plugin.failed"
    assert caught.value.details == {
        "plugin": "acme",
        "distribution": "acme-plugin",
        "version": "1.2",
        "what": "supervision_review",
        "error": told,
    }
    assert caught.value.__cause__ is error


def test_own_error_passes_unchanged() -> None:
    refusal = Refused("local.no")
    with pytest.raises(Refused) as caught, guarded(WHO, "x"):
        raise refusal
    assert caught.value is refusal


def test_interruption_by_the_user_is_no_failure_of_the_plugin() -> None:
    with pytest.raises(KeyboardInterrupt), guarded(WHO, "x"):
        raise KeyboardInterrupt


def test_iterable_is_exhausted_inside_the_guard() -> None:
    def late() -> Iterator[int]:
        yield 1
        raise OSError("gone")

    with pytest.raises(PluginFailure, match="OSError: gone"):
        collect(WHO, "x", late, int)


def test_collected_things_keep_their_order() -> None:
    assert collect(WHO, "x", lambda: iter([2, 1]), int) == (2, 1)


@pytest.mark.parametrize("found", [None, 3, "text", b"bytes", {"a": 1}])
def test_result_that_is_no_list_is_a_failure(found: object) -> None:
    with pytest.raises(PluginFailure) as caught:
        collect(WHO, "x", lambda: found, object)
    assert caught.value.code == "plugin.not_iterable"
    assert caught.value.details["found"] == type(found).__name__


def test_endless_generator_is_stopped() -> None:
    def endless() -> Iterator[int]:
        while True:
            yield 0

    with pytest.raises(PluginFailure) as caught:
        collect(WHO, "x", endless, int)
    assert (caught.value.code, caught.value.details["most"]) == ("plugin.endless", MOST)


def test_item_of_the_wrong_type_is_a_failure() -> None:
    with pytest.raises(PluginFailure) as caught:
        collect(WHO, "x", lambda: [1, "2"], int)
    assert caught.value.code == "plugin.item"
    assert (caught.value.details["expected"], caught.value.details["found"]) == ("int", "str")


@pytest.mark.parametrize("error", [RuntimeError("boom"), Refused("local.no")])
def test_attempt_logs_and_returns_the_failure(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise error

    with caplog.at_level(logging.ERROR, "supervision.plugins"):
        found = attempt(WHO, "supervision_committed", fail)
    assert isinstance(found, SupervisionError)
    assert "acme (acme-plugin 1.2)" in caplog.text


def test_attempt_that_succeeds_returns_nothing() -> None:
    assert attempt(WHO, "x", lambda: None) is None


class Part:
    def fail(self) -> None:
        raise LookupError("part")


class Foreign:
    """Stands for a store of a third party."""

    size = 3

    def __init__(self) -> None:
        self.left = False

    @property
    def broken(self) -> int:
        raise OSError("no disk")

    def double(self, number: int, *, more: int = 0) -> int:
        return 2 * number + more

    def fail(self) -> None:
        raise KeyError("k")

    def refuse(self) -> None:
        raise Refused("local.no")

    def stream(self) -> Iterator[int]:
        yield 1
        raise ValueError("torn")

    def begin(self) -> Part:
        return Part()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.left = True


def test_shielded_object_works_as_before() -> None:
    thing = shield(WHO, Foreign())
    assert (thing.size, thing.double(2, more=1), thing.double(3)) == (3, 5, 6)
    assert repr(thing) == "<Foreign of acme-plugin 1.2 (acme.plugin)>"


def test_method_of_a_shielded_object_fails_as_the_plugin() -> None:
    with pytest.raises(PluginFailure) as caught:
        shield(WHO, Foreign()).fail()
    assert caught.value.details["what"] == "Foreign.fail"


def test_own_error_passes_a_shield() -> None:
    with pytest.raises(Refused):
        shield(WHO, Foreign()).refuse()


def test_property_of_a_shielded_object_fails_as_the_plugin() -> None:
    with pytest.raises(PluginFailure, match="no disk"):
        _ = shield(WHO, Foreign()).broken


def test_method_a_foreign_object_lacks_is_a_failure_of_the_plugin() -> None:
    with pytest.raises(PluginFailure, match="AttributeError"):
        shield(WHO, Foreign()).missing()


def test_iterator_is_guarded_step_by_step_and_not_exhausted() -> None:
    stream = shield(WHO, Foreign()).stream()
    assert next(stream) == 1
    with pytest.raises(PluginFailure, match="torn"):
        next(stream)


def test_iterator_ends_where_the_foreign_one_ends() -> None:
    class Short:
        def stream(self) -> Iterator[int]:
            return iter([1, 2])

    assert list(shield(WHO, Short()).stream()) == [1, 2]


def test_nested_result_is_shielded_as_well() -> None:
    with pytest.raises(PluginFailure, match="part"):
        shield(WHO, Foreign(), nested=("begin",)).begin().fail()


def test_shielded_context_is_entered_and_left() -> None:
    foreign = Foreign()
    with shield(WHO, foreign) as thing:
        assert thing.double(1) == 2
    assert foreign.left


def test_context_that_cannot_be_left_is_a_failure_of_the_plugin() -> None:
    class Stuck(Foreign):
        def __exit__(self, *_: object) -> None:
            raise OSError("stuck")

    with pytest.raises(PluginFailure, match="stuck"), shield(WHO, Stuck()):
        pass


def test_shield_has_no_hidden_attributes() -> None:
    assert not hasattr(shield(WHO, Foreign()), "__deepcopy__")
