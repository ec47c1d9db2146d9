"""Do other features than a network's layers help to learn what people prefer?

Learns opinions and pairs of half of the prompts and orders the images of the others, with the features as train prefer prepares them and with changes: every
image's of one length, or beside their own; components of all images, judged or not (as they are, cut off, or made more alike); scores that need no judgement, of how
typical an image is of those at hand; a second network's features.

    python3 preference_features.py FEATURES.safetensors OPINIONS.csv [MORE.safetensors...] [--repeats 12] [--noise 0.15]

FEATURES is what 'giqa extract --backbone resnet18' made of the images, MORE is by other networks, OPINIONS has image,score,prompt. Needs NumPy.
"""
import argparse

import numpy as np

from pairs_and_opinions import BLOCKS, read, show, spearman

SIZES = (25, 50, 100, 200, 400)
PAIRS = (50, 200)
RATIOS = 10 ** np.arange(-4, 2.1, .25)
VARIANCES = 2.0 ** np.arange(-7, 12)
NEGLIGIBLE = 8


def prepared(values, learned, blocks):
    """Roots, standardised over the images that may be looked at, with the same weight for every layer."""
    roots = np.sqrt(values.astype(float)) if (values >= 0).all() else values.astype(float)
    deviation = roots[learned].std(0)
    deviation[deviation < 1e-9] = 1
    rows = (roots - roots[learned].mean(0)) / (deviation * np.concatenate([np.full(width, width ** .5) for width in blocks]))
    return rows - rows[learned].mean(0)


def sized(rows, like, learned):
    """Rows with as much variance as others."""
    return rows * np.sqrt((like[learned] ** 2).sum() / (rows[learned] ** 2).sum())


def level(rows, learned):
    return sized(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), rows, learned)


def typical(rows, along, variances, learned, count=50):
    """How typical of the images at hand: within their components, outside of them, and by neighbours."""
    within = -(along[:, :count] ** 2 / variances[:count]).sum(1)
    outside = -((rows ** 2).sum(1) - (along[:, :count] ** 2).sum(1))
    squares = np.sort((rows ** 2).sum(1)[:, None] + (rows[learned] ** 2).sum(1) - 2 * rows @ rows[learned].T, axis=1)
    scores = np.stack([within, outside, -np.log(np.maximum(squares[:, 1:6].mean(1), 1e-9))], 1)
    return (scores - scores[learned].mean(0)) / scores[learned].std(0)


def kinds(values, more, learned):
    rows = prepared(values, learned, BLOCKS)
    _, lengths, directions = np.linalg.svd(rows[learned], full_matrices=False)
    along, variances = rows @ directions.T, lengths ** 2 / len(learned)
    yield "as shipped", rows
    yield "every image's of one length", level(rows, learned)
    yield "both", sized(np.hstack([rows, level(rows, learned)]), rows, learned)
    for count in (30, 100):
        yield f"{count} components of all images", along[:, :count]
    for power in (.75, .5):
        floor = np.maximum(variances, variances[0] / 1000)
        yield f"components, deviations to the {power}", sized(along * floor ** ((power - 1) / 2), rows, learned)
    yield "typicality as well, a tenth of the variance", np.hstack([rows, sized(typical(rows, along, variances, learned), rows * .1 ** .5, learned)])
    for name, other in more:
        yield f"{name} as well", np.hstack([rows, sized(prepared(other, learned, [other.shape[1]]), rows, learned)])


def averaged(evidence, forecasts):
    weights = np.exp(np.array(evidence) - max(evidence))
    return np.tensordot(weights / weights.sum(), np.array(forecasts), 1)


def of_opinions(kernel, with_tested, opinions):
    """Ridge regression averaged over ratios of noise to prior by their evidence."""
    count = len(opinions)
    centre = np.eye(count) - 1 / count
    values, vectors = np.linalg.eigh(centre @ kernel @ centre)
    values, along = np.maximum(values, 0), vectors.T @ (opinions - opinions.mean())
    evidence, forecasts = [], []
    for ratio in RATIOS:
        variance = max(ratio * (along ** 2 / (values + ratio)).sum(), 1e-12) / (count - 1)
        evidence.append(-.5 * (count - 1) * np.log(variance) - .5 * np.log1p(values / ratio).sum())
        forecasts.append((with_tested - kernel.mean(0)) @ centre @ (vectors @ (along / (values + ratio))))
    return averaged(evidence, forecasts)


