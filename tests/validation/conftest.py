"""What the tests of the validation share."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

RENDERED = Path(__file__).parents[2] / "../shared/rendered"


@pytest.fixture(scope="session")
def rendered_folder():
    """Return the folder of the rendered clips, or skip."""
    if not RENDERED.is_dir():
        pytest.skip("the rendered clips with their truth files are not here; they are not part of this repository")
    return RENDERED.resolve()
