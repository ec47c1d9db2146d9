"""A service that answers as the test says, to see what the client makes of it."""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class ServiceStub:
    """Listens on a free port; ``answer`` is given the names of the images, and gives back (status, headers, document)."""

    def __init__(self, answer):
        self.requests = []
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                names = re.findall(rb'name="(\w+)"; filename\*=UTF-8\'\'([^\r]*)', body)
                stub.requests.append((self.path, dict(self.headers), names))
                status, headers, document = answer([name.decode() for field, name in names if field == b"image"])
                content = document if isinstance(document, bytes) else json.dumps(document).encode()
                self.send_response(status)
                for name, value in {**headers, "Content-Length": len(content)}.items():
                    self.send_header(name, str(value))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

    @property
    def batches(self):
        """How many images each request had."""
        return [sum(field == b"image" for field, _ in names) for _, _, names in self.requests]


def results(names, quality=0.5):
    """An answer with a score for every image."""
    rows = [{"image": name, "score": 1.0, "quality": quality, "status": "ok", "detail": None} for name in names]
    return 200, {}, {"model": "m", "results": rows}


def refusal(status, detail, **headers):
    """A problem as the service writes it."""
    return status, {name.replace("_", "-"): value for name, value in headers.items()}, {"status": status, "detail": detail}
