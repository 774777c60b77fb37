"""Lets the tests of the programme import casework."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
