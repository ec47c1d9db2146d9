#!/usr/bin/env python3
"""Golden nearest-neighbour scores of ../numerics/features/fake.npy among real.npy, with Debian 12's NumPy and PyTorch."""
import os

import numpy as np
import torch
import torch.nn.functional as functional

HERE = os.path.dirname(os.path.abspath(__file__))
torch.set_num_threads(1)


def save(name, values):
    np.save(os.path.join(HERE, name + ".npy"), np.ascontiguousarray(values))


def load(name):
    return np.load(os.path.join(HERE, "..", "numerics", "features", name + ".npy"))


def squared_distances(left, right):
    return ((left[:, None, :].astype(np.float64) - right[None].astype(np.float64)) ** 2).sum(-1)


def official(fake, real, k):
    """The inner loop of the authors' knn_score.py, on the CPU: L1 with PyTorch's eps of 1e-6, sum of 1 / d."""
    scores = []
    references = torch.from_numpy(real)
    for query in torch.from_numpy(fake):
        repeated = query.unsqueeze(0).repeat(references.size()[0], 1)
        distances = sorted(functional.pairwise_distance(repeated, references, p=1).tolist())
        scores.append(sum(1 / distance for distance in distances[:k]))
    return np.array(scores)


fake, real = load("fake"), load("real")
distances = squared_distances(fake, real)
ascending = np.sort(distances, 1)
for k in (1, 5, 50, 400):
    save(f"eq7_k{k}", (1 / ascending[:, :k]).mean(1))
save("nn_index_k5", np.argsort(distances, 1, kind="stable")[:, :5].astype(np.int32))
save("nn_dist2_k5", ascending[:, :5])
own = squared_distances(real, real)
np.fill_diagonal(own, np.inf)
for k in (1, 5):
    save(f"eq7_loo_real_k{k}", (1 / np.sort(own, 1)[:, :k]).mean(1))
for k in (1, 5, 50):
    save(f"official_l1_sum_k{k}", official(fake, real, k))
