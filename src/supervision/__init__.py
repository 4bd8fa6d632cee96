"""Internal supervision of a people's procuratorate, proven by a journal (检务督察).

Importing it starts nothing and loads nothing: every name below is imported when it is first
used. Use cases are functions in `supervision.office.<plural>`, contributions for plugins stand
in `supervision.plugin`, the conformance kit in `supervision.testing`.

Example:
    >>> from supervision import open_office
    >>> with open_office("office.toml") as office:  # doctest: +SKIP
    ...     print(office.name)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from supervision.config import OfficeConfig, load_config, parse_config
    from supervision.errors import (
        AccessDenied,
        CaseSourceError,
        CodecError,
        ConfigError,
        JournalError,
        NotFound,
        PluginError,
        PluginFailure,
        Problem,
        Refused,
        StaleVersion,
        StorageError,
        StorageUnavailable,
        SupervisionError,
        UsageError,
    )
    from supervision.office.acting import Acting
    from supervision.office.office import Office
    from supervision.office.opening import create_office, open_office
    from supervision.office.views import ReadView
    from supervision.office.work import Receipt, Work

__all__ = [
    "AccessDenied",
    "Acting",
    "CaseSourceError",
    "CodecError",
    "ConfigError",
    "JournalError",
    "NotFound",
    "Office",
    "OfficeConfig",
    "PluginError",
    "PluginFailure",
    "Problem",
    "ReadView",
    "Receipt",
    "Refused",
    "StaleVersion",
    "StorageError",
    "StorageUnavailable",
    "SupervisionError",
    "UsageError",
    "Work",
    "create_office",
    "explain",
    "load_config",
    "open_office",
    "parse_config",
]

_HOMES = {
    "supervision.config": ("OfficeConfig", "load_config", "parse_config"),
    "supervision.errors": (
        "AccessDenied",
        "CaseSourceError",
        "CodecError",
        "ConfigError",
        "JournalError",
        "NotFound",
        "PluginError",
        "PluginFailure",
        "Problem",
        "Refused",
        "StaleVersion",
        "StorageError",
        "StorageUnavailable",
        "SupervisionError",
        "UsageError",
    ),
    "supervision.office.acting": ("Acting",),
    "supervision.office.office": ("Office",),
    "supervision.office.opening": ("create_office", "open_office"),
    "supervision.office.views": ("ReadView",),
    "supervision.office.work": ("Receipt", "Work"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}


def explain(error: SupervisionError, lang: str = "zh") -> str:
    """Return the sentence for an error, and one line per problem (错误说明).

    Args:
        error: any error of this library.
        lang: `zh` or `en`.

    Example:
        >>> from supervision import Refused, explain
        >>> explain(Refused("act.reason_missing"), "en")
        'This act needs a reason.'
    """
    from supervision.messages import render_error

    return render_error(error, lang)


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found: object = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
