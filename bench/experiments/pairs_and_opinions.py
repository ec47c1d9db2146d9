"""How far do sure pairs stay behind as many opinions, when nothing about the fit is to blame?

In a made-up world whose people are exactly what the model supposes: an image's opinion is a linear utility of its features, drawn from the
prior, and a part of the image's own. The variances of both are those that the real opinions make most likely. Opinions are learned
from by the exact posterior, pairs by the exact posterior too: Gibbs sampling of the differences, whose signs are known. Both know
the true variances. So what pairs lack here, no prior and no better fit can bring.

    python3 pairs_and_opinions.py FEATURES.safetensors OPINIONS.csv [--repeats 24]

FEATURES is what 'giqa extract --backbone resnet18' made of the images, OPINIONS has image,score,prompt. Needs NumPy.
"""
import argparse
import csv
import json
import pathlib
from statistics import NormalDist

import numpy as np

BLOCKS = (64, 64, 128, 128, 256, 256, 512, 512)
SIZES = (25, 50, 100)
NORMAL = NormalDist()


def read(features, opinions):
    raw = pathlib.Path(features).read_bytes()
    size = int.from_bytes(raw[:8], "little")
    header, data = json.loads(raw[8:8 + size]), raw[8 + size:]

    def tensor(name, kind):
        start, end = header[name]["data_offsets"]
        return np.frombuffer(data[start:end], kind)

    values = tensor("features", "<f4").reshape(header["features"]["shape"])
    ends, text = tensor("item_name_ends", "<i8"), tensor("item_names", "u1").tobytes()
    names = [text[start:end].decode().split("/")[-1] for start, end in zip([0, *ends[:-1]], ends)]
    with open(opinions, newline="") as file:
        said = {row["image"].split("/")[-1]: row for row in csv.DictReader(file)}
    return values, np.array([float(said[name]["score"]) for name in names]), np.array([said[name]["prompt"] for name in names])


def products(values, learned):
    """Inner products of the features as train prefer prepares them."""
    roots = np.sqrt(values)
    deviation = roots[learned].std(0)
    deviation[deviation < 1e-12] = 1
    prepared = (roots - roots[learned].mean(0)) / (deviation * np.concatenate([np.full(width, width ** .5) for width in BLOCKS]))
    return (prepared @ prepared.T).astype(float)


def likely(kernel, opinions):
    """The variances of weights and of images' own parts that make the opinions most likely."""
    count = len(opinions)
    centre = np.eye(count) - 1 / count
    values, vectors = np.linalg.eigh(centre @ kernel @ centre)
    along, values = vectors.T @ (opinions - opinions.mean()), np.maximum(values, 0)
    best = (-np.inf, 0, 0)
    for ratio in 10 ** np.arange(-2, 4.1, .125):
        scale = (along ** 2 / (values + ratio)).sum() / (count - 1)
        best = max(best, (-.5 * (count - 1) * np.log(scale) - .5 * np.log(values + ratio)[1:].sum(), scale, scale * ratio))
    return best[1:]


def expected(covariance, signs, random, sweeps):
    """The mean of normal numbers of which the signs are known."""
    precision = np.linalg.inv(covariance)
    deviation = 1 / np.sqrt(np.diag(precision))
    at = signs * np.sqrt(np.diag(covariance)) / 2
    total = np.zeros(len(signs))
    for sweep in range(sweeps + sweeps // 5):
        for i, sign in enumerate(signs):
            mean = at[i] - precision[i] @ at / precision[i, i]
            low = NORMAL.cdf(-sign * mean / deviation[i])
            share = min(max(low + (1 - low) * random.random(), 1e-15), 1 - 1e-15)
            at[i] = mean + sign * deviation[i] * NORMAL.inv_cdf(share)
        if sweep >= sweeps // 5:
            total += at
    return total / sweeps


def spearman(x, y):
    return np.corrcoef(np.argsort(np.argsort(x)), np.argsort(np.argsort(y)))[0, 1]


def repeat(values, opinions, prompts, seed):
    random = np.random.default_rng(seed)
    names = np.unique(prompts)
    is_learned = np.isin(prompts, random.choice(names, len(names) // 2, replace=False))
    learned, tested = np.where(is_learned)[0], np.where(~is_learned)[0]
    kernel = products(values, learned)
    weights, own = likely(kernel[np.ix_(learned, learned)], opinions[learned])
    kernel *= weights
    count = len(kernel)
    world = np.linalg.cholesky(kernel + 1e-6 * np.eye(count)) @ random.standard_normal(count) + own ** .5 * random.standard_normal(count)
    order = random.permutation(learned)
    pairs = np.array([random.choice(learned, 2, replace=False) for _ in range(SIZES[-1])])
    found = {}
    for size in SIZES:
        # The mean opinion is not known.
        rows = order[:size]
        told = np.linalg.solve(kernel[np.ix_(rows, rows)] + own * np.eye(size) + 1e3, world[rows])
        found["opinions", size] = spearman(kernel[np.ix_(tested, rows)] @ told, world[tested])
        apart = np.zeros((size, count))
        apart[np.arange(size), pairs[:size, 0]] = 1
        apart[np.arange(size), pairs[:size, 1]] -= 1
        between = apart @ kernel
        covariance = between @ apart.T + own * apart @ apart.T
        difference = apart @ world
        for name, known in (("pairs", expected(covariance, np.sign(difference), random, 1000)), ("differences", difference)):
            found[name, size] = spearman(between[:, tested].T @ np.linalg.solve(covariance + 1e-9 * np.eye(size), known), world[tested])
    return found


def show(values, form=".3f"):
    """The mean, and its standard error where there are several."""
    error = f" ± {np.std(values, ddof=1) / len(values) ** .5:.3f}" if len(values) > 1 else ""
    return f"{np.mean(values):{form}}{error}".replace("0.", ".")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("features")
    parser.add_argument("opinions")
    parser.add_argument("--repeats", type=int, default=24)
    given = parser.parse_args()
    data = read(given.features, given.opinions)
    all_found = [repeat(*data, seed) for seed in range(given.repeats)]
    print("| labels | opinions | pairs, who is better | pairs, by how much | opinions less pairs |\n| ---: | ---: | ---: | ---: | ---: |")
    for size in SIZES:
        cells = [np.array([found[name, size] for found in all_found]) for name in ("opinions", "pairs", "differences")]
        cells.append(cells[0] - cells[1])
        print(f"| {size} | " + " | ".join(show(cell) for cell in cells) + " |")


if __name__ == "__main__":
    main()
