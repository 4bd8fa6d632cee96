"""Plugins (插件): found without import, loaded once, asked under guard.

`discovery` lists what is installed, `host` loads what is enabled and reports all faults
together, `registry` keeps what plugins offer, `binding` chooses from it what the office's TOML
names, `guard` is where foreign exceptions end.
"""

from __future__ import annotations

from supervision.plugins.survey import Survey, survey

__all__ = ["Survey", "survey"]
