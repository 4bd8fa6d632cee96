"""The exact text an entry's digest covers."""

from __future__ import annotations

import hashlib

import attrs
import pytest

from supervision.domain.values import Instant
from supervision.errors import ConfigError, JournalError
from supervision.journal.entry import (
    ChainId,
    Header,
    closed_chain,
    digest_of,
    digester,
    open_chain,
    sealed_digest,
)

HEADER = Header(
    chain=ChainId("unt_1"),
    seq=2,
    kind="finding",
    id="fnd_1",
    version=3,
    tag="finding.closed",
    tag_version=1,
    at=Instant(1_000),
    actor="off_1",
    reason="整改到位",
    prev="ab",
    digest_name="sha256",
)


def test_the_digest_covers_format_header_and_payload_in_fixed_order() -> None:
    text = (
        "supervision.journal/1\nunt_1\n2\nfinding\nfnd_1\n3\nfinding.closed\n1\n1000\n"
        'off_1\n整改到位\nab\nsha256\n{"a":1}'
    )
    expected = hashlib.sha256(text.encode()).hexdigest()
    assert digest_of(HEADER, '{"a":1}', digester("sha256")) == expected


@pytest.mark.parametrize("field", ["reason", "actor", "id", "tag", "prev"])
def test_a_line_break_in_the_header_is_refused(field: str) -> None:
    with pytest.raises(JournalError) as caught:
        digest_of(attrs.evolve(HEADER, **{field: "a\nb"}), "{}", digester("sha256"))
    assert caught.value.code == "journal.newline"


@pytest.mark.parametrize("field", [field.name for field in attrs.fields(Header)])
def test_every_field_of_the_header_changes_the_digest(field: str) -> None:
    value = getattr(HEADER, field)
    other = attrs.evolve(HEADER, **{field: value + 1 if isinstance(value, int) else value + "x"})
    digest = digester("sha256")
    assert digest_of(other, "{}", digest) != digest_of(HEADER, "{}", digest)


def test_sm3_gives_the_value_of_the_standard() -> None:
    # GB/T 32905-2016, appendix A.1: the message "abc".
    assert digester("sm3")(b"abc") == (
        "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    )


@pytest.mark.parametrize("name", ["md5", "sha999", ""])
def test_an_unsupported_digest_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(ConfigError) as caught:
        digester(name)
    assert caught.value.details == {"found": name, "known": ("sha256", "sm3")}


def test_chains_of_a_unit_have_different_names() -> None:
    assert (open_chain("unt_1"), closed_chain("unt_1", "fil_1")) == ("unt_1", "unt_1/closed/fil_1")


def test_a_sealed_digest_depends_on_the_salt() -> None:
    digest = digester("sha256")
    one, two = (sealed_digest("sha256", digest, salt, b"name") for salt in (b"1", b"2"))
    assert one != two
    assert one == f"sha256:{hashlib.sha256(b'1name').hexdigest()}"
