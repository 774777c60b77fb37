"""Optional packages are named when they are missing, and other faults are not taken for that."""

import pytest

from dorsi.errors import DorsiError
from dorsi.extras import need


def test_an_installed_package_is_given():
    assert need("json").loads("1") == 1


@pytest.mark.parametrize("module", ["not_there", "not_there.inner"])
def test_a_missing_package_is_named_with_the_extra_that_brings_it(module):
    with pytest.raises(DorsiError, match=r"this needs the package not_there: pip install 'dorsi\[research\]'"):
        need(module)


def test_a_package_that_lacks_something_of_its_own_is_not_taken_for_missing(tmp_path, monkeypatch):
    (tmp_path / "halfway.py").write_text("import something_that_is_not_there")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="something_that_is_not_there"):
        need("halfway")
