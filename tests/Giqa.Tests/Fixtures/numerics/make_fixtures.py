#!/usr/bin/env python3
"""Writes the golden files in this folder with scikit-learn (see README.md). Run: python3 make_fixtures.py
Made with numpy 1.24.2 and scikit-learn 1.2.1; another machine gives the same up to rounding."""
import json
import os
import warnings

import numpy as np
from sklearn.cluster import KMeans, kmeans_plusplus
from sklearn.decomposition import PCA
from sklearn.mixture import GaussianMixture

warnings.filterwarnings("ignore")
OUT = os.path.dirname(os.path.abspath(__file__))


def place(name):
    path = os.path.join(OUT, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    return path


def save(name, values):
    np.save(place(name + ".npy"), np.ascontiguousarray(values))


def save_json(name, values):
    def plain(value):
        if isinstance(value, np.ndarray):
            return value.tolist()
        if isinstance(value, (np.floating, np.integer, np.bool_)):
            return value.item()
        raise TypeError(type(value))

    with open(place(name + ".json"), "w") as file:
        json.dump(values, file, default=plain, indent=1)


def features(count, seed, shift):
    """Three clusters, correlated, heavy tailed (Student t, 6), non-negative, float32."""
    g = np.random.RandomState(11)
    mixing = g.standard_normal((24, 32)) * np.arange(1, 25)[:, None] ** -0.5
    bias = g.standard_normal(32) * 0.4
    centres = g.standard_normal((3, 24)) * 1.6
    centres[:, 8:] = 0
    r = np.random.RandomState(seed)
    cluster = r.randint(0, 3, count)
    z = r.standard_t(6, (count, 24)) * 0.6 + centres[cluster]
    z[:, :4] += shift
    a = z @ mixing + bias + 0.1 * r.standard_normal((count, 32))
    return np.log1p(np.exp(a)).astype(np.float32)


def pca(tag, rows, queries):
    p = PCA(0.95).fit(rows)
    signs = np.sign(p.components_[np.arange(p.n_components_), np.abs(p.components_).argmax(1)])
    save(f"pca/{tag}_mean", p.mean_)
    save(f"pca/{tag}_components", p.components_)
    save(f"pca/{tag}_explained_variance", p.explained_variance_)
    save(f"pca/{tag}_explained_variance_ratio", p.explained_variance_ratio_)
    save(f"pca/{tag}_transform_fake", p.transform(queries))
    save_json(f"pca/{tag}", dict(n_components=p.n_components_, noise_variance=p.noise_variance_, n_samples=len(rows),
                                 svd_flip="u-based (scikit-learn 1.2.1)", sign_to_v_based=signs))
    return p


class Started(GaussianMixture):
    """Starts from given labels and keeps the lower bound of every iteration."""

    def _initialize_parameters(self, X, random_state):
        resp = np.zeros((len(X), self.n_components))
        resp[np.arange(len(X)), self.labels] = 1
        self._initialize(X, resp)

    def _compute_lower_bound(self, log_resp, log_prob_norm):
        value = super()._compute_lower_bound(log_resp, log_prob_norm)
        self.trace.append(float(value))
        return value


def gmm(tag, rows, queries, components, kind, labels, iterations, tolerance):
    g = Started(components, covariance_type=kind, max_iter=iterations, tol=tolerance, reg_covar=1e-6)
    g.labels, g.trace = labels, []
    g.fit(rows)
    name = f"gmm/{tag}_{kind}"
    save(name + "_weights", g.weights_)
    save(name + "_means", g.means_)
    save(name + "_covariances", g.covariances_)
    save(name + "_precisions_cholesky", g.precisions_cholesky_)
    save(name + "_score_fake", g.score_samples(queries))
    save(name + "_score_train", g.score_samples(rows))
    save(name + "_proba_fake", g.predict_proba(queries))
    save_json(name, dict(M=components, max_iter=iterations, tol=tolerance, reg_covar=1e-6, n_iter=g.n_iter_,
                         converged=bool(g.converged_), lower_bound=g.lower_bound_, lower_bound_trace=g.trace,
                         aic=g.aic(rows), bic=g.bic(rows), n_parameters=int(g._n_parameters())))


real32, fake32 = features(400, 1, 0.0), features(300, 2, 0.35)
save("features/real", real32)
save("features/fake", fake32)
real, fake = real32.astype(np.float64), fake32.astype(np.float64)

full = pca("full", real, fake)
pca("few", real[:20], fake)

_, indices = kmeans_plusplus(real, 4, random_state=0)
km = KMeans(4, n_init=1, random_state=0).fit(real)
save_json("kmeans/kmeans", dict(kmeanspp_indices_seed0=indices, inertia=km.inertia_, n_iter=km.n_iter_))
save("kmeans/labels_k4_seed0", km.labels_.astype(np.int32))
save("kmeans/centers_k4_seed0", km.cluster_centers_)

for kind in ("full", "diag", "tied", "spherical"):
    gmm("m4", real, fake, 4, kind, km.labels_, 30, 1e-3)
# Fewer members than dimensions: covariances collapse to singular + 1e-6 I.
labels = KMeans(7, n_init=1, random_state=0).fit(real[:100]).labels_
save("gmm/ill_labels", labels.astype(np.int32))
gmm("ill", real[:100], fake, 7, "full", labels, 5, 0.0)
# The paper's chain: PCA(.95), then the mixture.
projected = full.transform(real)
labels = KMeans(3, n_init=1, random_state=0).fit(projected).labels_
save("gmm/pca_labels", labels.astype(np.int32))
gmm("pca", projected, full.transform(fake), 3, "full", labels, 100, 1e-3)
