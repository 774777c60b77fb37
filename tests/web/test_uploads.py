"""Pieces come in, connections break, the server restarts: what is there stays, and equal content is kept once."""

import dataclasses

import pytest
from clients import ADDRESS, paired
from starlette.testclient import TestClient

from dorsi.store.place import clips_folder
from dorsi.web.app import create_app
from dorsi.web.config import Config, Limits
from dorsi.web.receiving.upload_records import shown_name


def begin(client, size_bytes, name="clip.mp4"):
    return client.post("/api/uploads", json={"name": name, "size_bytes": size_bytes})


def append(client, upload_id, content, offset):
    return client.patch(f"/api/uploads/{upload_id}", content=content, headers={"Upload-Offset": str(offset)})


def files(data):
    return sorted(path for path in data.rglob("*.video")), sorted(data.rglob("*.part"))


def test_a_clip_comes_in_by_pieces_and_is_looked_at(client, send, lunge, data):
    view = send(client, lunge, "IMG_1.MOV")
    assert view["state"] == "ready"
    assert view["name"] == "IMG_1.MOV"
    assert view["clip"] == {
        "size_px": [1080, 1920], "duration_s": 4.5, "mean_rate_hz": 30.0, "n_frames": 135, "recorded_at": None
    }  # fmt: skip
    whole, parts = files(data)
    assert [path.read_bytes() for path in whole] == [lunge]
    assert parts == []


def test_the_same_content_is_kept_once(client, send, lunge, data):
    first, second = send(client, lunge, "a.mp4"), send(client, lunge, "b.mp4")
    assert (first["known"], second["known"]) == (False, True)
    assert first["sha256"] == second["sha256"]
    assert len(files(data)[0]) == 1


def test_a_piece_that_starts_elsewhere_is_told_where_to_go_on(client, lunge):
    upload = begin(client, len(lunge)).json()
    append(client, upload["id"], lunge[:1000], 0)
    answer = append(client, upload["id"], lunge[500:], 500)
    assert answer.status_code == 409
    assert answer.json()["offset_bytes"] == 1000


def test_a_piece_that_came_twice_changes_nothing(client, lunge):
    upload = begin(client, len(lunge)).json()
    append(client, upload["id"], lunge[:1000], 0)
    assert append(client, upload["id"], lunge[:1000], 0).status_code == 409
    assert client.get(f"/api/uploads/{upload['id']}").json()["offset_bytes"] == 1000


def test_the_last_piece_may_be_asked_for_once_more(client, send, lunge):
    view = send(client, lunge)
    again = append(client, view["id"], b"", len(lunge))
    assert again.status_code == 200
    assert again.json()["state"] == "ready"


def test_what_came_before_the_connection_broke_is_kept(client, lunge, state):
    upload = begin(client, len(lunge)).json()

    async def breaking():
        yield lunge[:70_000]
        raise ConnectionError

    with pytest.raises(ConnectionError):
        client.portal.call(state.uploads.append, upload["id"], 0, breaking())
    assert client.get(f"/api/uploads/{upload['id']}").json()["offset_bytes"] == 70_000


def test_an_upload_goes_on_after_a_restart(config, lunge):
    with TestClient(app := create_app(config), base_url=ADDRESS, follow_redirects=False) as first:
        upload = begin(paired(app, first), len(lunge)).json()
        append(first, upload["id"], lunge[:1000], 0)
        cookies, headers = first.cookies, first.headers
    with TestClient(create_app(config), base_url=ADDRESS, cookies=cookies, headers=headers) as second:
        there = second.get(f"/api/uploads/{upload['id']}").json()["offset_bytes"]
        assert there == 1000
        assert append(second, upload["id"], lunge[there:], there).json()["state"] == "ready"


def test_a_dropped_upload_leaves_nothing(client, send, lunge, data):
    view = send(client, lunge)
    assert client.delete(f"/api/uploads/{view['id']}").status_code == 204
    assert files(data) == ([], [])
    assert client.get(f"/api/uploads/{view['id']}").status_code == 404


def test_content_that_came_twice_stays_until_both_are_dropped(client, send, glimpse, data):
    first, second = send(client, glimpse), send(client, glimpse)
    client.delete(f"/api/uploads/{first['id']}")
    assert len(files(data)[0]) == 1
    client.delete(f"/api/uploads/{second['id']}")
    assert files(data) == ([], [])


def test_what_was_never_finished_or_never_analysed_ends_after_a_while(config, client, send, lunge, data):
    send(client, lunge)
    begin(client, 10)
    assert [len(kind) for kind in files(data)] == [1, 1]
    create_app(dataclasses.replace(config, limits=Limits(idle_upload_s=-1.0)))
    assert files(data) == ([], [])


@pytest.fixture
def narrow(data):
    """Return a paired client of a server that takes little."""
    limits = Limits(clip_bytes=600_000, piece_bytes=100_000, open_uploads=2, duration_s=3.0)
    with TestClient(app := create_app(Config(limits=limits)), base_url=ADDRESS, follow_redirects=False) as client:
        yield paired(app, client)


def test_a_file_that_is_too_large_is_refused(narrow):
    answer = begin(narrow, 600_001)
    assert answer.status_code == 413
    assert "600,000 are allowed" in answer.json()["detail"]


def test_a_piece_that_is_too_large_keeps_nothing_beyond_its_size(narrow):
    upload = begin(narrow, 500_000).json()
    assert append(narrow, upload["id"], b"x" * 200_000, 0).status_code == 413
    assert narrow.get(f"/api/uploads/{upload['id']}").json()["offset_bytes"] <= 100_000


def test_more_than_was_promised_is_refused(narrow):
    upload = begin(narrow, 10).json()
    assert append(narrow, upload["id"], b"x" * 11, 0).status_code == 413


def test_too_many_uploads_at_once_are_refused(narrow):
    begin(narrow, 10)
    begin(narrow, 10)
    assert begin(narrow, 10).status_code == 429


def test_a_clip_that_is_too_long_is_refused(narrow, send, lunge):
    view = send(narrow, lunge, piece_bytes=100_000)
    assert view["state"] == "refused"
    assert view["reason"] == "lasts 4 s, the limit is 3 s; trim it"


def test_a_full_disk_is_told(data, lunge):
    app = create_app(Config(limits=Limits(free_bytes=10**18)))
    with TestClient(app, base_url=ADDRESS, follow_redirects=False) as client:
        answer = begin(paired(app, client), 10)
    assert answer.status_code == 413
    assert "free some space" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("IMG_1.MOV", "IMG_1.MOV"),
        ("../../etc/passwd", "passwd"),
        ("C:\\clips\\run.mp4", "run.mp4"),
        ("a\x00b\n\u202ec.mp4", "abc.mp4"),
        ("..", ".."),
        ("/", "clip"),
        ("x" * 500, "x" * 120),
    ],
)
def test_a_name_is_for_showing(name, shown):
    assert shown_name(name) == shown


def test_no_name_is_a_path(client, send, lunge, state, data):
    send(client, lunge, "../../../outside.mp4")
    inside = clips_folder(state.store.url)
    assert all(inside in path.parents for kind in files(data) for path in kind)
    assert not list(data.parent.rglob("outside*"))
