"""Families of networks over more steps."""

import copy

import numpy as np

from lib.noise import Normal


def longer(family, more):
    """The family over so many steps more: noise goes on with its stream, an array holds its last column."""
    made = copy.copy(family)
    made.steps = family.steps + more
    made.inputs = {
        name: part if isinstance(part, Normal) else np.pad(part, ((0, 0), (0, more)), mode="edge")
        for name, part in family.inputs.items()
    }
    return made
