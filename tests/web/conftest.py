"""A whole app on a store of its own, a client that is paired and one that is not."""

import io
import itertools

import av
import pytest
from clients import ADDRESS, SAMPLES, paired
from starlette.testclient import TestClient

from dorsi.web.app import create_app
from dorsi.web.config import Config

PIECE_BYTES = 256_000
GLIMPSE_FRAMES = 20


@pytest.fixture
def data(tmp_path, monkeypatch):
    """Return the data folder of this test."""
    monkeypatch.setenv("DORSI_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("DORSI_DB", raising=False)
    return tmp_path / "data"


@pytest.fixture
def config(data):
    """Return what the server is told; a test module may have its own."""
    return Config(model="lite")


@pytest.fixture
def app(config):
    """Return the app; its jobs run while a client is open."""
    return create_app(config)


@pytest.fixture
def state(app):
    return app.state.dorsi


@pytest.fixture
def stranger(app):
    """Return a client that is not paired."""
    with TestClient(app, base_url=ADDRESS, follow_redirects=False) as client:
        yield client


@pytest.fixture
def client(app, stranger):
    """Return a client that is paired."""
    return paired(app, stranger)


@pytest.fixture
def send():
    """Return a function that uploads a file piece by piece and returns the last answer."""

    def send_file(client, content, name="clip.mp4", piece_bytes=PIECE_BYTES):
        begun = client.post("/api/uploads", json={"name": name, "size_bytes": len(content)})
        assert begun.status_code == 201, begun.text
        address = f"/api/uploads/{begun.json()['id']}"
        for start in range(0, len(content), piece_bytes):
            piece = content[start : start + piece_bytes]
            answer = client.patch(address, content=piece, headers={"Upload-Offset": str(start)})
            assert answer.status_code == 200, answer.text
        return answer.json()

    return send_file


@pytest.fixture(scope="session")
def lunge():
    """Return the content of a sample clip."""
    return (SAMPLES / "lunge_left.mp4").read_bytes()


@pytest.fixture(scope="session")
def glimpse():
    """Return the content of a clip of two thirds of a second: too short to measure, quick to analyse."""
    packed = io.BytesIO()
    with av.open(str(SAMPLES / "lunge_left.mp4")) as whole, av.open(packed, "w", format="mp4") as cut:
        stream = cut.add_stream_from_template(whole.streams.video[0])
        for packet in itertools.islice(whole.demux(video=0), GLIMPSE_FRAMES):
            packet.stream = stream
            cut.mux(packet)
    return packed.getvalue()


@pytest.fixture(scope="session")
def long_lunge():
    """Return the content of the sample clip, played ten times over: it is never done before a test stops it."""
    packed = io.BytesIO()
    with av.open(packed, "w", format="mp4") as joined:
        stream = None
        for turn in range(10):
            with av.open(str(SAMPLES / "lunge_left.mp4")) as whole:
                source = whole.streams.video[0]
                stream = stream or joined.add_stream_from_template(source)
                for packet in whole.demux(source):
                    if packet.dts is None:
                        continue
                    packet.pts += turn * source.duration
                    packet.dts += turn * source.duration
                    packet.stream = stream
                    joined.mux(packet)
    return packed.getvalue()
