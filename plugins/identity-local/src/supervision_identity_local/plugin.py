"""Offers the identity source `local` to the host (插件入口)."""

from __future__ import annotations

from collections.abc import Iterable

from supervision.plugin import Contribution, Credentials, Identifier, IdentitySource, hookimpl
from supervision_identity_local.settings import LocalSettings


def _open(settings: LocalSettings) -> Identifier:
    from supervision_identity_local.source import LocalIdentity

    return LocalIdentity(settings)


def _credentials(settings: LocalSettings) -> Credentials:
    from supervision_identity_local.source import LocalIdentity

    return LocalIdentity(settings)


@hookimpl
def supervision_offers() -> Iterable[Contribution]:
    """Offer local users with passwords and services with keys."""
    yield IdentitySource(
        name="local",
        zh="本地账号（口令、服务密钥）",
        en="local users (passwords, keys of services)",
        settings=LocalSettings,
        open=_open,
        proves=True,
        credentials=_credentials,
    )
