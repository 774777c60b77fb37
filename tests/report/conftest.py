"""What the tests of the report share."""

import drawn
import plans
import pytest
import truth


@pytest.fixture
def lunge(tmp_path):
    return drawn.analysis(tmp_path / "left lunge.mp4")


@pytest.fixture
def plan():
    return plans.plan()


@pytest.fixture(scope="session")
def rendered():
    if not truth.RENDERED.is_dir():
        pytest.skip(f"rendered clips are not at {truth.RENDERED}")
    return truth
