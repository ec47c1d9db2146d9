#!/usr/bin/env python3
"""Writes the small pickles of this folder, sound and hostile (Debian 12: scikit-learn 1.2.1, NumPy 1.24). Run: python3 make_scikit.py"""
import json
import os
import pickle

import numpy as np
from sklearn.decomposition import PCA
from sklearn.mixture import BayesianGaussianMixture, GaussianMixture

here = os.path.dirname(os.path.abspath(__file__))
random = np.random.default_rng(7)
rows = random.standard_normal((300, 8)) @ random.standard_normal((8, 12)) + random.standard_normal((300, 12)) / 4
rows[:100] += 3
unseen = (random.standard_normal((40, 8)) @ random.standard_normal((8, 12))).astype(np.float32)


def path(name):
    return os.path.join(here, name)


def write(name, value, protocol):
    with open(path(name), "wb") as file:
        pickle.dump(value, file, protocol=protocol)


def old(name, place):
    """The same file as scikit-learn .20 and .21 named its modules; no length in protocol 2 depends on it."""
    content = open(path(name), "rb").read()
    for new, before in ((b"sklearn.decomposition._pca", b"sklearn.decomposition.pca"), (b"sklearn.mixture._gaussian_mixture", b"sklearn.mixture.gaussian_mixture")):
        content = content.replace(new, before)
    open(path(place), "wb").write(content)


expected = {"rows": unseen.ravel().tolist()}


def case(name, kind, protocol, whiten=False, dtype=np.float64, rate=0.95):
    used = rows.astype(dtype)
    pca = PCA(rate, whiten=whiten).fit(used)
    gmm = GaussianMixture(3, covariance_type=kind, random_state=np.random.RandomState(1) if protocol > 2 else 1).fit(pca.transform(used))
    write(f"{name}-pca.pkl", pca, protocol)
    write(f"{name}-gmm.pkl", gmm, protocol)
    expected[name] = gmm.score_samples(pca.transform(unseen.astype(dtype))).tolist()


case("full", "full", 4)
case("tied", "tied", 3)
case("diagonal", "diag", 5)
case("spherical", "spherical", 4, whiten=True)
case("single", "full", 5, dtype=np.float32)
case("early", "full", 2)
for part in ("pca", "gmm"):
    old(f"early-{part}.pkl", f"early-{part}.pkl")

alone = GaussianMixture(2, random_state=0).fit(rows)
write("alone-gmm.pkl", alone, 4)
expected["alone"] = alone.score_samples(unseen.astype(np.float64)).tolist()

# Fortran's order and big-endian numbers.
turned = pickle.loads(pickle.dumps(alone))
turned.means_ = np.asfortranarray(turned.means_)
turned.precisions_cholesky_ = np.asfortranarray(turned.precisions_cholesky_).astype(">f8", order="F")
write("turned-gmm.pkl", turned, 2)
expected["turned"] = expected["alone"]

write("unfitted-gmm.pkl", GaussianMixture(2), 4)
write("bayesian-gmm.pkl", BayesianGaussianMixture(n_components=2, random_state=0).fit(rows), 4)


class Hostile:
    def __reduce__(self):
        return os.system, ("touch giqa-was-here",)


hostile = pickle.loads(pickle.dumps(alone))
hostile.random_state = Hostile()
write("hostile-gmm.pkl", hostile, 4)
try:
    import joblib

    joblib.dump(alone, path("joblib-gmm.pkl"))
except ImportError:
    pass

with open(path("expected.json"), "w") as file:
    json.dump(expected, file)
