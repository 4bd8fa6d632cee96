"""`import supervision` starts nothing and offers everything."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

import supervision
from supervision.errors import Refused


def test_importing_loads_nothing_of_others() -> None:
    code = "import sys; old = set(sys.modules); import supervision; print(*sorted(set(sys.modules) - old))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True, env={**os.environ}
    )
    loaded = {name.partition(".")[0] for name in done.stdout.split()} - set(sys.stdlib_module_names)
    assert loaded == {"supervision"}


def test_importing_starts_nothing() -> None:
    code = (
        "import threading, logging, signal; before = (threading.active_count(), list(logging.root.handlers));"
        "import supervision; supervision.Office;"
        "assert before == (threading.active_count(), list(logging.root.handlers))"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


@pytest.mark.parametrize("name", supervision.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(supervision, name) is not None
    assert name in dir(supervision)


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = supervision.no_such_name


def test_an_error_is_explained_in_both_languages() -> None:
    error = Refused("act.reason_missing")
    assert supervision.explain(error) == "此操作必须说明理由。"
    assert supervision.explain(error, "en") == "This act needs a reason."


def test_the_module_is_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "supervision", "--version"],
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout.startswith("supervision ")
