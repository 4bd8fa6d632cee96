"""`python -m supervision` (入口): the same as the command `supervision`."""

from __future__ import annotations

from supervision.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
