"""A model that ``giqa models export`` wrote, run in this process."""

from __future__ import annotations

import io
import os
from typing import Any, Iterator

from ._errors import GiqaError
from ._images import Encoded, Images, encode
from ._results import Score
from ._scorer import Scorer


class ExportedModel(Scorer):
    """Scores images by an exported model, without a service. It needs ``onnxruntime``, NumPy and Pillow.

    The file takes images of one size, and decoding is Pillow's: see docs/python.md for where that differs from ``giqa score``.
    """

    def __init__(self, path: str | os.PathLike[str], *, providers: list[str] | None = None, batch_images: int = 16) -> None:
        """Opens the file.

        :param providers: Those of onnxruntime; without them the CPU's.
        :param batch_images: How many images are run at a time.
        """
        try:
            import numpy
            import onnxruntime
            import PIL.Image
        except ImportError as error:
            raise GiqaError(f"an exported model needs {error.name}, which is not installed: pip install numpy pillow onnxruntime") from error
        if not os.path.isfile(path):
            raise GiqaError(f"there is no file {os.fspath(path)}: make one with giqa models export M.giqa --out scorer.onnx --size WIDTHxHEIGHT")
        self._numpy: Any = numpy
        try:
            self._session: Any = onnxruntime.InferenceSession(os.fspath(path), providers=providers or ["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime's own exceptions have no common base.
            raise GiqaError(f"{os.fspath(path)} cannot be run: {_one_line(error)}") from error
        inputs = self._session.get_inputs()
        outputs = [output.name for output in self._session.get_outputs()]
        if [put.name for put in inputs] != ["images"] or not {"score", "quality"} <= set(outputs):
            raise GiqaError(f"{os.fspath(path)} is not a model from 'giqa models export': it has the inputs {[put.name for put in inputs]} and the outputs {outputs}")
        self._has_preferred = "preferred" in outputs
        _, _, self.height, self.width = inputs[0].shape
        self._batch_images = batch_images

    def score_each(self, images: Images) -> Iterator[Score]:
        """Scores one image after the other, in their order; ``images`` may be a generator that never ends."""
        batch: list[tuple[Encoded, Any]] = []
        for image in encode(images):
            batch.append((image, self._pixels(image)))
            if len(batch) == self._batch_images:
                yield from self._run(batch)
                batch = []
        yield from self._run(batch)

    def _run(self, batch: list[tuple[Encoded, Any]]) -> Iterator[Score]:
        usable = [pixels for _, pixels in batch if not isinstance(pixels, tuple)]
        rows: Iterator[tuple[float, ...]] = iter(())
        if usable:
            names = ["score", "quality", *(["preferred"] if self._has_preferred else [])]
            results = self._session.run(names, {"images": self._numpy.stack(usable)})
            rows = zip(*(map(float, values) for values in results))
        for image, pixels in batch:
            if isinstance(pixels, tuple):
                yield Score(image.index, image.name, None, None, *pixels)
            else:
                value, quality, *preferred = next(rows)
                yield Score(image.index, image.name, value, quality, "ok", preferred=preferred[0] if preferred else None)

    def _pixels(self, image: Encoded) -> Any:
        """3 x H x W floats in 0..255; or why there are none, as a status and its detail."""
        import PIL.Image
        import PIL.ImageOps

        if image.content is None:
            return ("unreadable", image.fault)
        if not image.content:
            return ("empty", "the file has no bytes")
        try:
            picture: Any = PIL.ImageOps.exif_transpose(PIL.Image.open(io.BytesIO(image.content)))
            pixels = self._rgb(picture)
        except PIL.UnidentifiedImageError:
            return ("not-an-image", "Pillow knows no such format")
        except PIL.Image.DecompressionBombError as error:
            return ("too-large", _one_line(error))
        except Exception as error:  # Pillow's decoders raise many kinds of exceptions.
            return ("truncated" if "truncated" in str(error) else "corrupt", _one_line(error))
        height, width = pixels.shape[:2]
        if (height, width) != (self.height, self.width):
            return ("other-size", f"{width} x {height} pixels, and the export takes {self.width} x {self.height}: giqa models export --size {width}x{height}")
        return self._numpy.moveaxis(pixels, 2, 0).astype(self._numpy.float32)

    def _rgb(self, picture: Any) -> Any:
        """Giqa's own rules: alpha is composited on white; of 16 bits, the high byte is kept."""
        numpy = self._numpy
        if picture.mode.startswith("I"):
            high = (numpy.asarray(picture).astype(numpy.int64) >> 8).clip(0, 255).astype(numpy.uint8)
            return numpy.repeat(high[:, :, None], 3, axis=2)
        if picture.mode in ("LA", "PA", "RGBA") or "transparency" in picture.info:
            pixels = numpy.asarray(picture.convert("RGBA")).astype(numpy.int64)
            alpha = pixels[:, :, 3:]
            return ((pixels[:, :, :3] * alpha + 255 * (255 - alpha) + 127) // 255).astype(numpy.uint8)
        return numpy.asarray(picture.convert("RGB"))


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
