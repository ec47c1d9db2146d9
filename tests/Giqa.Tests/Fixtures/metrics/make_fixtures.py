#!/usr/bin/env python3
"""Makes the golden files in this folder with the peers themselves.

usage: make_fixtures.py PEERS, where PEERS holds clones of pytorch-fid, torch-fidelity, generative-evaluation-prdc and
clean-fid. Made with numpy 1.24.2, scipy 1.10.1, torch 1.13.0 (Debian 12); a second run gives the same bits.
"""
import ast
import json
import os
import sys
import types

import numpy as np
import torch

PEERS = sys.argv[1]
OUT = os.path.dirname(os.path.abspath(__file__))
progress = types.ModuleType("tqdm")
progress.tqdm = lambda x=None, *a, **k: x
sys.modules.setdefault("tqdm", progress)
sys.path[:0] = [PEERS + "/pytorch-fid/src", PEERS + "/torch-fidelity", PEERS + "/generative-evaluation-prdc"]
torch.set_num_threads(1)


def save(name, values):
    path = os.path.join(OUT, name + ".npy")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    np.save(path, np.ascontiguousarray(values))


def save_json(name, values):
    path = os.path.join(OUT, name + ".json")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        json.dump(values, file, default=lambda o: o.tolist() if isinstance(o, np.ndarray) else o.item(), indent=1)


def features(count, seed, shift):
    """Non-negative, heavy-tailed, correlated features in three clusters, float32."""
    fixed = np.random.RandomState(11)
    weights = fixed.standard_normal((24, 32)) * np.arange(1, 25)[:, None] ** -0.5
    bias = fixed.standard_normal(32) * 0.4
    centres = fixed.standard_normal((3, 24)) * 1.6
    centres[:, 8:] = 0
    random = np.random.RandomState(seed)
    cluster = random.randint(0, 3, count)
    latent = random.standard_t(6, (count, 24)) * 0.6 + centres[cluster]
    latent[:, :4] += shift
    activations = latent @ weights + bias + 0.1 * random.standard_normal((count, 32))
    return np.log1p(np.exp(activations)).astype(np.float32)


real, fake, held_out = features(400, 1, 0.0), features(300, 2, 0.35), features(100, 3, 0.0)
save("features/real", real)
save("features/fake", fake)
save("features/heldout", held_out)
R, F, H = (x.astype(np.float64) for x in (real, fake, held_out))

# FID
from pytorch_fid.fid_score import calculate_frechet_distance
from torch_fidelity.metric_fid import fid_statistics_to_metric


def moments(x):
    return x.mean(0), np.cov(x, rowvar=False)


def fid(a, b):
    (m, s), (n, u) = moments(a), moments(b)
    # The nuclear norm of the cross matrix is exact for singular covariances too.
    roots = np.linalg.svd((a - m) @ (b - n).T / np.sqrt((len(a) - 1.0) * (len(b) - 1.0)), compute_uv=False)
    return dict(
        pytorch_fid=float(calculate_frechet_distance(m, s, n, u)),
        torch_fidelity=fid_statistics_to_metric(dict(mu=m, sigma=s), dict(mu=n, sigma=u), False)["frechet_inception_distance"],
        nuclear_norm=float((m - n) @ (m - n) + np.trace(s) + np.trace(u) - 2 * roots.sum()),
    )


for name, values in (("real", R), ("fake", F)):
    save(f"fid/mu_{name}", moments(values)[0])
    save(f"fid/sigma_{name}", moments(values)[1])
save_json("fid/fid", dict(
    real_fake=fid(R, F), real_heldout=fid(R, H), rank_deficient_20_20=fid(R[:20], F[:20]),
    rank_deficient_20_300=fid(R[:20], F), same=fid(R, R)))

# KID
from torch_fidelity.metric_kid import kernel_mmd, kid_features_to_metric

settings = dict(
    kid_subsets=10, kid_subset_size=100, kid_kernel="poly", kid_kernel_poly_degree=3, kid_kernel_poly_gamma=None,
    kid_kernel_poly_coef0=1, rng_seed=2020, verbose=False)
random = np.random.RandomState(2020)
fake_rows, real_rows, values = [], [], []
for _ in range(10):
    fake_rows.append(random.choice(300, 100, replace=False))
    real_rows.append(random.choice(400, 100, replace=False))
    values.append(kernel_mmd(F[fake_rows[-1]], R[real_rows[-1]], **settings))
save("kid/index_fake", np.array(fake_rows, np.int32))
save("kid/index_real", np.array(real_rows, np.int32))
clean_fid = dict(np=np)
for node in ast.parse(open(PEERS + "/clean-fid/cleanfid/fid.py").read()).body:
    if isinstance(node, ast.FunctionDef) and node.name == "kernel_distance":
        for argument in node.args.args:
            argument.annotation = None
        exec(compile(ast.Module([node], []), "clean-fid", "exec"), clean_fid)
np.random.seed(0)
clean = clean_fid["kernel_distance"](R, F, num_subsets=5, max_subset_size=80)
np.random.seed(0)
clean_rows = [(np.random.choice(300, 80, replace=False), np.random.choice(400, 80, replace=False)) for _ in range(5)]
save("kid/cleanfid_index_fake", np.array([rows[0] for rows in clean_rows], np.int32))
save("kid/cleanfid_index_real", np.array([rows[1] for rows in clean_rows], np.int32))
save_json("kid/kid", dict(
    torch_fidelity_f64=kid_features_to_metric(torch.from_numpy(F), torch.from_numpy(R), **settings),
    torch_fidelity_f32=kid_features_to_metric(torch.from_numpy(fake), torch.from_numpy(real), **settings),
    per_subset_mmd2_f64=np.array(values), cleanfid_5x80_f64=clean))

# Precision, recall, density, coverage
from prdc import compute_prdc
from torch_fidelity.metric_prc import calculate_precision_recall_full

golden = {}
for k in (3, 5):
    golden[f"prdc_k{k}"] = {name: float(value) for name, value in compute_prdc(R, F, k).items()}
    precision, recall = calculate_precision_recall_full(torch.from_numpy(F), torch.from_numpy(R), k)
    golden[f"torch_fidelity_k{k}"] = dict(precision=precision, recall=recall)
    for name, x in (("real", R), ("fake", F)):
        squared = ((x[:, None] - x[None]) ** 2).sum(-1)
        np.fill_diagonal(squared, np.inf)
        save(f"prdc/{name}_radius_k{k}", np.sqrt(np.sort(squared, 1)[:, k - 1]))
save_json("prdc/prdc", golden)

# Inception Score
from torch_fidelity.metric_isc import isc_features_to_metric

logits = (np.random.RandomState(5).standard_normal((503, 20)) * 2.0).astype(np.float32)
save("is/logits", logits)
save("is/permutation_seed2020", np.random.RandomState(2020).permutation(503).astype(np.int32))
save_json("is/is", dict(
    splits10_noshuffle=isc_features_to_metric(torch.from_numpy(logits), 10, False),
    splits10_shuffle2020=isc_features_to_metric(torch.from_numpy(logits), 10, True, 2020),
    splits1=isc_features_to_metric(torch.from_numpy(logits), 1, False)))

# NumPy's legacy generator, drawn one after another in this order
r = np.random.RandomState(2020)
save_json("rng/mt19937", dict(
    seed=2020, random_sample=r.random_sample(8), randint_0_1000=r.randint(0, 1000, 8), permutation_20=r.permutation(20),
    choice_50_10_noreplace=r.choice(50, 10, replace=False), standard_normal=r.standard_normal(5), uniform_after=r.random_sample(2)))
