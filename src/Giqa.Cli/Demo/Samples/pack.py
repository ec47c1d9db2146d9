"""Packs some snapshots of a run of `giqa gan train` into one of the demo's archives.

    python3 pack.py RUN dcgan.zip 150 250,1500,6000,12000

takes the samples of the seeds 0 to 149. Equal runs give equal bytes.
"""
import csv
import io
import sys
import zipfile

run, target, count, iterations = sys.argv[1], sys.argv[2], int(sys.argv[3]), [int(i) for i in sys.argv[4].split(",")]
with open(f"{run}/manifest.csv", newline="") as manifest:
    rows = [row for row in csv.DictReader(manifest) if int(row["iteration"]) in iterations and int(row["seed"]) < count]
assert len(rows) == count * len(iterations), f"{len(rows)} samples of {count * len(iterations)}"


def add(archive, name, content):
    # Stored, since PNG is compressed already, and with one date for all.
    archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content)


with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(["image", "iteration", "seed"])
    for row in rows:
        name = row["image"].removeprefix("snapshots/")
        writer.writerow([name, row["iteration"], row["seed"]])
        with open(f"{run}/{row['image']}", "rb") as image:
            add(archive, name, image.read())
    add(archive, "manifest.csv", table.getvalue())
