"""Tables of pairs for the RISA experiment, and what scorers make of them. Needs NumPy and PIL.

    schedule ITERATIONS           twelve iterations, dense at the start, for --snapshots
    split RUN LEARN TEST          references three to one: LEARN and TEST are run folders over the same images
    elbow TABLE                   the iteration of an *.elbow.csv
    tables TEST OTHER OUT         pairs.csv (image,reference,source,task,label,group) and images.txt
    report TABLES SCORES          a Markdown table: for each scorer the share of pairs ordered rightly, task by task

Tasks. order: one (source, reference) pair's images by iteration, and blends of the elbow's with the last; labels 0.2 or more apart.
wrong: the last image with its own reference against three others. damage: the last image against itself blurred, noisy and shuffled.
transfer: order, on the second generator. self: references with themselves (the mean score). combined: the mean of order, wrong and damage.
"""
import argparse
import csv
import glob
import os
import sys

import numpy as np
from PIL import Image, ImageFilter

APART = 0.2


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
        lines.append([os.path.abspath(image), os.path.abspath(reference), source, task, f"{label:.4f}", group])

    def by_pair(run):
        pairs = {}
        for row in read(run):
            pairs.setdefault((row["source"], row["reference"]), {})[int(row["iteration"])] = os.path.join(run, row["image"])
        return pairs

    pairs = by_pair(test)
    references = sorted({reference for _, reference in pairs})
    for number, ((source, reference), images) in enumerate(sorted(pairs.items())):
        last, group, own = max(images), f"{number}", os.path.join(test, reference)
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
        for wrong in rng.choice(others, min(3, len(others)), replace=False):
            add(images[last], os.path.join(test, wrong), source, "wrong", 0, group)
        for kind, image in damaged(final, rng):
            name = os.path.join(out, "made", f"{number}-{kind}.png")
            image.save(name)
            add(images[last], own, source, "damage", 1, f"{group}-{kind}")
            add(name, own, source, "damage", 0, f"{group}-{kind}")
    for reference in references:
        add(os.path.join(test, reference), os.path.join(test, reference), "", "self", 1, reference)
    for number, ((source, reference), images) in enumerate(sorted(by_pair(other).items())):
        last = max(images)
        for iteration, image in images.items():
            add(image, os.path.join(other, reference), source, "transfer", (iteration / last) ** 0.5, f"{number}")
    with open(os.path.join(out, "pairs.csv"), "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["image", "reference", "source", "task", "label", "group"])
        writer.writerows(lines)
    with open(os.path.join(out, "images.txt"), "w") as file:
        file.writelines(f"{name}\n" for name in dict.fromkeys(line[0] for line in lines))


def accuracy(rows, scores):
    groups = {}
    for row, score in zip(rows, scores):
        groups.setdefault(row["group"], []).append((float(row["label"]), score))
    right = count = 0
    for members in groups.values():
        for better in members:
            for worse in members:
                if better[0] - worse[0] >= APART - 1e-9:
                    right += 1 if better[1] > worse[1] else 0.5 if better[1] == worse[1] else 0
                    count += 1
    return right / max(count, 1), count


def report(folder, scores):
    with open(os.path.join(folder, "pairs.csv"), newline="") as file:
        rows = list(csv.DictReader(file))
    tasks = ("order", "wrong", "damage", "transfer")
    print("| scorer | order | wrong reference | damage | combined | transfer | itself |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    counts = {}
    for path in sorted(glob.glob(os.path.join(scores, "*.csv")), key=lambda name: (not os.path.basename(name).startswith("risa"), name)):
        with open(path, newline="") as file:
            found = list(csv.DictReader(file))
        if len(found) == len(rows) and "reference" in found[0]:
            values = [float(row["score"] or "nan") for row in found]
        else:
            with open(os.path.join(folder, "images.txt")) as file:
                by_image = dict(zip(file.read().splitlines(), (float(row["score"] or "nan") for row in found)))
            values = [by_image[row["image"]] for row in rows]
        results = []
        for task in tasks:
            chosen = [(row, value) for row, value in zip(rows, values) if row["task"] == task]
            share, counts[task] = accuracy(*zip(*chosen))
            results.append(share)
        itself = np.mean([value for row, value in zip(rows, values) if row["task"] == "self"])
        combined = np.mean(results[:3])
        cells = [f"{100 * share:.1f} %" for share in (*results[:3], combined, results[3])] + [f"{itself:.3f}" if os.path.basename(path).startswith("risa") else ""]
        print(f"| {os.path.basename(path)[:-4]} | {' | '.join(cells)} |")
    print(f"\nPairs compared: {', '.join(f'{task} {counts[task]:,}' for task in tasks)}. Ties count one half.")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("schedule", "split", "elbow", "tables", "report"))
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
    else:
        report(*options.arguments)


if __name__ == "__main__":
    sys.exit(main())
