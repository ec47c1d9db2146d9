#!/usr/bin/env python3
"""Golden percentiles with Debian 12's SciPy: of the scores in score_fake.npy among those in score_heldout.npy.

The scores are log densities under scikit-learn's GaussianMixture(4, random_state=0) of ../numerics/features/real.npy: of fake.npy,
and of 100 held-out rows drawn like real.npy. They are inputs here, and kept as they are.
"""
import os

import numpy as np
from scipy.stats import percentileofscore

HERE = os.path.dirname(os.path.abspath(__file__))
held_out, fake = (np.load(os.path.join(HERE, f"score_{name}.npy")) for name in ("heldout", "fake"))
np.save(os.path.join(HERE, "percentile_mean.npy"), np.array([percentileofscore(held_out, score, kind="mean") / 100 for score in fake]))
