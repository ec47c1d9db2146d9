"""The worker's side of the benchmark protocol: one line "ITEMS TASK" in, one line of JSON out."""
import json
import os
import resource
import sys
import time


def processor_seconds():
    """Of this process and of its children that have ended."""
    return sum(os.times()[:4])


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def serve(prepare):
    prepared, idle = {}, peak()
    for line in sys.stdin:
        items, task = line.strip().split(" ", 1)
        if task not in prepared:
            prepared[task] = prepare(task)
        cpu, wall = processor_seconds(), time.perf_counter()
        check = prepared[task](int(items))
        wall, cpu = time.perf_counter() - wall, processor_seconds() - cpu
        print(json.dumps({"items": int(items), "wall": wall, "cpu": cpu, "peakMiB": peak(), "idleMiB": idle, "check": check}), flush=True)
