#!/usr/bin/env python3
"""Writes the synthetic features that the model benchmarks fit: python3 model_data.py FOLDER
20,000 x 2048 float32, non-negative, heavy tailed (Student t, 6), 20 clusters, spectrum ~ i^-1.2: like pooled activations of
a convolutional network. Beside them their first 256 principal coordinates in float64, the same without clusters
("overlap"), so that every component has a say in every row, and labels to start mixtures from."""
import os
import sys

import numpy as np
from sklearn.cluster import KMeans

ROWS, COLUMNS, KEPT = 20_000, 2048, 256


def features():
    shape = np.random.RandomState(11)
    scales = np.arange(1, COLUMNS + 1) ** -0.6
    mixing = shape.standard_normal((COLUMNS, COLUMNS)) / np.sqrt(COLUMNS)
    centres = shape.standard_normal((20, COLUMNS)) * scales * 2.0
    r = np.random.RandomState(1)
    cluster = r.randint(0, 20, ROWS)
    out = np.empty((ROWS, COLUMNS), np.float32)
    for first in range(0, ROWS, 2000):
        part = slice(first, first + 2000)
        latent = r.standard_t(6, (2000, COLUMNS)) * scales + centres[cluster[part]]
        out[part] = np.maximum(0, latent @ mixing * 2.0 + 0.25)
    return out


def main(folder):
    os.makedirs(folder, exist_ok=True)
    rows = features()
    np.save(os.path.join(folder, "rows2048.npy"), rows)
    centred = rows.astype(np.float64)
    centred -= centred.mean(0)
    _, vectors = np.linalg.eigh(centred.T @ centred)
    kept = np.ascontiguousarray(centred @ vectors[:, : -KEPT - 1 : -1])
    np.save(os.path.join(folder, "rows256.npy"), kept)
    overlap = np.random.RandomState(2).standard_t(6, (ROWS, KEPT)) * np.arange(1, KEPT + 1) ** -0.6
    np.save(os.path.join(folder, "rowsoverlap.npy"), overlap)
    labels = KMeans(7, n_init=1, max_iter=20, random_state=0).fit(overlap).labels_
    np.save(os.path.join(folder, "labelsoverlap7.npy"), labels.astype(np.int32))
    for clusters in (7, 70):
        labels = KMeans(clusters, n_init=1, max_iter=20, random_state=0).fit(kept).labels_
        np.save(os.path.join(folder, f"labels{clusters}.npy"), labels.astype(np.int32))


if __name__ == "__main__":
    main(sys.argv[1])
