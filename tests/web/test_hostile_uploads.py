"""What somebody could send on purpose: it is refused in words, and costs next to nothing."""

import html

import hostile
import pytest

NAUGHTY = "<script>alert(1)</script>"


def test_a_zip_bomb_is_no_clip(client, send, data):
    view = send(client, hostile.zip_bomb(), "clip.mp4")
    assert view["state"] == "refused"
    assert view["reason"] == "is not a video file that dorsi can read; give mp4, mov, avi, mkv or webm"
    assert not list(data.rglob("*.part"))
    assert not list(data.rglob("*.video"))


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (hostile.wide_header, "none of its frames can be decoded; copy it again from the phone or camera"),
        (hostile.huge_pictures, "none of its frames can be decoded; copy it again from the phone or camera"),
        (hostile.long_pictures, "has pictures of 5000 × 64 pixels, 4096 × 2304 are allowed; film in 4K or less"),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_pictures_larger_than_a_phone_films_are_refused(client, send, make, reason, data):
    view = send(client, make(), "clip.avi")
    assert (view["state"], view["reason"]) == ("refused", reason)
    assert not list(data.rglob("*.video"))


def test_a_clip_cut_in_the_middle_is_refused(client, send, lunge):
    view = send(client, lunge[: len(lunge) // 2])
    assert view["state"] == "refused"
    assert "cut short" in view["reason"]


def test_a_playlist_that_names_an_address_is_refused(client, send):
    view = send(client, b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n" + bytes(1000), "clip.mp4")
    assert view["state"] == "refused"


def test_an_upload_of_ten_gigabytes_is_refused_before_it_begins(client):
    answer = client.post("/api/uploads", json={"name": "clip.mp4", "size_bytes": 10_000_000_000})
    assert answer.status_code == 413


def test_a_piece_that_says_it_has_ten_gigabytes_is_refused_before_it_is_read(client):
    upload = client.post("/api/uploads", json={"name": "clip.mp4", "size_bytes": 1000}).json()
    read = []

    def endless():
        for number in range(10_000):
            read.append(number)
            yield bytes(100_000)

    answer = client.patch(
        f"/api/uploads/{upload['id']}",
        content=endless(),
        headers={"Upload-Offset": "0", "Content-Length": "10000000000"},
    )
    assert answer.status_code == 413
    assert client.get(f"/api/uploads/{upload['id']}").json()["offset_bytes"] == 0


def test_a_script_in_names_is_shown_as_text(client, send, lunge):
    upload = send(client, lunge, f"{NAUGHTY}.mp4")
    job = client.post("/api/jobs", json={"upload_id": upload["id"], "person": NAUGHTY})
    assert job.status_code == 201
    client.delete(f"/api/jobs/{job.json()['id']}")
    seen = [client.get(path).text for path in ("/people", "/jobs", f"/jobs/{job.json()['id']}")]
    assert any(html.escape(NAUGHTY) in page for page in seen)
    assert not any(NAUGHTY in page for page in seen)


@pytest.mark.parametrize("upload_id", ["../../etc/passwd", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "..", "x" * 32])
def test_an_id_is_never_a_path(client, upload_id):
    assert client.get(f"/api/uploads/{upload_id}").status_code in {404, 422}
    assert client.delete(f"/api/uploads/{upload_id}").status_code in {404, 405, 422}
