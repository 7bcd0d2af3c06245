"""A real HTTP server on this computer that behaves as well or as badly as it is told."""

from __future__ import annotations

import contextlib
import io
import ssl
import threading
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast

import httpx
import pytest

Answer = Callable[["Request"], None]
HTML = b"<!DOCTYPE html>\n<html><body>Please sign in to the network.</body></html>"


class Request(BaseHTTPRequestHandler):
    """One request, as an answer gets it."""

    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_GET(self) -> None:
        place = cast("Place", self.server)
        place.asked.append(
            (self.path, {name.lower(): value for name, value in self.headers.items()})
        )
        answers = place.answers.get(self.path, [status(404)])
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        with contextlib.suppress(OSError):
            answer(self)

    def log_message(self, *args: object) -> None:
        """Keep quiet."""

    def begin(self, code: int, length: int | None, **headers: str) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if length is not None:
            self.send_header("Content-Length", str(length))
        else:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()

    def break_off(self) -> None:
        """End the connection in the middle."""
        self.wfile.flush()
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(2)


class Place(ThreadingHTTPServer):
    """The server; *answers* to each path come in their order, the last again and again."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.over = threading.Event()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"

    def says(self, path: str, *answers: Answer) -> str:
        """Let *path* be answered so, and return its address."""
        self.answers[path] = list(answers)
        return self.url(path)

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet of clients that leave."""


def directly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask without any proxy, and without reading the certificates that nothing here is held to."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    trusting_nobody = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    monkeypatch.setattr(httpx, "create_ssl_context", lambda: trusting_nobody)


@contextlib.contextmanager
def a_place() -> Iterator[Place]:
    """Run a server while the block does."""
    place = Place()
    thread = threading.Thread(target=place.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield place
    finally:
        place.over.set()
        place.shutdown()
        place.server_close()
        thread.join()


def whole(content: bytes, *, etag: str = '"1"', ranges: bool = True, **headers: str) -> Answer:
    """Send *content*, or the rest of it that is asked for where *ranges* is true."""

    def answer(request: Request) -> None:
        begun = _begun(request, etag) if ranges else None
        if begun is None:
            request.begin(200, len(content), ETag=etag, **headers)
            request.wfile.write(content)
        elif begun >= len(content):
            request.begin(416, 0, Content_Range=f"bytes */{len(content)}")
        else:
            end = f"bytes {begun}-{len(content) - 1}/{len(content)}"
            request.begin(206, len(content) - begun, ETag=etag, Content_Range=end, **headers)
            request.wfile.write(content[begun:])

    return answer


def breaks_off(content: bytes, after: int, *, etag: str = '"1"', ranges: bool = True) -> Answer:
    """Promise *content*, or its rest, and break off *after* so many bytes."""

    def answer(request: Request) -> None:
        begun = (_begun(request, etag) if ranges else None) or 0
        if begun:
            end = f"bytes {begun}-{len(content) - 1}/{len(content)}"
            request.begin(206, len(content) - begun, ETag=etag, Content_Range=end)
        else:
            request.begin(200, len(content), ETag=etag)
        request.wfile.write(content[begun : begun + after])
        request.break_off()

    return answer


def stalls(content: bytes, after: int, *, etag: str = '"1"') -> Answer:
    """Send the first bytes of *content* and then nothing, until the server ends."""

    def answer(request: Request) -> None:
        request.begin(200, len(content), ETag=etag)
        request.wfile.write(content[:after])
        request.wfile.flush()
        cast("Place", request.server).over.wait(60)
        request.break_off()

    return answer


def says_length(content: bytes, length: int | None) -> Answer:
    """Send *content* and say that it has *length* bytes; None says nothing and closes after it."""

    def answer(request: Request) -> None:
        request.begin(200, length)
        request.wfile.write(content)
        request.break_off()

    return answer


def sends_on(location: str, code: int = 302) -> Answer:
    """Redirect to *location*."""
    return lambda request: request.begin(code, 0, Location=location)


def status(code: int, body: bytes = b"") -> Answer:
    """Answer with *code*."""

    def answer(request: Request) -> None:
        request.begin(code, len(body), Content_Type="text/html")
        request.wfile.write(body)

    return answer


def page(content_type: str = "text/html; charset=utf-8") -> Answer:
    """Serve a web page in place of the file."""

    def answer(request: Request) -> None:
        request.begin(200, len(HTML), Content_Type=content_type)
        request.wfile.write(HTML)

    return answer


def a_zip(**members: bytes) -> bytes:
    """Return a zip of *members*, stored as they are so that its size is as large."""
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w") as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.txt", content)
    return room.getvalue()


def _begun(request: Request, etag: str) -> int | None:
    """Return where the range asked for begins, None where the whole is to be sent."""
    asked = request.headers.get("Range", "")
    if not asked.startswith("bytes=") or request.headers.get("If-Range", etag) != etag:
        return None
    return int(asked[6:].partition("-")[0])
