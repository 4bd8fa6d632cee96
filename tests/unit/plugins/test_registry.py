"""One registry for every type, by name, with provenance; two providers of one name conflict."""

from __future__ import annotations

import pytest

from supervision.errors import PluginError
from supervision.messages import render_problem
from supervision.plugins.provenance import Provenance
from supervision.plugins.registry import Offer, assemble
from supervision.ports.contributions import Command, Contribution, Digest

ONE = Provenance(plugin="one", distribution="acme-one", version="1.0", module="acme_one.plugin")
TWO = Provenance(plugin="two", distribution="acme-two", version="2.0", module="acme_two.plugin")


def digest(name: str) -> Digest:
    return Digest(name=name, zh="", en="", open=lambda: lambda data: data.hex())


def command(name: str) -> Contribution:
    def load() -> object:
        raise NotImplementedError

    return Command(name=name, zh="", en="", load=load)


def test_contribution_is_found_by_type_and_name() -> None:
    registry, problems = assemble([Offer(digest("b"), ONE), Offer(digest("a"), TWO)])
    assert problems == ()
    assert registry.names(Digest) == ("a", "b")
    assert registry.get(Digest, "a").name == "a"
    assert registry.provenance(Digest, "a") is TWO
    assert [one.name for one in registry.all(Digest)] == ["a", "b"]


def test_one_name_may_stand_for_different_types() -> None:
    registry, problems = assemble([Offer(digest("same"), ONE), Offer(command("same"), TWO)])
    assert problems == ()
    assert [(offer.type, offer.name) for offer in registry.offers()] == [
        ("Command", "same"),
        ("Digest", "same"),
    ]


def test_two_providers_of_one_name_are_told_with_both_distributions() -> None:
    registry, problems = assemble([Offer(digest("x"), ONE), Offer(digest("x"), TWO)])
    (problem,) = problems
    assert (problem.code, problem.path) == ("plugin.duplicate", "Digest x")
    assert render_problem(problem, "en") == (
        "Digest x: Digest x has several providers:\n"
        "  acme-one 1.0 (acme_one.plugin)\n"
        "  acme-two 2.0 (acme_two.plugin)\n"
        "Enable only one of them in [plugins] enable."
    )
    assert registry.provenance(Digest, "x") is ONE


@pytest.mark.parametrize("name", ["", "Upper", "two words", "-a", "a-", "名", 3, None])
def test_name_of_the_wrong_form_is_a_fault(name: object) -> None:
    registry, problems = assemble([Offer(digest(name), ONE)])
    assert [problem.code for problem in problems] == ["plugin.name"]
    assert problems[0].details["distribution"] == "acme-one"
    assert registry.offers() == ()


def test_missing_contribution_is_told_with_those_there_are() -> None:
    registry, _ = assemble([Offer(digest("sha256"), ONE)])
    with pytest.raises(PluginError) as caught:
        registry.get(Digest, "sha265")
    assert caught.value.details == {"type": "Digest", "name": "sha265", "known": ("sha256",)}
    assert registry.find(Digest, "sha265") is None
    assert registry.nearest(Digest, "sha265") == "sha256"
    assert registry.nearest(Digest, "zzz") is None
