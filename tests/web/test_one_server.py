"""One server for each store: a second one is refused in one line, and a folder that can't be written, too."""

import pytest

from dorsi.errors import DorsiError
from dorsi.web.config import Config
from dorsi.web.serving import _alone


@pytest.fixture
def config(tmp_path):
    return Config(database_url=f"sqlite:///{tmp_path / 'club' / 'dorsi.db'}")


def test_a_second_server_of_the_same_store_is_refused_until_the_first_has_stopped(config):
    with _alone(config), pytest.raises(DorsiError, match=r"another `dorsi serve` uses .*club; stop it"), _alone(config):
        pass
    with _alone(config), pytest.raises(DorsiError, match="another `dorsi serve` uses"), _alone(config):
        pass


def test_a_folder_that_is_a_file_is_named(config, tmp_path):
    (tmp_path / "club").write_text("", encoding="utf-8")
    with pytest.raises(DorsiError, match=r"cannot be written .*set DORSI_DATA"), _alone(config):
        pass
