"""One request, one answer."""

from __future__ import annotations

import http.client
import json
import ssl
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from ._errors import GiqaError, RequestRefused, ServiceUnreachable


@dataclass(frozen=True)
class Answer:
    """What the service said."""

    status: int
    reason: str
    content: bytes
    retry_after: float | None

    def document(self) -> dict[str, Any]:
        """Its JSON object."""
        try:
            document = json.loads(self.content)
        except ValueError:
            document = None
        if not isinstance(document, dict):
            raise GiqaError(f"the answer ({self.status} {self.reason}) is not a JSON object: is it a giqa service?")
        return document

    def refusal(self) -> RequestRefused:
        """The exception for an answer that is a refusal, with the service's own line."""
        try:
            detail = json.loads(self.content)["detail"]
        except (ValueError, TypeError, KeyError):
            detail = f"the service answered {self.status} {self.reason}"
        return RequestRefused(self.status, str(detail), self.retry_after)


class Transport:
    """Sends requests to one service."""

    def __init__(self, url: str, key: str | None, timeout: float) -> None:
        parts = urlsplit(url if "//" in url else f"http://{url}")
        try:
            port = parts.port
        except ValueError:
            port = -1
        if parts.scheme not in ("http", "https") or not parts.hostname or port == -1:
            raise GiqaError(f"'{url}' is not the address of a service: give what 'giqa serve' printed, such as http://127.0.0.1:8347")
        if timeout <= 0:
            raise GiqaError(f"timeout={timeout} is not above 0 seconds")
        self._is_secure = parts.scheme == "https"
        self._host, self._port = parts.hostname, port
        self._path = parts.path.rstrip("/")
        self._url = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{self._path}"
        self._key = key
        self._timeout = timeout

    def send(self, method: str, path: str, body: bytes | None = None, kind: str | None = None) -> Answer:
        """Sends one request.

        :raises ServiceUnreachable: There is no answer.
        """
        headers = {"Accept": "application/json", "User-Agent": "giqa-python"}
        if kind is not None:
            headers["Content-Type"] = kind
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        connection = self._connect()
        try:
            try:
                connection.request(method, self._path + path, body, headers)
            except (BrokenPipeError, ConnectionResetError):
                # Refused before all was sent: the answer may be there.
                pass
            response = connection.getresponse()
            content = response.read()
        except TimeoutError as error:
            raise ServiceUnreachable(f"no answer from {self._url} within {self._timeout:g} seconds") from error
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise ServiceUnreachable(f"no answer from {self._url}: {reason}; is 'giqa serve' running there?") from error
        finally:
            connection.close()
        return Answer(response.status, response.reason, content, _seconds(response.getheader("Retry-After")))

    def _connect(self) -> http.client.HTTPConnection:
        if self._is_secure:
            return http.client.HTTPSConnection(self._host, self._port, timeout=self._timeout, context=ssl.create_default_context())
        return http.client.HTTPConnection(self._host, self._port, timeout=self._timeout)


def _seconds(text: str | None) -> float | None:
    """The seconds of a Retry-After, which may be a date."""
    if text is None:
        return None
    try:
        return max(0.0, float(text))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (TypeError, ValueError):
        return None
