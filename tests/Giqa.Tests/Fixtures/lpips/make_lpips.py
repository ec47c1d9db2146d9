"""Golden LPIPS distances: the measure restated in PyTorch, with weights that the formula of ../inception/fid_inception.py gives.

Run: python3 make_lpips.py   (writes lpips.npy beside it; Debian 12: torch 1.13.0)
lpips.npy: one distance for each of the pairs of images in pair().
`python3 make_lpips.py checkpoints FOLDER` saves the weights as alexnet.pth and alex.pth, in the names and shapes of the published files.
"""
import os
import sys

import numpy as np
import torch
import torch.nn.functional as F

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "inception"))
from fid_inception import uniform  # noqa: E402

LAYERS = ((0, 3, 64, 11, 4, 2), (3, 64, 192, 5, 1, 2), (6, 192, 384, 3, 1, 1), (8, 384, 256, 3, 1, 1), (10, 256, 256, 3, 1, 1))
SIZES = ((40, 56), (31, 31), (64, 64), (97, 70))


def tensor(name, *shape):
    values = uniform(name, int(np.prod(shape)))
    values = values if name.startswith("lin") else (values - 0.5) * 0.2
    return torch.from_numpy(values.astype(np.float32).reshape(shape))


def network():
    weights = {}
    for place, inputs, outputs, kernel, _, _ in LAYERS:
        weights[f"features.{place}.weight"] = tensor(f"features.{place}.weight", outputs, inputs, kernel, kernel)
        weights[f"features.{place}.bias"] = tensor(f"features.{place}.bias", outputs)
    return weights


def heads():
    return {f"lin{i}.model.1.weight": tensor(f"lin{i}.model.1.weight", 1, layer[2], 1, 1) for i, layer in enumerate(LAYERS)}


def pair(height, width):
    y, x, c = np.mgrid[0:height, 0:width, 0:3]
    first = (x * 3 + y * 2 + c * 40 + x * y // 16) % 256
    second = (x * 5 + y * 7 + c * 20 + x * y // 9) % 256
    return [torch.from_numpy(image.transpose(2, 0, 1).astype(np.float32))[None] / 127.5 - 1 for image in (first, second)]


def maps(x, weights):
    shift, scale = torch.tensor([-0.030, -0.088, -0.188]), torch.tensor([0.458, 0.448, 0.450])
    x = (x - shift[None, :, None, None]) / scale[None, :, None, None]
    found = []
    for number, (place, _, _, _, stride, padding) in enumerate(LAYERS):
        x = F.max_pool2d(x, 3, 2) if number in (1, 2) else x
        x = F.relu(F.conv2d(x, weights[f"features.{place}.weight"], weights[f"features.{place}.bias"], stride, padding))
        found.append(x)
    return found


def distance(first, second, weights, lines):
    total = 0
    for i, (a, b) in enumerate(zip(maps(first, weights), maps(second, weights))):
        a, b = (m / (torch.sqrt(torch.sum(m**2, 1, keepdim=True)) + 1e-10) for m in (a, b))
        total = total + F.conv2d((a - b) ** 2, lines[f"lin{i}.model.1.weight"]).mean((2, 3))
    return float(total)


if __name__ == "__main__":
    if sys.argv[1:2] == ["checkpoints"]:
        torch.save(network(), os.path.join(sys.argv[2], "alexnet.pth"))
        torch.save(heads(), os.path.join(sys.argv[2], "alex.pth"))
    else:
        with torch.no_grad():
            np.save(os.path.join(HERE, "lpips.npy"), np.array([distance(*pair(*size), network(), heads()) for size in SIZES]))
