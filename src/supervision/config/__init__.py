"""The office's configuration (配置): one TOML, read strictly, with all problems and their lines."""

from __future__ import annotations

from supervision.config.loading import load_config, parse_config
from supervision.config.model import OfficeConfig

__all__ = ["OfficeConfig", "load_config", "parse_config"]
