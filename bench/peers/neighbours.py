"""Nearest-neighbour scores (GIQA, eq. 7) by Debian's faiss, PyTorch and scikit-learn, and by the authors' program re-stated.

usage: neighbours.py FOLDER PEER | neighbours.py FOLDER make
"""
import sys

import numpy as np

from worker import serve

REFERENCES, QUERIES, DIMENSIONS = 20000, 1000, 2048
folder, peer = sys.argv[1:3]


def make():
    """Non-negative, heavy tailed (Student-t 6), 20 clusters, a spectrum of about i^-1.2: much like pooled CNN features."""
    random = np.random.RandomState(11)
    latent = 600
    mixing = (random.standard_normal((latent, DIMENSIONS)) * np.arange(1, latent + 1)[:, None] ** -.6).astype(np.float32)
    centres = random.standard_normal((20, latent)).astype(np.float32) * 1.2
    centres[:, 40:] = 0
    for name, count, seed, shift in (("real", REFERENCES, 1, 0), ("fake", QUERIES, 2, .2)):
        random = np.random.RandomState(seed)
        hidden = random.standard_t(6, (count, latent)).astype(np.float32) * .5 + centres[random.randint(0, 20, count)]
        hidden[:, :8] += shift
        values = np.log1p(np.exp(hidden @ mixing * .12 - 1.2 + .02 * random.standard_normal((count, DIMENSIONS)))).astype(np.float32)
        np.save(f"{folder}/{name}.npy", values)


def prepare(task):
    kind, k = task.split(" ")
    k = int(k)
    real, fake = np.load(f"{folder}/real.npy"), np.load(f"{folder}/fake.npy")
    if peer == "faiss":
        import faiss
        faiss.omp_set_num_threads(2)
        index = faiss.IndexFlatL2(real.shape[1])
        index.add(real)
        score = lambda queries: (1 / index.search(queries, k)[0].astype(np.float64)).mean(1)
    elif peer == "torch":
        import torch
        torch.set_num_threads(2)
        base = torch.from_numpy(real)

        def score(queries):
            parts = [torch.cdist(part, base).topk(k, largest=False, sorted=False)[0] for part in torch.from_numpy(queries).split(500)]
            return (1 / torch.cat(parts).double() ** 2).mean(1).numpy()
    elif peer == "sklearn":
        from sklearn.neighbors import NearestNeighbors
        search = NearestNeighbors(n_neighbors=k, algorithm="brute", n_jobs=2).fit(real)
        score = lambda queries: (1 / search.kneighbors(queries)[0].astype(np.float64) ** 2).mean(1)
    elif peer == "authors":
        # The inner loop of the released knn_score.py, on the CPU.
        import torch
        import torch.nn.functional as functional
        torch.set_num_threads(2)
        base = torch.from_numpy(real)

        def score(queries):
            result = []
            for query in torch.from_numpy(queries):
                repeated = query.unsqueeze(0).repeat(base.size()[0], 1)
                nearest = sorted(functional.pairwise_distance(repeated, base, p=1).tolist())
                result.append(sum(1 / distance for distance in nearest[:k]))
            return np.array(result)
    else:
        raise SystemExit(f"no peer {peer}")
    return lambda items: f"{score(fake[:items]).mean():.4e}"


if peer == "make":
    make()
else:
    serve(prepare)
