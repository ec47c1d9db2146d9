"""Errors that affect everything. One bad image among others is a result with a status, never an exception."""

from __future__ import annotations


class GiqaError(Exception):
    """The base of all of them; its text is one line that says what was seen and what to do."""


class ServiceUnreachable(GiqaError):
    """No answer: nothing listens there, the connection broke, or it took longer than the timeout."""


class RequestRefused(GiqaError):
    """The service answered with a refusal; the text is the service's."""

    def __init__(self, status: int, detail: str, retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.status = status
        """The HTTP status."""
        self.retry_after = retry_after
        """Seconds after which to ask the service again; None if it did not say."""


class ImageError(GiqaError, ValueError):
    """Something that cannot be an image was given as one, such as an array of the wrong shape."""
