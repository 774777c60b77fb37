"""A PostgreSQL server that is killed in the middle and comes back: one line meanwhile, nothing lost."""

import pytest
from postgres import fresh_postgres, start_postgres, stop_postgres
from sqlalchemy import text

from dorsi.errors import DataError
from dorsi.store import Store


def test_a_server_that_is_killed_and_started_again_has_lost_nothing(postgres_folder, tmp_path, monkeypatch, made):
    monkeypatch.setenv("DORSI_DATA", str(tmp_path / "data"))
    with fresh_postgres(postgres_folder) as url, Store(url) as store:
        store.save(made(clip="a.mp4"))
        try:
            with pytest.raises(DataError, match=r"^database .* refused: ") as caught:
                cut_off_in_the_middle(store, postgres_folder)
            assert "\n" not in str(caught.value)
            with pytest.raises(DataError, match="check the server and the address in DORSI_DB"):
                store.save(made(clip="b.mp4"))
        finally:
            start_postgres(postgres_folder)
        assert [one.session.clip.path for one in store.sessions()] == ["a.mp4"]
        store.save(made(clip="b.mp4"))
        assert len(store.sessions()) == 2
        assert store.remove("Anna").sessions == 2


def cut_off_in_the_middle(store, folder):
    with store.transaction() as at:
        at.execute(text("DELETE FROM measurement"))
        stop_postgres(folder)
        at.execute(text("DELETE FROM session"))
