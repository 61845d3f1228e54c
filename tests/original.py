"""The code that the series began with (2020), kept as it was: what `lib.simulate` must reproduce."""

import numpy as np


def IF_model(W, T, I, thresh=0, eq=-60, reset=-70, mu=0.1, epsp=1):  # noqa: E741
    X = np.zeros([len(W), T])
    X[:, 0] = eq
    spikes = np.zeros([len(W), T])
    for t in range(T - 1):
        dx = eq - X[:, t] + np.dot(W, epsp * spikes[:, t]) + I[:, t]
        X[:, t + 1] = X[:, t] + mu * dx
        spikes[np.where(X[:, t + 1] > thresh), t + 1] = 1
        X[np.where(X[:, t + 1] > thresh), t + 1] = reset
    return [spikes, X]