def of_pairs(kernel, with_tested, first, second, chosen):
    """Bradley-Terry by Laplace's approximation in the judgements' space, averaged over variances of the prior by their evidence."""
    between = (kernel[first] - kernel[second])[:, first] - (kernel[first] - kernel[second])[:, second]
    told = with_tested[:, first] - with_tested[:, second]
    evidence, forecasts = [], []
    for variance in VARIANCES:
        at = np.zeros(len(chosen))
        for _ in range(40):
            right = 1 / (1 + np.exp(-chosen * (variance * between @ at)))
            curvature = np.maximum(right * (1 - right), 1e-9)
            root = np.sqrt(curvature)
            system = np.eye(len(chosen)) + root[:, None] * variance * between * root
            aim = curvature * (variance * between @ at) + chosen * (1 - right)
            step = aim - root * np.linalg.solve(system, root * (variance * between @ aim)) - at
            at = at + step
            if np.abs(step).max() < 1e-6:
                break
        utility = variance * between @ at
        evidence.append(-.5 * at @ utility - np.log1p(np.exp(-utility * chosen)).sum() - .5 * np.linalg.slogdet(system)[1])
        forecasts.append(variance * told @ at)
        if len(evidence) > 3 and evidence[-1] < max(evidence) - NEGLIGIBLE:
            break
    return averaged(evidence, forecasts)


def repeat(values, more, opinions, prompts, noise, seed):
    random = np.random.default_rng(seed)
    names = np.unique(prompts)
    is_learned = np.isin(prompts, random.choice(names, len(names) // 2, replace=False))
    learned, tested = np.where(is_learned)[0], np.where(~is_learned)[0]
    order = random.permutation(learned)
    pairs = np.array([random.choice(learned, 2, replace=False) for _ in range(PAIRS[-1])])
    sure = np.sign(opinions[pairs[:, 0]] - opinions[pairs[:, 1]])
    erring = np.where(random.random(len(sure)) < noise, -sure, sure)
    found = {}
    for name, rows in kinds(values, more, learned):
        kernel = rows @ rows.T
        for size in SIZES:
            chosen = order[:size]
            found[name, "opinions", size] = spearman(of_opinions(kernel[np.ix_(chosen, chosen)], kernel[np.ix_(tested, chosen)], opinions[chosen]), opinions[tested])
        for size in PAIRS:
            for judges, choices in (("pairs", sure), ("pairs, judges err", erring)):
                found[name, judges, size] = spearman(of_pairs(kernel, kernel[tested], pairs[:size, 0], pairs[:size, 1], choices[:size]), opinions[tested])
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("features")
    parser.add_argument("opinions")
    parser.add_argument("more", nargs="*")
    parser.add_argument("--repeats", type=int, default=12)
    parser.add_argument("--noise", type=float, default=.15)
    given = parser.parse_args()
    values, opinions, prompts = read(given.features, given.opinions)
    more = [(path.split("/")[-1].removesuffix(".safetensors"), read(path, given.opinions)[0]) for path in given.more]
    found = [repeat(values, more, opinions, prompts, given.noise, seed) for seed in range(given.repeats)]
    columns = [("opinions", size) for size in SIZES] + [(judges, size) for judges in ("pairs", "pairs, judges err") for size in PAIRS]
    print("| features | " + " | ".join(f"{size} {judges}" for judges, size in columns) + " |\n| --- |" + " ---: |" * len(columns))
    usual = None
    for name in dict.fromkeys(name for name, _, _ in found[0]):
        cells = np.array([[one[name, *column] for column in columns] for one in found])
        usual = cells if usual is None else usual
        texts = [show(column) for column in cells.T] if usual is cells else [show(column, "+.3f") for column in (cells - usual).T]
        print(f"| {name} | " + " | ".join(texts) + " |")


if __name__ == "__main__":
    main()
