"""Golden SSIM and MS-SSIM: a restatement in NumPy with full two-dimensional windows, apart from the C# code's separable ones.

Run: python3 make_similarity.py   (writes images.npy, expected.npy beside it)
images.npy: pairs x 2 x 96 x 88 x 3 uint8.  expected.npy: pairs x (psnr, ssim, ms-ssim of 1, 2, 3 and 4 scales).
"""
import os

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
WEIGHTS = np.array([0.0448, 0.2856, 0.3001, 0.2363, 0.1333])
axis = np.arange(11) - 5
WINDOW = np.exp(-(axis[:, None] ** 2 + axis[None, :] ** 2) / (2 * 1.5**2))
WINDOW /= WINDOW.sum()


def windows(plane):
    return np.lib.stride_tricks.sliding_window_view(plane, (11, 11))


def maps(x, y):
    wx, wy = windows(x), windows(y)
    mx, my = (wx * WINDOW).sum((2, 3)), (wy * WINDOW).sum((2, 3))
    dx, dy = wx - mx[..., None, None], wy - my[..., None, None]
    vx, vy, cov = (dx * dx * WINDOW).sum((2, 3)), (dy * dy * WINDOW).sum((2, 3)), (dx * dy * WINDOW).sum((2, 3))
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    cs = (2 * cov + c2) / (vx + vy + c2)
    return (cs * (2 * mx * my + c1) / (mx**2 + my**2 + c1)).mean(), cs.mean()


def halve(x):
    h, w = x.shape[0] // 2 * 2, x.shape[1] // 2 * 2
    x = x[:h, :w]
    return (x[::2, ::2] + x[1::2, ::2] + x[::2, 1::2] + x[1::2, 1::2]) / 4


def multi(a, b, scales):
    weights = WEIGHTS[:scales] / WEIGHTS[:scales].sum()
    values = []
    for c in range(3):
        x, y, product = a[..., c].astype(float), b[..., c].astype(float), 1.0
        for s in range(scales):
            ssim, cs = maps(x, y)
            product *= max(0.0, ssim if s == scales - 1 else cs) ** weights[s]
            x, y = halve(x), halve(y)
        values.append(product)
    return np.mean(values)


rng = np.random.default_rng(5)
yy, xx = np.mgrid[0:96, 0:88]
pairs = []
for kind in range(4):
    base = np.stack([127 + 90 * np.sin(xx / (5 + c) + kind) * np.cos(yy / (7 - c)) for c in range(3)], -1)
    other = [base + rng.normal(0, 20, base.shape), 0.6 * base + 60, np.roll(base, 3, 1), 255 - base][kind]
    pairs.append(np.stack([base, other]).clip(0, 255).astype(np.uint8))
pairs = np.stack(pairs)
expected = []
for a, b in pairs:
    mse = ((a.astype(float) - b) ** 2).mean()
    expected.append([10 * np.log10(255**2 / mse)] + [np.mean([maps(a[..., c].astype(float), b[..., c].astype(float))[0] for c in range(3)])] + [multi(a, b, s) for s in (1, 2, 3, 4)])
np.save(os.path.join(HERE, "images.npy"), pairs)
np.save(os.path.join(HERE, "expected.npy"), np.array(expected))
