"""The service of ``giqa serve --model``."""

from __future__ import annotations

import os
import time
import uuid
from typing import Any, Iterator, Sequence
from urllib.parse import quote, urlencode

from ._errors import GiqaError
from ._http import Answer, Transport
from ._images import Encoded, Image, Images, encode
from ._results import Health, Model, Score
from ._scorer import Scorer

_TOO_LARGE = 413
_UNUSABLE = 422
_BUSY = (429, 503)
_SHORTEST_WAIT = 0.5
_LONGEST_WAIT = 60.0


class Giqa(Scorer):
    """Scores images with a running service. Safe to share between threads: it keeps no connection open.

    Images go in batches. Where the service takes no batch of that size, or would not finish one in its time, it gets halves; where it
    is busy, it is asked again when it says.
    """

    def __init__(
        self,
        url: str,
        *,
        key: str | None = None,
        model: str | None = None,
        timeout: float = 150.0,
        patience: float = 300.0,
        batch_images: int = 100,
        batch_bytes: int = 32 << 20,
    ) -> None:
        """Nothing is sent yet.

        :param url: What ``giqa serve`` printed, such as ``http://127.0.0.1:8347``.
        :param key: The service's API key; without one ``GIQA_API_KEY`` is taken.
        :param model: The name of one of its models; without one its first is taken.
        :param timeout: The most seconds without an answer to one request.
        :param patience: For how many seconds a batch is sent again while the service is busy.
        :param batch_images: The most images of one request.
        :param batch_bytes: The most bytes of one request, unless a single image has more.
        """
        if batch_images < 1 or batch_bytes < 1:
            raise GiqaError("batch_images and batch_bytes are at least 1")
        self._transport = Transport(url, key if key is not None else os.environ.get("GIQA_API_KEY"), timeout)
        self._model = model
        self._patience = patience
        self._batch_images = batch_images
        self._batch_bytes = batch_bytes

    def health(self) -> Health:
        """Whether the service is up, and would accept a request now."""
        live = self._transport.send("GET", "/health/live").status == 200
        return Health(live, self._transport.send("GET", "/health/ready").status == 200)

    def models(self) -> list[Model]:
        """The models of the service, its default first."""
        answer = self._transport.send("GET", "/v1/models")
        if answer.status != 200:
            raise answer.refusal()
        return [Model.of(document) for document in answer.document()["models"]]

    def score_each(self, images: Images, *, reference: Image | None = None) -> Iterator[Score]:
        """Scores one image after the other, in their order, a batch at a time; ``images`` may be a generator that never ends.

        :param reference: What the images are compared with, for a model that takes one.
        """
        head = None if reference is None else next(encode(reference))
        if head is not None and head.content is None:
            raise GiqaError(f"the reference {head.name} cannot be read: {head.fault}")
        batch: list[Encoded] = []
        size = 0
        for image in encode(images):
            length = len(image.content or b"")
            if batch and (len(batch) == self._batch_images or size + length > self._batch_bytes):
                yield from self._score(batch, head)
                batch, size = [], 0
            batch.append(image)
            size += length
        if batch:
            yield from self._score(batch, head)

    def score(self, images: Images, *, reference: Image | None = None) -> list[Score]:
        """Scores images, in their order. An image that cannot be used is a result with a status.

        :param reference: What the images are compared with, for a model that takes one.
        """
        return list(self.score_each(images, reference=reference))

    def _score(self, batch: Sequence[Encoded], reference: Encoded | None) -> list[Score]:
        sent = [image for image in batch if image.content is not None]
        rows = iter(self._send(sent, reference) if sent else [])
        return [
            _result(image, next(rows)) if image.content is not None else _skipped(image, "unreadable", image.fault)
            for image in batch
        ]

    def _send(self, batch: Sequence[Encoded], reference: Encoded | None) -> list[dict[str, Any]]:
        """The rows of a batch, in its order."""
        query = urlencode({"model": self._model}) if self._model is not None else ""
        answer = self._patiently("/v1/score" + (f"?{query}" if query else ""), batch, reference)
        if answer.status in (200, _UNUSABLE):
            document = answer.document()
            if isinstance(rows := document.get("results"), list):
                if len(rows) != len(batch):
                    raise GiqaError(f"the service gave {len(rows)} results for {len(batch)} images: is it a giqa service?")
                return rows
        refusal = answer.refusal()
        if answer.status not in (_TOO_LARGE, 503):
            raise refusal
        if len(batch) > 1:
            half = len(batch) // 2
            return self._send(batch[:half], reference) + self._send(batch[half:], reference)
        if answer.status == _TOO_LARGE:
            return [{"status": "too-large", "detail": str(refusal)}]
        raise refusal

    def _patiently(self, path: str, batch: Sequence[Encoded], reference: Encoded | None) -> Answer:
        body, kind = _form(batch, reference)
        end = time.monotonic() + self._patience
        wait = _SHORTEST_WAIT
        while True:
            answer = self._transport.send("POST", path, body, kind)
            # Without a time to come again 503 means that the batch took too long, and smaller ones may not.
            if answer.status not in _BUSY or (answer.status == 503 and answer.retry_after is None and len(batch) > 1):
                return answer
            pause = min(answer.retry_after if answer.retry_after is not None else wait, _LONGEST_WAIT)
            if time.monotonic() + pause > end:
                raise answer.refusal()
            time.sleep(pause)
            wait = min(2 * wait, _LONGEST_WAIT)


def _form(batch: Sequence[Encoded], reference: Encoded | None) -> tuple[bytes, str]:
    boundary = uuid.uuid4().hex
    parts: list[bytes] = []
    for field, image in [*([("reference", reference)] if reference else []), *(("image", image) for image in batch)]:
        name = quote(os.path.basename(image.name)[-200:] or "image", safe="", errors="surrogateescape")
        parts += [
            f"--{boundary}\r\nContent-Disposition: form-data; name=\"{field}\"; filename*=UTF-8''{name}\r\n\r\n".encode("ascii"),
            image.content or b"",
            b"\r\n",
        ]
    parts.append(f"--{boundary}--\r\n".encode("ascii"))
    return b"".join(parts), f"multipart/form-data; boundary={boundary}"


def _result(image: Encoded, row: dict[str, Any]) -> Score:
    return Score(
        image.index,
        image.name,
        row.get("score"),
        row.get("quality"),
        row["status"],
        row.get("detail"),
        row.get("score_sd"),
        row.get("preferred"),
        row.get("preferred_low"),
        row.get("preferred_high"),
    )


def _skipped(image: Encoded, status: str, detail: str) -> Score:
    return Score(image.index, image.name, None, None, status, detail)

