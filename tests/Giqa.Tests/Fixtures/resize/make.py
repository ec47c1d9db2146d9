"""Makes the golden files of the resize tests. Reference versions: Pillow 9.4.0, PyTorch 1.13.1, NumPy 1.24.

Each case resizes one of the source images to one size with every mode. Pillow's results must be met bit for bit, so they are
kept as SHA-256 hashes of their bytes (and small ones in full, to see where a difference is). PyTorch's float results are kept
in full for the smaller cases. TensorFlow 1 is restated from its definition in float32.
"""
import hashlib
import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as functional
from PIL import Image

HERE = pathlib.Path(__file__).parent
FULL = 3000  # values up to which a result is kept in full
CASES = [  # (width, height) -> (width, height)
    ((64, 48), (21, 16)), ((64, 48), (113, 90)), ((37, 53), (29, 31)), ((28, 28), (299, 299)), ((256, 256), (299, 299)),
    ((256, 256), (224, 224)), ((333, 257), (299, 299)), ((512, 384), (64, 64)), ((1, 17), (8, 9)), ((17, 1), (9, 8)),
    ((1, 1), (5, 4)), ((50, 40), (1, 1)), ((50, 40), (50, 13)), ((50, 40), (13, 40)), ((3, 2), (2, 3)), ((200, 150), (7, 301)),
    ((40, 40), (40, 40)), ((640, 427), (299, 299)),
]
FILTERS = {"Bilinear": Image.BILINEAR, "Bicubic": Image.BICUBIC, "Lanczos": Image.LANCZOS}


def picture(width, height):
    """Smooth colour, hard edges and noise, by integer arithmetic alone, so that the test can build it again."""
    y, x = np.mgrid[0:height, 0:width].astype(np.int64)
    channels = []
    for c in range(3):
        state = (x * 7919 + y * 104729 + c * 1299709 + 12345) % 4294967296
        state = (state * 1664525 + 1013904223) % 4294967296
        noise = (state >> 16) % 64
        edges = ((x // 5 + y // 3 + c) % 4) * 60
        ramp = (x * 255 // max(width - 1, 1) + y * 255 // max(height - 1, 1)) // 2
        value = np.where((x + 2 * y) % 11 < 4, edges + noise, (ramp + noise * (c + 1)) // 2)
        value = np.where((x * 3 + y) % 29 == 0, 255, value)
        channels.append(np.where((x + y * 5) % 31 == 0, 0, np.minimum(value, 255)))
    return np.stack(channels, -1).astype(np.uint8)


def tensorflow_bilinear(image, width, height):
    image = image.astype(np.float32)

    def axis(size, count):
        position = np.arange(count, dtype=np.float32) * (np.float32(size) / np.float32(count))
        low = np.minimum(np.floor(position).astype(int), size - 1)
        return low, np.minimum(low + 1, size - 1), (position - low.astype(np.float32)).astype(np.float32)

    y0, y1, fy = axis(image.shape[0], height)
    x0, x1, fx = axis(image.shape[1], width)
    fx, fy = fx[None, :, None], fy[:, None, None]
    top = image[y0][:, x0] + (image[y0][:, x1] - image[y0][:, x0]) * fx
    bottom = image[y1][:, x0] + (image[y1][:, x1] - image[y1][:, x0]) * fx
    return top + (bottom - top) * fy


def pillow_float(image, width, height, resample):
    channels = [np.asarray(Image.fromarray(image[:, :, c].astype(np.float32), "F").resize((width, height), resample)) for c in range(3)]
    return np.stack(channels, -1).clip(0, 255)


def torch_bilinear(image, width, height, antialias):
    tensor = torch.from_numpy(image.astype(np.float32)).permute(2, 0, 1)[None]
    result = functional.interpolate(tensor, size=(height, width), mode="bilinear", align_corners=False, antialias=antialias)
    return result[0].permute(1, 2, 0).contiguous().numpy()


def results(image, width, height):
    for name, resample in FILTERS.items():
        yield "Pil" + name, np.asarray(Image.fromarray(image).resize((width, height), resample))
        yield f"Pil{name}Float", pillow_float(image, width, height, resample)
    yield "TorchBilinear", torch_bilinear(image, width, height, False)
    yield "TorchBilinearAntialias", torch_bilinear(image, width, height, True)
    yield "TensorFlowBilinear", tensorflow_bilinear(image, width, height)


def main():
    torch.set_num_threads(1)
    cases, arrays = [], {}
    for (source, target) in CASES:
        image = picture(*source)
        for mode, value in results(image, *target):
            # The float results enter as float32; adding zero turns -0 into +0, which compare as equal anyway.
            value = value if value.dtype == np.uint8 else value.astype(np.float32) + np.float32(0)
            key = f"{source[0]}x{source[1]}_{target[0]}x{target[1]}_{mode}"
            kept = value.size <= FULL
            if kept:
                arrays[key] = value.reshape(-1)
            elif mode.startswith("Torch"):
                arrays[key] = value.reshape(-1)[::97].copy()
            cases.append({"key": key, "source": source, "target": target, "mode": mode, "full": kept,
                          "sha256": hashlib.sha256(value.tobytes()).hexdigest(),
                          "sourceSha256": hashlib.sha256(image.tobytes()).hexdigest()})
    np.savez_compressed(HERE / "expected.npz", **arrays)
    (HERE / "cases.json").write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")


main()
