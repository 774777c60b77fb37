"""A phone that loses its connection in the middle of a form is no fault of the server's."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from clients import ADDRESS


def test_a_form_that_ends_half_way_is_no_error(app, stranger):
    host = ADDRESS.removeprefix("http://")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": "/pair", "raw_path": b"/pair", "query_string": b"", "root_path": "", "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8765),
        "headers": [(b"host", host.encode()), (b"content-type", b"application/x-www-form-urlencoded")],
    }  # fmt: skip
    parts = iter([{"type": "http.request", "body": b"code=", "more_body": True}, {"type": "http.disconnect"}])
    sent = []

    async def receive():
        return next(parts)

    async def send(message):
        sent.append(message)

    with ThreadPoolExecutor(1) as apart:  # a browser of other tests may have a loop of its own in this thread
        apart.submit(asyncio.run, app(scope, receive, send)).result()
    assert sent[0]["status"] == 400
