"""Tables of pairs for the RISA experiment, and what scorers make of them. Needs NumPy and PIL.

    schedule ITERATIONS           twelve iterations, dense at the start, for --snapshots
    split RUN LEARN TEST          references three to one (of four domains in turn, the last one's): LEARN and TEST are run folders over the same images
    elbow TABLE                   the iteration of an *.elbow.csv
    tables TEST OTHER OUT         pairs.csv (image,reference,source,task,label,group), images.txt, and for 'giqa agree' order.csv and judgements.csv
    report TABLES SCORES          a Markdown table: for each scorer the share of pairs ordered rightly, task by task
    strip SCORES OUT.png          one reference's results in one source, ranked, with their scores

Tasks. order: one (source, reference) pair's images by iteration, and blends of the elbow's with the last; labels 0.2 or more apart.
wrong: the last image with its own reference against the others. damage: the last image against itself blurred, noisy and shuffled.
transfer: order by the root of the iteration, on the second generator, for the same references. self: references with themselves (the
mean score). combined: the mean of order, wrong and damage.

The report's last columns are the kinds of damage. Its cells: the mean over seeds, +- their standard deviation, and a 95 % interval over (source, reference) pairs, which are drawn
with replacement 1,000 times. Scores named risa-VARIANT-SEED.csv are seeds of one row.
"""
import argparse
import csv
import glob
import os
import sys

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

APART = 0.2
RESAMPLES = 1000
TASKS = ("order", "wrong", "damage", "transfer")
DAMAGE = ("blur", "noise", "shuffle")


def schedule(last):
    return sorted({0, last} | {round(last * share) for share in (0.005, 0.01, 0.02, 0.04, 0.08, 0.15, 0.25, 0.4, 0.6, 0.8)})


def read(run):
    with open(os.path.join(run, "manifest.csv"), newline="") as file:
        return list(csv.DictReader(file))


