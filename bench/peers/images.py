"""Pillow's side of the image benchmark."""
import glob
import hashlib
import io
import sys

import numpy as np
from PIL import Image

import worker

FOLDER = sys.argv[1]
FILTERS = {"PilBilinear": Image.BILINEAR, "PilBicubic": Image.BICUBIC, "PilLanczos": Image.LANCZOS}


def files(kind, size):
    return [open(name, "rb").read() for name in sorted(glob.glob(f"{FOLDER}/{size}-*.{kind}"))]


def digest(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()[:16]


def decode(contents, items):
    for i in range(items):
        image = Image.open(io.BytesIO(contents[i % len(contents)])).convert("RGB")
    return digest(np.asarray(image))


def resize(images, size, resample, items):
    for i in range(items):
        image = images[i % len(images)].resize((size, size), resample)
    return digest(np.asarray(image))


def resize_float(images, size, resample, items):
    for i in range(items):
        image = images[i % len(images)]
        channels = [np.asarray(Image.fromarray(image[:, :, c].astype(np.float32), "F").resize((size, size), resample))
                    for c in range(3)]
        result = np.stack(channels, -1).clip(0, 255)
    return digest(result)


def prepare(task):
    words = task.split()
    if words[0] == "decode":
        contents = files(words[1], words[2])
        return lambda items: decode(contents, items)
    mode, size = words[1], int(words[3])
    images = [Image.open(io.BytesIO(content)).convert("RGB") for content in files("png", words[2])]
    if mode.endswith("Float"):
        arrays = [np.asarray(image) for image in images]
        return lambda items: resize_float(arrays, size, FILTERS[mode[:-5]], items)
    return lambda items: resize(images, size, FILTERS[mode], items)


worker.serve(prepare)
