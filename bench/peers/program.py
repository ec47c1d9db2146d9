"""Runs the program as users do, and counts the processor time of its processes.

usage: program.py FOLDER PROGRAM.dll   tasks: "paint" makes ITEMS pictures of each format, "fit" a model of the first half, "score FORMAT" scores ITEMS of them
"""
import os
import resource
import subprocess
import sys

import numpy as np

import pictures_of as pictures
import worker

folder, program = sys.argv[1:3]


def run(*arguments):
    subprocess.run(["dotnet", program, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return f"{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f}"


def paint(items):
    random = np.random.RandomState(5)
    for kind in ("png", "jpeg"):
        os.makedirs(f"{folder}/{kind}", exist_ok=True)
    for i in range(items):
        if i % 64 == 0:
            large = pictures.picture(1024, i)
        x, y = random.randint(0, 768, 2)
        crop = large.crop((x, y, x + 256, y + 256))
        crop.save(f"{folder}/png/{i:05}.png", compress_level=6)
        crop.save(f"{folder}/jpeg/{i:05}.jpeg", quality=90)
    return "painted"


def fit(items):
    return run("fit", f"{folder}/png:0..{items}", "--out", f"{folder}/model.giqa", "--no-cache", "--quiet")


def score(kind):
    return lambda items: run(
        "score", f"{folder}/{kind}:0..{items}", "--model", f"{folder}/model.giqa", "--no-cache", "--threads", "1", "--out", f"{folder}/scores.csv", "--quiet")


worker.serve(lambda task: {"paint": paint, "fit": fit}.get(task) or score(task.split(" ")[1]))
