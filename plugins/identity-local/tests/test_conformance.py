"""The identity source `local` passes the kit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import pytest

from supervision.plugin import Claim, Identifier
from supervision.testing import IdentityConformance
from supervision_identity_local.source import LocalIdentity

PASSWORD = "Qidong8-maren"


class TestLocal(IdentityConformance):
    @pytest.fixture
    def identifier(self, opened: Callable[..., LocalIdentity]) -> Identifier:
        return opened(failures=50)

    @pytest.fixture
    def valid(self, identifier: LocalIdentity) -> Mapping[Claim, str]:
        given = identifier.give_password("zhou", "off_1")
        identifier.change_password("zhou", given, PASSWORD)
        key = identifier.give_key("sync", "off_2", "key_1", ("finding",), dt.date(2030, 1, 1))
        return {Claim(user="zhou", password=PASSWORD): "off_1", Claim(token=key): "off_2"}

    @pytest.fixture
    def invalid(self, identifier: Identifier, valid: Mapping[Claim, str]) -> tuple[Claim, ...]:
        return (
            Claim(user="zhou", password="wrong-password"),
            Claim(user="nobody", password=PASSWORD),
            Claim(token="key_1.guessed-secret"),
            Claim(token="key_2.guessed-secret"),
        )
