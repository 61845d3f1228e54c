"""Weights that learn from the timing of spikes."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from . import arguments


@dataclass(frozen=True, eq=False)
class PairSTDP:
    """Spike-timing-dependent plasticity of all pairs of spikes, with hard bounds.

    Each neuron leaves two traces that decay between steps. In the step in which neurons spike, before
    their spikes enter the traces, every synapse onto a spiking neuron grows by `potentiation` times the
    trace of its source, and every synapse from a spiking neuron shrinks by `depression` times the trace
    of its target; then the weights are clipped to 0 ... w_max. One pair of spikes so changes a weight by
    the two exponentials of Song, Miller & Abbott (2000); two spikes in the same step do not count.

    Raises ValueError, naming the parameter, when a value makes no sense.
    """

    potentiation: float  # change of a weight per trace of its source [mV]
    depression: float  # change of a weight per trace of its target [mV]
    tau_plus: float = 20.0  # time constant of the sources' traces [ms]
    tau_minus: float = 20.0  # time constant of the targets' traces [ms]
    w_max: float = np.inf  # no weight grows beyond it [mV]
    mask: np.ndarray | None = None  # (N, N) bool, the synapses that learn; None: all weights that are not 0

    def __post_init__(self):
        for name in ("potentiation", "depression"):
            arguments.number(name, getattr(self, name), at_least=0)
        for name in ("tau_plus", "tau_minus"):
            arguments.number(name, getattr(self, name))
            arguments.require(getattr(self, name) > 0, name, "above 0 ms", getattr(self, name))
        if self.w_max != np.inf:
            arguments.number("w_max", self.w_max)
            arguments.require(self.w_max > 0, "w_max", "above 0 mV", self.w_max)

    def prepare(self, weights):
        """A copy of the weights to learn on, and the (N, N) mask of the synapses that learn."""
        if weights is None or sparse.issparse(weights):
            raise ValueError("plasticity needs weights as a dense (N, N) array, got none or a sparse matrix")
        weights = weights.copy(order="F")
        mask = np.asfortranarray(weights != 0 if self.mask is None else np.asarray(self.mask, dtype=bool))
        if mask.shape != weights.shape:
            raise ValueError(f"mask must have the shape {weights.shape} of weights, got {mask.shape}")
        outside = np.argwhere(mask & ((weights < 0) | (weights > self.w_max)))
        if len(outside):
            i, j = outside[0]
            raise ValueError(
                f"weights that learn must lie in 0 ... w_max = {self.w_max}, got weights[{i}, {j}] = {weights[i, j]}"
            )
        return weights, mask

    def traces(self, n):
        """The traces before the first step: of the sources and of the targets, (N,) each."""
        return np.zeros(n), np.zeros(n)

    def constants(self, dt):
        """(potentiation, depression, decay of either trace per step, w_max), as the fast engine takes them."""
        # The last bit of exp differs between processors. Rounded to 2^-40 it is the same on all of them, and so
        # are the weights that are learned.
        decays = (np.round(np.exp(-dt / tau) * 2**40) / 2**40 for tau in (self.tau_plus, self.tau_minus))
        return np.array([self.potentiation, self.depression, *decays, self.w_max])

    def update(self, weights, mask, traces, fired, dt):
        """Change the weights and the traces in place for one step in which the neurons `fired` spike."""
        potentiation, depression, keep_before, keep_after, w_max = self.constants(dt)
        before, after = traces
        before *= keep_before
        after *= keep_after
        for i in fired:
            weights[i, mask[i]] += potentiation * before[mask[i]]
        for j in fired:
            weights[mask[:, j], j] -= depression * after[mask[:, j]]
        for k in fired:
            weights[k, mask[k]] = np.clip(weights[k, mask[k]], 0.0, w_max)
            weights[mask[:, k], k] = np.clip(weights[mask[:, k], k], 0.0, w_max)
        before[fired] += 1.0
        after[fired] += 1.0
