"""The guard around foreign code (防护): the only broad catch of the library.

What a plugin raises becomes a `PluginFailure` that names plugin, distribution and version, with
the original as its cause; our own errors pass, since plugins raise them on purpose. What a
plugin yields is exhausted inside the guard, or guarded step by step where it may be large.

Who catches `PluginFailure` decides the policy (design section 7): nobody for storage, identity,
access and review, so they fail closed; the sweep for a rule, whose run becomes partial; the
outbox for a channel, whose message stays; `attempt` for an observer, whose failure is logged.
"""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar, cast

from supervision.errors import PluginFailure, SupervisionError
from supervision.plugins.provenance import Provenance

__all__ = ["MOST", "attempt", "collect", "guarded", "shield", "wrapped"]

P = ParamSpec("P")
T = TypeVar("T")

MOST = 10_000
"""How many things one hook call may yield. An endless generator must not hang an office."""

_log = logging.getLogger("supervision.plugins")
_FOREIGN = (Exception, SystemExit)
"""The broad catch. SystemExit too: `sys.exit()` in a plugin must not end an office silently."""
_NOT_LISTS = (str, bytes, bytearray, Mapping)


@contextmanager
def guarded(provenance: Provenance, what: str) -> Iterator[None]:
    """Turn what foreign code raises within the block into `PluginFailure`.

    Args:
        provenance: whose code it is.
        what: what it was asked for, such as `supervision_review` or `Store.begin`.

    Raises:
        PluginFailure: `plugin.failed`.
    """
    try:
        yield
    except SupervisionError:
        raise
    except _FOREIGN as error:
        raise _failure(provenance, what, error) from error


def wrapped(provenance: Provenance, what: str, function: Callable[P, T]) -> Callable[P, T]:
    """Return a foreign function behind the guard, for where it is called often."""

    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return function(*args, **kwargs)
        except SupervisionError:
            raise
        except _FOREIGN as error:
            raise _failure(provenance, what, error) from error

    return call


def collect(
    provenance: Provenance, what: str, call: Callable[[], object], item: type[T]
) -> tuple[T, ...]:
    """Call foreign code and exhaust what it returns.

    Raises:
        PluginFailure: `plugin.failed`; `plugin.not_iterable` when the result cannot be looped
            over or is a text or mapping; `plugin.endless` beyond `MOST`; `plugin.item` when one
            is not an `item`.
    """
    with guarded(provenance, what):
        things = tuple(islice(_looped(call(), provenance, what), MOST + 1))
    if len(things) > MOST:
        raise PluginFailure(
            "plugin.endless",
            plugin=provenance.plugin,
            distribution=provenance.distribution,
            version=provenance.version,
            what=what,
            most=MOST,
        )
    for thing in things:
        if not isinstance(thing, item):
            raise PluginFailure(
                "plugin.item",
                plugin=provenance.plugin,
                distribution=provenance.distribution,
                version=provenance.version,
                what=what,
                expected=item.__name__,
                found=type(thing).__name__,
            )
    return cast(tuple[T, ...], things)


def attempt(
    provenance: Provenance, what: str, call: Callable[[], object]
) -> SupervisionError | None:
    """Call foreign code that must not stop us; log its failure and return it.

    Our own errors are isolated as well: an observer that is refused has failed.
    """
    try:
        with guarded(provenance, what):
            call()
    except SupervisionError as error:
        _log.error(
            "%s of plugin %s (%s %s) failed: %s",
            what,
            provenance.plugin,
            provenance.distribution,
            provenance.version,
            error,
            exc_info=error,
        )
        return error
    return None


def shield(provenance: Provenance, thing: T, *, nested: Iterable[str] = ()) -> T:
    """Return `thing` behind the guard: every attribute read and every call of it is guarded.

    Iterators it returns are guarded at each step, not exhausted, since a store's entries or a
    connector's cases may not fit into memory.

    Args:
        provenance: whose object it is.
        thing: an object with one of our Protocols.
        nested: methods whose result is shielded as well, such as `begin` of a store.
    """
    return cast(T, _Shield(provenance, thing, frozenset(nested)))


