"""Paints photograph-like pictures (noise at every scale, some hard edges) and saves them as PNG and JPEG."""
import sys

import numpy as np

import worker
from pictures_of import picture


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
