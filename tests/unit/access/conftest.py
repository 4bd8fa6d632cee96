"""The matrix beside these tests is a script and a module."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