class _Shield:
    """Stands for a foreign object (防护代理)."""

    def __init__(self, provenance: Provenance, thing: object, nested: frozenset[str]) -> None:
        self._provenance = provenance
        self._thing = thing
        self._nested = nested
        self._label = type(thing).__name__

    def __repr__(self) -> str:
        return f"<{self._label} of {self._provenance}>"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # copy, pickle and others probe; none of these is a Protocol's
            raise AttributeError(name)
        what = f"{self._label}.{name}"
        value = wrapped(self._provenance, what, getattr)(self._thing, name)
        if not callable(value):
            return value
        # Kept in the instance, so that the next call costs one closure and no look-up.
        method = self.__dict__[name] = self._method(name, what, value)
        return method

    def _method(self, name: str, what: str, method: Callable[..., Any]) -> Callable[..., Any]:
        return _guarded_call(self._provenance, what, method, nested=name in self._nested)

    def __enter__(self) -> Self:
        thing: Any = self._thing
        try:
            type(thing).__enter__(thing)
        except SupervisionError:
            raise
        except _FOREIGN as error:
            raise _failure(self._provenance, f"{self._label}.__enter__", error) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        thing: Any = self._thing
        try:
            type(thing).__exit__(thing, kind, error, trace)
        except SupervisionError:
            raise
        except _FOREIGN as raised:
            raise _failure(self._provenance, f"{self._label}.__exit__", raised) from raised


def _guarded_call(
    provenance: Provenance, what: str, function: Callable[..., Any], *, nested: bool = False
) -> Callable[..., Any]:
    """Return `function` behind the guard, and what it returns too where that is necessary."""
    classes: dict[type, type[_Shield]] = {}

    def call(*args: object, **kwargs: object) -> object:
        try:
            result = function(*args, **kwargs)
        except SupervisionError:
            raise
        except _FOREIGN as error:
            raise _failure(provenance, what, error) from error
        kind = type(result)
        if nested:
            if kind not in classes:
                classes[kind] = _shield_class(provenance, kind)
            return classes[kind](provenance, result, frozenset())
        if hasattr(kind, "__next__"):
            return _steps(provenance, what, result)
        return result

    return call


def _shield_class(provenance: Provenance, kind: type) -> type[_Shield]:
    """Return a shield for things of one class, with their methods guarded once and for all.

    A store begins a transaction at every act: to guard each one's methods anew would cost more
    than some of their calls.
    """
    methods = {}
    for name, function in inspect.getmembers_static(kind, inspect.isfunction):
        if not name.startswith("_"):
            methods[name] = _shield_method(provenance, f"{kind.__name__}.{name}", function)
    return type("_Shield", (_Shield,), methods)


def _shield_method(
    provenance: Provenance, what: str, function: Callable[..., Any]
) -> Callable[..., Any]:
    def method(self: _Shield, *args: object, **kwargs: object) -> object:
        try:
            result = function(self._thing, *args, **kwargs)
        except SupervisionError:
            raise
        except _FOREIGN as error:
            raise _failure(provenance, what, error) from error
        if hasattr(type(result), "__next__"):
            return _steps(provenance, what, result)
        return result

    return method


def _steps(provenance: Provenance, what: str, source: Iterator[object]) -> Iterator[object]:
    try:
        yield from source
    except SupervisionError:
        raise
    except _FOREIGN as error:
        raise _failure(provenance, what, error) from error


def _looped(found: object, provenance: Provenance, what: str) -> Iterator[object]:
    if not isinstance(found, _NOT_LISTS):
        try:
            return iter(found)  # type: ignore[call-overload, no-any-return]  # what cannot is caught
        except TypeError:
            pass
    raise PluginFailure(
        "plugin.not_iterable",
        plugin=provenance.plugin,
        distribution=provenance.distribution,
        version=provenance.version,
        what=what,
        found=type(found).__name__,
    )


def _failure(provenance: Provenance, what: str, error: BaseException) -> PluginFailure:
    """Return the failure that tells type and first line of an error.

    `str` of a foreign error is foreign code as well and may itself raise.
    """
    try:
        lines = str(error).strip().splitlines()
    except Exception:  # noqa: BLE001  # part of the one broad catch
        lines = []
    told = f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__
    return PluginFailure(
        "plugin.failed",
        plugin=provenance.plugin,
        distribution=provenance.distribution,
        version=provenance.version,
        what=what,
        error=told,
    )
