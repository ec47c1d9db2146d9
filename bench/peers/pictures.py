"""Paints photograph-like pictures (noise at every scale, some hard edges) and saves them as PNG and JPEG."""
import sys

import numpy as np
from PIL import Image, ImageDraw

import worker


def picture(size, seed):
    random = np.random.RandomState(seed)
    total = np.zeros((size, size, 3), np.float32)
    cells = 4
    while cells <= size:
        coarse = random.normal(size=(cells, cells, 3)).astype(np.float32)
        shared = random.normal(size=(cells, cells, 1)).astype(np.float32)
        for c in range(3):
            layer = Image.fromarray(coarse[:, :, c] * 0.4 + shared[:, :, 0]).resize((size, size), Image.BICUBIC)
            total[:, :, c] += np.asarray(layer) * (60.0 / cells ** 0.75)
        cells *= 2
    image = Image.fromarray((total + 128).clip(0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    for _ in range(6):
        x, y, r = random.uniform(0, size, 3) * (1, 1, 0.12)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=tuple(int(v) for v in random.randint(0, 256, 3)))
    return image


def paint_both(items):
    """PNG and JPEG, 256 and 1024 wide."""
    for size in (256, 1024):
        for i in range(items):
            image = picture(size, 1000 * size + i)
            image.save(f"{sys.argv[1]}/{size}-{i}.png")
            image.save(f"{sys.argv[1]}/{size}-{i}.jpeg", quality=90)
            image.save(f"{sys.argv[1]}/{size}-{i}.webp", quality=90)
    return "painted"


def cut_crops(items):
    """Different 256-pixel PNG files, cut out of a few large pictures."""
    random = np.random.RandomState(5)
    for i in range(items):
        if i % 128 == 0:
            large = picture(1024, i)
        x, y = random.randint(0, 768, 2)
        large.crop((x, y, x + 256, y + 256)).save(f"{sys.argv[1]}/{i:05}.png", compress_level=6)
    return "cut"


if __name__ == "__main__":
    worker.serve({"paint": paint_both, "crops": cut_crops}.get)
