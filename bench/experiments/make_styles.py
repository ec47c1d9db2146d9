"""Domains for a reference-guided generator: Fashion-MNIST's clothes, coloured and textured.

A domain is a texture (plain, stripes, checks, dots); within it every image has its own two colours, the texture's period and phase. What a
reference passes on is its colours and its texture; what a source keeps is its silhouette and shading.

    python3 make_styles.py IMAGES.gz OUT [--count 600] [--size 32] [--seed 0]

writes OUT/plain, OUT/stripes, OUT/checks and OUT/dots. Needs NumPy and PIL.
"""
import argparse
import colorsys
import gzip
import os

import numpy as np
from PIL import Image

TEXTURES = ("plain", "stripes", "checks", "dots")


def read(path, count):
    with gzip.open(path) as file:
        header = np.frombuffer(file.read(16), ">i4")
        rows, columns = header[2], header[3]
        return np.frombuffer(file.read(count * rows * columns), np.uint8).reshape(-1, rows, columns)


def texture(name, size, rng):
    y, x = np.mgrid[0:size, 0:size]
    period, phase = rng.integers(4, 8), rng.integers(0, 8)
    if name == "stripes":
        return ((y + phase) // (period // 2)) % 2
    if name == "checks":
        return (((y + phase) // (period // 2)) + ((x + phase) // (period // 2))) % 2
    if name == "dots":
        return (((y + phase) % period - period / 2 + 0.5) ** 2 + ((x + phase) % period - period / 2 + 0.5) ** 2 < (period / 3.2) ** 2).astype(int)
    return np.zeros((size, size), int)


def colours(rng):
    hue = rng.random()
    first = colorsys.hsv_to_rgb(hue, 0.55 + 0.45 * rng.random(), 0.75 + 0.25 * rng.random())
    second = colorsys.hsv_to_rgb((hue + 0.25 + 0.5 * rng.random()) % 1, 0.4 + 0.6 * rng.random(), 0.45 + 0.5 * rng.random())
    return np.array(first), np.array(second)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("images")
    parser.add_argument("out")
    parser.add_argument("--count", type=int, default=600, help="images in each domain")
    parser.add_argument("--size", type=int, default=32)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    rng = np.random.default_rng(options.seed)
    clothes = read(options.images, options.count * len(TEXTURES))
    for domain, name in enumerate(TEXTURES):
        folder = os.path.join(options.out, name)
        os.makedirs(folder, exist_ok=True)
        for number, grey in enumerate(clothes[domain :: len(TEXTURES)][: options.count]):
            shape = np.asarray(Image.fromarray(grey).resize((options.size, options.size), Image.BICUBIC), float)[..., None] / 255
            first, second = colours(rng)
            pattern = texture(name, options.size, rng)[..., None]
            cloth = (0.35 + 0.65 * shape) * (pattern * second + (1 - pattern) * first)
            inside = np.clip(6 * (shape - 0.06), 0, 1)
            image = inside * cloth + (1 - inside)
            Image.fromarray((255 * np.clip(image, 0, 1)).astype(np.uint8)).save(os.path.join(folder, f"{number:05d}.png"))


if __name__ == "__main__":
    main()
