"""scikit-learn's side of the model benchmark: python3 models.py FOLDER, tasks as in Giqa.Benchmarks/Models/ModelTasks.cs."""
import os
import sys
import warnings

import numpy as np
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.mixture import GaussianMixture

from worker import serve

warnings.filterwarnings("ignore")


class Started(GaussianMixture):
    """Starts from given labels, as init_params="kmeans" does once it has them."""

    def _initialize_parameters(self, X, random_state):
        resp = np.zeros((len(X), self.n_components))
        resp[np.arange(len(X)), self.labels] = 1
        self._initialize(X, resp)


def load(name):
    return np.load(os.path.join(sys.argv[1], name + ".npy"))


def prepare(task):
    kind, *words = task.split(" ")
    if kind == "pca":
        rows = load("rows2048").astype(np.float64)
        return lambda _: "{0.n_components_} {1:.9f}".format(p := PCA(float(words[0])).fit(rows), p.noise_variance_)
    columns, components = words[0], int(words[1])
    rows = load("rows" + columns).astype(np.float64)
    if kind == "kmeans":
        first = rows[:: len(rows) // components][:components].copy()
        return lambda _: f"{KMeans(components, init=first, n_init=1, max_iter=50).fit(rows).inertia_:.9g}"

    def fit(iterations):
        mixture = Started(components, covariance_type=words[2], max_iter=iterations, tol=0)
        mixture.labels = load("labels" + ("" if columns.isdigit() else columns) + words[1])
        return mixture.fit(rows)

    if kind == "em":
        return lambda iterations: repr(float(fit(iterations).lower_bound_))
    mixture = fit(1)
    queries = rows[:5000] * 1.01
    return lambda _: repr(float(mixture.score_samples(queries).mean()))


serve(prepare)
