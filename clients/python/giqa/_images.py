"""Paths, PIL images and arrays as the bytes of image files."""

from __future__ import annotations

import io
import os
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterable, Iterator, Union

from ._errors import ImageError

Image = Union[str, "os.PathLike[str]", bytes, Any]
"""A path, the bytes of an image file, a PIL image, or an array (NumPy, PyTorch on the CPU) of H x W or H x W x C."""

Images = Union[Image, Iterable[Image]]
"""One of them or several; an array of N x H x W x C is N images, the path of a folder all images in it and in its subfolders."""

_EXTENSIONS = frozenset(
    ".jpg .jpeg .jpe .jfif .png .apng .webp .bmp .dib .ppm .pgm .pnm .gif .tif .tiff .heic .heif .avif .jp2 "
    ".j2k .jpx .jxl .pbm .pam .ico .psd .exr .hdr .qoi .dds".split()
)

_COLOUR_TYPES = {1: 0, 3: 2, 4: 6}


@dataclass(frozen=True)
class Encoded:
    """One image, ready to be sent or decoded."""

    index: int
    name: str
    content: bytes | None
    """None if its file cannot be read."""
    fault: str = ""


def encode(images: Images) -> Iterator[Encoded]:
    """All images in their order, each read when its turn comes."""
    for index, (name, image) in enumerate(_each(images)):
        if isinstance(image, bytes):
            yield Encoded(index, name or f"image-{index}", image)
        elif isinstance(image, (str, os.PathLike)):
            yield _read(index, name or os.fspath(image), image)
        elif hasattr(image, "save") and hasattr(image, "mode"):
            yield Encoded(index, getattr(image, "filename", "") or f"image-{index}", _of_pil(image))
        else:
            yield Encoded(index, f"image-{index}", _png(image))


def _each(images: Images) -> Iterator[tuple[str | None, Any]]:
    if isinstance(images, (str, os.PathLike)):
        if os.path.isdir(images):
            yield from _folder(Path(images))
        else:
            yield None, images
    elif isinstance(images, bytes) or hasattr(images, "mode"):
        yield None, images
    elif _is_array(images):
        array = _array(images)
        yield from ((None, image) for image in (array if array.ndim == 4 else [array]))
    else:
        for image in images:
            if isinstance(image, (str, os.PathLike)) and os.path.isdir(image):
                yield from _folder(Path(image))
            elif _is_array(image) and _array(image).ndim == 4:
                yield from ((None, one) for one in _array(image))
            else:
                yield None, image


def _folder(folder: Path) -> Iterator[tuple[str | None, Path]]:
    files = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        files += [Path(place, name) for name in names if not name.startswith(".") and Path(name).suffix.lower() in _EXTENSIONS]
    if not files:
        raise ImageError(f"there are no images in the folder {folder}: it should hold JPEG, PNG, WebP, BMP or PNM files")
    for name, path in sorted((path.relative_to(folder).as_posix(), path) for path in files):
        yield name, path


def _read(index: int, name: str, path: str | os.PathLike[str]) -> Encoded:
    try:
        if not os.path.isfile(path) and os.path.exists(path):
            return Encoded(index, name, None, "it is no file")
        with open(path, "rb") as file:
            return Encoded(index, name, file.read())
    except OSError as error:
        return Encoded(index, name, None, error.strerror or str(error))


def _of_pil(image: Any) -> bytes:
    # A PNG of 16 bits may come as mode I; other integers and floats have no agreed range, and are refused as float files are.
    if image.mode == "F" or (image.mode == "I" and not 0 <= image.getextrema()[0] <= image.getextrema()[1] <= 65535):
        raise ImageError(f"a PIL image of mode {image.mode} has no defined range of values: convert it to 'L' or 'RGB' first")
    keeps = image.mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I") or image.mode.startswith("I;16")
    buffer = io.BytesIO()
    # Without the file's texts and colour profile, which do not matter; with its orientation, which does.
    exif = image.getexif().tobytes() if hasattr(image, "getexif") and 0x0112 in image.getexif() else b""
    (image if keeps else image.convert("RGB")).save(buffer, "PNG", compress_level=1, exif=exif, icc_profile=None)
    return buffer.getvalue()


def _is_array(value: Any) -> bool:
    return hasattr(value, "shape") and (hasattr(value, "__array__") or hasattr(value, "__array_interface__"))


def _array(value: Any) -> Any:
    try:
        import numpy
    except ImportError:
        raise ImageError("arrays need NumPy, which is not installed: pip install numpy, or give paths or PIL images") from None
    return numpy.asarray(value.detach().cpu() if hasattr(value, "detach") else value)


def pixels_of(value: Any) -> Any:
    """An array as H x W x C bytes; floats are read as 0..1 and rounded."""
    import numpy

    array = _array(value)
    shape = " x ".join(map(str, array.shape))
    if array.ndim == 2:
        array = array[:, :, None]
    if array.ndim != 3 or array.shape[2] not in _COLOUR_TYPES or 0 in array.shape:
        raise ImageError(f"an array of {shape or 'no axes'} is not an image: the shape must be H x W or H x W x C with C = 1, 3 or 4 (channels first: numpy.moveaxis(x, 0, -1))")
    if array.dtype == numpy.uint8:
        return array
    if array.dtype.kind != "f":
        raise ImageError(f"an array of {array.dtype} has no defined range of values: give uint8 in 0..255, or floats in 0..1")
    low, high = float(array.min()), float(array.max())
    if not (low >= 0.0 and high <= 1.0):  # NaN is neither.
        raise ImageError(f"a float array has values from {low:g} to {high:g}, but must be in 0..1: divide by 255, or convert -1..1 with (x + 1) / 2")
    return numpy.rint(array * 255.0).astype(numpy.uint8)


def _png(value: Any) -> bytes:
    if not _is_array(value):
        raise ImageError(f"a {type(value).__name__} is not an image: give a path, the bytes of a file, a PIL image or an array")
    pixels = pixels_of(value)
    height, width, channels = pixels.shape
    rows = b"".join(b"\0" + pixels[row].tobytes() for row in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, _COLOUR_TYPES[channels], 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows, 1)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
