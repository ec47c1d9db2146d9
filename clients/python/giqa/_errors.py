"""What goes wrong as a whole. One bad image among others is a result with a status, never an exception."""

from __future__ import annotations


class GiqaError(Exception):
    """The base of all of them; its text is one line that says what was seen and what to do."""


class ServiceUnreachable(GiqaError):
    """No answer: nothing listens there, the connection broke, or it took longer than the timeout."""


class RequestRefused(GiqaError):
    """The service answered, with a refusal; the text is its own."""

    def __init__(self, status: int, detail: str, retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.status = status
        """The HTTP status."""
        self.retry_after = retry_after
        """Seconds after which the service would be asked again; None where it did not say."""


class ImageError(GiqaError, ValueError):
    """Something was given as an image that cannot be taken for one, such as an array of another shape."""
