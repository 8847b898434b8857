"""Serve a folder as web hosts do, gzipped and kept by browsers for a while, and count what is sent.

For the tests of the pages' weight, and to measure how fast pages open.
"""

from __future__ import annotations

import gzip
import http.server
import mimetypes
import threading
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urlsplit

KEPT = 600  # seconds
# What is compressed already is sent as it is.
COMPRESSED = (".woff2", ".woff", ".png", ".jpg", ".pdf", ".gz", ".zip")


class CountingServer:
    """A server on a free port of this machine.

    Parameters
    ----------
    folder : Path
        What it serves. Where a file has another beside it with `.br` added to its name, that is
        sent in its place, as Brotli.
    held : tuple of str, optional
        Files whose names end so are held back until `released` is set.

    Attributes
    ----------
    address : str
        Where it answers, without a slash at its end.
    sent : Counter
        From a file's path below the folder to the bytes sent of it, as they went over the wire
        (without headers).
    requests : int
        How many files were sent.
    missing : list of str
        The paths asked for that are no files.
    released : threading.Event
        Lets the files that are held back go.
    """

    def __init__(self, folder: Path, held: tuple[str, ...] = ()) -> None:
        self.folder = folder.resolve()
        self.held = held
        self.released = threading.Event()
        self.forget()
        self._bodies: dict[Path, tuple[str, bytes]] = {}
        self._lock = threading.Lock()
        counter = self

        class Handler(http.server.BaseHTTPRequestHandler):
            # Connections stay open, and no answer waits until the last packet is confirmed.
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                counter._answer(self)

            def do_HEAD(self) -> None:
                counter._answer(self)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def forget(self) -> None:
        """Count from nothing again."""
        self.sent: Counter[str] = Counter()
        self.requests = 0
        self.missing: list[str] = []

    def stop(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, handler: http.server.BaseHTTPRequestHandler) -> None:
        name = unquote(urlsplit(handler.path).path).lstrip("/")
        file = (self.folder / name).resolve()
        if file.is_dir():
            file /= "index.html"
        if not file.is_file() or self.folder not in file.parents:
            with self._lock:
                self.missing.append(name)
            handler.send_error(404)
            return
        if file.suffix in self.held:
            self.released.wait(30.0)
        encoding, body = self._body(file)
        only_asked = handler.command == "HEAD"
        with self._lock:
            self.requests += 1
            self.sent[file.relative_to(self.folder).as_posix()] += 0 if only_asked else len(body)
        handler.send_response(200)
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        handler.send_header("Content-Type", kind)
        if encoding:
            handler.send_header("Content-Encoding", encoding)
        handler.send_header("Content-Length", str(len(body)))
        handler.send_header("Cache-Control", f"max-age={KEPT}")
        handler.end_headers()
        if not only_asked:
            handler.wfile.write(body)

    def _body(self, file: Path) -> tuple[str, bytes]:
        """Return how a file is packed, and what is sent of it; each is packed once."""
        if file not in self._bodies:
            content = file.read_bytes()
            brotli = file.with_name(f"{file.name}.br")
            if brotli.exists():
                self._bodies[file] = "br", brotli.read_bytes()
            elif file.suffix in COMPRESSED:
                self._bodies[file] = "", content
            else:
                self._bodies[file] = "gzip", gzip.compress(content, compresslevel=6)
        return self._bodies[file]
