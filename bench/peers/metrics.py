"""The metrics as their Python tools define them, re-stated from the definitions (Debian has no pytorch-fid, torch-fidelity or prdc).

usage: metrics.py FOLDER; the first task must be "make ROWS", which writes the features into FOLDER.
"""
import sys

import numpy as np
from scipy import linalg
from sklearn.metrics import pairwise_distances

from worker import serve

FOLDER = sys.argv[1]
COLUMNS = 2048


def make(task):
    """Non-negative, heavy-tailed, clustered features whose spectrum decays, like those of a network's pooled layer."""
    rows = int(task[1])

    def run(_):
        fixed = np.random.RandomState(1)
        scales = np.arange(1, 257) ** -0.6
        weights = (fixed.standard_normal((256, COLUMNS)) * scales[:, None]).astype(np.float32)
        centres = (fixed.standard_normal((20, 256)) * 0.8).astype(np.float32)
        for name, seed, spread in (("real", 2, 1.0), ("fake", 3, 0.92)):
            random = np.random.RandomState(seed)
            cluster = random.randint(0, 20, rows)
            latent = random.standard_t(6, (rows, 256)).astype(np.float32) * spread + centres[cluster]
            values = latent @ weights * 0.25
            values += random.standard_normal((rows, COLUMNS)).astype(np.float32) * 0.05
            np.save(f"{FOLDER}/{name}.npy", np.logaddexp(0, values).astype(np.float32))
        logits = np.random.RandomState(4).standard_normal((20000, 1008)).astype(np.float32) * 2
        np.save(f"{FOLDER}/logits.npy", logits)
        return "made"

    return run


def load(name, rows=None):
    return np.load(f"{FOLDER}/{name}.npy", mmap_mode="r")[:rows].copy()


def moments(features):
    """pytorch-fid: float64 features, numpy's mean and cov."""
    features = features.astype(np.float64)
    return features.mean(0), np.cov(features, rowvar=False)


def frechet(m1, s1, m2, s2):
    """pytorch-fid's calculate_frechet_distance."""
    root, _ = linalg.sqrtm(s1.dot(s2), disp=False)
    if not np.isfinite(root).all():
        offset = np.eye(len(s1)) * 1e-6
        root = linalg.sqrtm((s1 + offset).dot(s2 + offset))
    gap = m1 - m2
    return gap.dot(gap) + np.trace(s1) + np.trace(s2) - 2 * np.trace(root.real)


def fid_moments(task):
    real, fake = load("real"), load("fake")
    return lambda _: f"{moments(real)[1].trace() + moments(fake)[1].trace():.8g}"


def fid_frechet(task):
    statistics = (*moments(load("real")), *moments(load("fake")))
    return lambda _: f"{frechet(*statistics):.5g}"


def fid_few(task):
    rows = int(task[1])
    real, fake = load("real", rows), load("fake", rows)
    return lambda _: f"{frechet(*moments(real), *moments(fake)):.5g}"


def kid(task):
    """torch-fidelity's kid_features_to_metric on float32 features; rows by RandomState(2020), generated first."""
    real, fake = load("real"), load("fake")

    def kernel(a, b):
        return (np.matmul(a, b.T) / a.shape[1] + 1) ** 3

    def run(_):
        random = np.random.RandomState(2020)
        values = []
        for _ in range(100):
            x = fake[random.choice(len(fake), 1000, replace=False)]
            y = real[random.choice(len(real), 1000, replace=False)]
            kxx, kyy, kxy = kernel(x, x), kernel(y, y), kernel(x, y)
            within = (kxx.sum() - np.trace(kxx) + kyy.sum() - np.trace(kyy)) / (1000 * 999)
            values.append(within - 2 * kxy.sum() / 1000**2)
        return f"{np.mean(values):.3g}"

    return run


def prdc(task):
    """generative-evaluation-prdc's compute_prdc: whole distance matrices in float64."""
    rows, k = int(task[1]), 5
    real, fake = load("real", rows), load("fake", rows)

    def radii(features):
        distances = pairwise_distances(features, features, metric="euclidean", n_jobs=8)
        return np.take_along_axis(distances, np.argpartition(distances, k + 1, axis=-1)[..., : k + 1], axis=-1).max(axis=-1)

    def run(_):
        real_radii, fake_radii = radii(real.astype(np.float64)), radii(fake.astype(np.float64))
        distances = pairwise_distances(real.astype(np.float64), fake.astype(np.float64), metric="euclidean", n_jobs=8)
        inside = distances < real_radii[:, None]
        precision = inside.any(axis=0).mean()
        recall = (distances < fake_radii[None, :]).any(axis=1).mean()
        density = inside.sum(axis=0).mean() / k
        coverage = (distances.min(axis=1) < real_radii).mean()
        return f"{precision:.6f} {recall:.6f} {density:.6f} {coverage:.6f}"

    return run


def inception(task):
    """torch-fidelity's isc_features_to_metric without the shuffle, ten splits."""
    import torch

    torch.set_num_threads(2)
    logits = torch.from_numpy(load("logits"))

    def run(_):
        values = logits.double()
        p, log_p = values.softmax(dim=1), values.log_softmax(dim=1)
        scores = []
        for i in range(10):
            rows = slice(i * len(p) // 10, (i + 1) * len(p) // 10)
            q = p[rows].mean(dim=0, keepdim=True)
            scores.append((p[rows] * (log_p[rows] - q.log())).sum(dim=1).mean().exp().item())
        return f"{np.mean(scores):.8g}"

    return run


TASKS = {"make": make, "moments": fid_moments, "frechet": fid_frechet, "few": fid_few, "kid": kid, "prdc": prdc, "is": inception}
serve(lambda task: TASKS[task.split(" ")[0]](task.split(" ")))