def split(run, learn, test):
    rows = read(run)
    references = sorted({row["reference"] for row in rows})
    held = set(references[3::4])
    for folder, keep in ((learn, lambda name: name not in held), (test, lambda name: name in held)):
        os.makedirs(folder, exist_ok=True)
        for part in ("snapshots", "sources", "references"):
            link = os.path.join(folder, part)
            if not os.path.islink(link):
                os.symlink(os.path.abspath(os.path.join(run, part)), link)
        with open(os.path.join(folder, "manifest.csv"), "w", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(row for row in rows if keep(row["reference"]))


def elbow_of(table):
    with open(table, newline="") as file:
        return next(int(row["iteration"]) for row in csv.DictReader(file) if row["elbow"] == "1")


def label_of(iteration, elbow, last):
    return 0.6 * iteration / elbow if iteration <= elbow else 0.6 + 0.4 * (iteration - elbow) / (last - elbow)


def damaged(image, rng):
    pixels = np.asarray(image)
    side = pixels.shape[0]
    yield "blur", image.filter(ImageFilter.GaussianBlur(side / 24))
    yield "noise", Image.fromarray((pixels + rng.normal(0, 30, pixels.shape)).clip(0, 255).astype(np.uint8))
    tile = side // 4
    tiles = [pixels[y : y + tile, x : x + tile] for y in range(0, side, tile) for x in range(0, side, tile)]
    order = rng.permutation(len(tiles))
    rows = [np.concatenate([tiles[order[4 * y + x]] for x in range(4)], 1) for y in range(4)]
    yield "shuffle", Image.fromarray(np.concatenate(rows, 0))


def tables(test, other, out, elbow):
    os.makedirs(os.path.join(out, "made"), exist_ok=True)
    rng = np.random.default_rng(0)
    lines = []

    def add(image, reference, source, task, label, group):
        lines.append([os.path.abspath(image), os.path.abspath(reference), source and os.path.abspath(source), task, f"{label:.4f}", group])

    def by_pair(run):
        pairs = {}
        for row in read(run):
            pairs.setdefault((row["source"], row["reference"]), {})[int(row["iteration"])] = os.path.join(run, row["image"])
        return pairs

    pairs = by_pair(test)
    references = sorted({reference for _, reference in pairs})
    for number, ((source, reference), images) in enumerate(sorted(pairs.items())):
        last, group, own, source = max(images), f"{number}", os.path.join(test, reference), os.path.join(test, source)
        for iteration, image in images.items():
            if iteration <= elbow or iteration == last:
                add(image, own, source, "order", label_of(iteration, elbow, last), group)
        first, final = (Image.open(images[iteration]).convert("RGB") for iteration in (elbow, last))
        for share in (0.25, 0.5, 0.75):
            name = os.path.join(out, "made", f"{number}-blend-{share}.png")
            Image.blend(first, final, share).save(name)
            add(name, own, source, "order", 0.6 + 0.4 * share, group)
        add(images[last], own, source, "wrong", 1, group)
        others = [name for name in references if name != reference]
        for wrong in others:
            add(images[last], os.path.join(test, wrong), source, "wrong", 0, group)
        for kind, image in damaged(final, rng):
            name = os.path.join(out, "made", f"{number}-{kind}.png")
            image.save(name)
            add(images[last], own, source, "damage", 1, f"{group}-{kind}")
            add(name, own, source, "damage", 0, f"{group}-{kind}")
    for reference in references:
        add(os.path.join(test, reference), os.path.join(test, reference), "", "self", 1, reference)
    names = {os.path.basename(name) for name in references}
    for number, ((source, reference), images) in enumerate(sorted(by_pair(other).items())):
        if os.path.basename(reference) not in names:
            continue
        last = max(images)
        for iteration, image in images.items():
            add(image, os.path.join(other, reference), os.path.join(other, source), "transfer", (iteration / last) ** 0.5, f"{number}")
    with open(os.path.join(out, "pairs.csv"), "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["image", "reference", "source", "task", "label", "group"])
        writer.writerows(lines)
    with open(os.path.join(out, "images.txt"), "w") as file:
        file.writelines(f"{name}\n" for name in dict.fromkeys(line[0] for line in lines))
    judge([line for line in lines if line[3] == "order"], out, rng)


def judge(lines, out, rng):
    """The order task for 'giqa agree': each image with its own reference, and the true order of every two images of a group."""
    groups = {}
    with open(os.path.join(out, "order.csv"), "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["image", "reference", "source"])
        for image, reference, source, _, label, group in lines:
            writer.writerow([image, reference, source])
            groups.setdefault(group, []).append((float(label), image))
    with open(os.path.join(out, "judgements.csv"), "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["left", "right", "choice"])
        for members in groups.values():
            for better in members:
                for worse in members:
                    if better[0] - worse[0] >= APART - 1e-9:
                        is_left = rng.random() < 0.5
                        writer.writerow([better[1], worse[1], "left"] if is_left else [worse[1], better[1], "right"])


def tally(rows, scores):
    """For each task and (source, reference) pair: how many comparisons are right, and how many there are."""
    groups = {}
    for row, score in zip(rows, scores):
        groups.setdefault((row["task"], row["group"]), []).append((float(row["label"]), score))
    counts = {task: {} for task in TASKS}
    for (task, group), members in groups.items():
        if task not in counts:
            continue
        cell = counts[task].setdefault(group.split("-")[0], [0, 0])
        for better in members:
            for worse in members:
                if better[0] - worse[0] >= APART - 1e-9:
                    cell[0] += 1 if better[1] > worse[1] else 0.5 if better[1] == worse[1] else 0
                    cell[1] += 1
    return {task: np.array([cell for _, cell in sorted(cells.items())], float) for task, cells in counts.items()}


def kinds(rows, scores):
    """The share of each kind of damage that is told."""
    pairs = {}
    for row, score in zip(rows, scores):
        if row["task"] == "damage":
            pairs.setdefault(row["group"], {})[row["label"] > "0.5"] = score
    found = {kind: [1 if pair[True] > pair[False] else 0.5 if pair[True] == pair[False] else 0 for group, pair in pairs.items() if group.endswith(f"-{kind}")] for kind in DAMAGE}
    return [np.mean(found[kind]) for kind in DAMAGE]


def shares(counts, drawn=None):
    """Task by task the share that is right, and the mean of the first three, of all pairs or of those drawn."""
    found = []
    for task in TASKS:
        cells = counts[task] if drawn is None else counts[task][drawn[len(counts[task])]]
        found.append(cells[:, 0].sum() / cells[:, 1].sum())
    return np.array([*found[:3], np.mean(found[:3]), found[3]])


def read_scores(path, folder, rows):
    with open(path, newline="") as file:
        found = list(csv.DictReader(file))
    if len(found) == len(rows) and "reference" in found[0]:
        return [float(row["score"] or "nan") for row in found]
    with open(os.path.join(folder, "images.txt")) as file:
        by_image = dict(zip(file.read().splitlines(), (float(row["score"] or "nan") for row in found)))
    return [by_image[row["image"]] for row in rows]


def cell(values, low, high):
    spread = f" ± {100 * np.std(values, ddof=1):.1f}" if len(values) > 1 else ""
    return f"{100 * np.mean(values):.1f}{spread} ({100 * low:.1f} to {100 * high:.1f})"


def report(folder, scores):
    with open(os.path.join(folder, "pairs.csv"), newline="") as file:
        rows = list(csv.DictReader(file))
    variants = {}
    for path in sorted(glob.glob(os.path.join(scores, "*.csv"))):
        name = os.path.basename(path)[:-4]
        variants.setdefault(name.rsplit("-", 1)[0] if name.startswith("risa-") else name, []).append(path)
    print(f"| scorer | seeds | order | wrong reference | damage | combined | transfer | itself | {' | '.join(DAMAGE)} |\n| --- |{' ---: |' * (7 + len(DAMAGE))}")
    for name, paths in sorted(variants.items(), key=lambda entry: (entry[0] != "risa-full", not entry[0].startswith("risa"), entry[0])):
        values = [read_scores(path, folder, rows) for path in paths]
        counts = [tally(rows, value) for value in values]
        rng = np.random.default_rng(0)
        drawn = [{size: rng.integers(0, size, size) for size in {len(cells) for cells in counts[0].values()}} for _ in range(RESAMPLES)]
        low, high = np.percentile([np.mean([shares(count, draw) for count in counts], 0) for draw in drawn], [2.5, 97.5], 0)
        found = np.array([shares(count) for count in counts])
        itself = [np.mean([value for row, value in zip(rows, one) if row["task"] == "self"]) for one in values]
        spread = f" ± {np.std(itself, ddof=1):.3f}" if len(itself) > 1 else ""
        last = f"{np.mean(itself):.3f}{spread}" if name.startswith("risa") else ""
        of_kind = np.mean([kinds(rows, value) for value in values], 0)
        print(f"| {name} | {len(paths) if name.startswith('risa') else ''} | {' | '.join(cell(found[:, i], low[i], high[i]) for i in range(5))} | {last} | {' | '.join(f'{100 * share:.1f}' for share in of_kind)} |")
    sizes = ", ".join(f"{task} {int(cells[:, 1].sum()):,} in {len(cells)} pairs" for task, cells in counts[0].items())
    print(f"\nPer cent; ± is the standard deviation over seeds, in brackets a 95 % interval over pairs. Compared: {sizes}. Ties count one half.")


def strip(scores, path):
    """The order task's rows of one pair, ranked by their scores, behind its reference and source."""
    with open(scores, newline="") as file:
        rows = [row for row in csv.DictReader(file)]
    chosen = {}
    for row in rows:
        chosen.setdefault((row["reference"], row["source"]), []).append((float(row["score"]), row["image"]))
    best = sorted(chosen)[len(chosen) // 3 :: max(1, len(chosen) // 4)][:4]
    side, font = 96, ImageFont.load_default()
    width = 2 + max(len(chosen[key]) for key in best)
    page = Image.new("RGB", (width * (side + 8), len(best) * (side + 26)), "white")
    draw = ImageDraw.Draw(page)
    for y, (reference, source) in enumerate(best):
        ranked = sorted(chosen[reference, source], reverse=True)
        entries = [("reference", reference), ("source", source)] + [(f"{score:.3f}", image) for score, image in ranked]
        for x, (text, name) in enumerate(entries):
            picture = Image.open(name).convert("RGB").resize((side, side), Image.NEAREST)
            page.paste(picture, (x * (side + 8), y * (side + 26)))
            draw.text((x * (side + 8) + 2, y * (side + 26) + side + 4), text, "black", font=font)
    page.save(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("schedule", "split", "elbow", "tables", "report", "strip"))
    parser.add_argument("arguments", nargs="+")
    parser.add_argument("--elbow", type=int)
    options = parser.parse_args()
    if options.command == "schedule":
        print(",".join(str(iteration) for iteration in schedule(int(options.arguments[0]))))
    elif options.command == "split":
        split(*options.arguments)
    elif options.command == "elbow":
        print(elbow_of(options.arguments[0]))
    elif options.command == "tables":
        tables(*options.arguments, options.elbow)
    elif options.command == "strip":
        strip(*options.arguments)
    else:
        report(*options.arguments)


if __name__ == "__main__":
    sys.exit(main())
