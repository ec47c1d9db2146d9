"""Photograph-like pictures: noise at every scale, some hard edges."""
import numpy as np
from PIL import Image, ImageDraw


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
