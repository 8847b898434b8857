"""Training by trying: searches that use no gradient, only the value of the objective.

They serve any objective, also one without derivatives, and pay with many evaluations. None lands
on exact zeros under L1: they try weights at random, and exactly 0 is never drawn.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from shrinkage.objective import Objective
from shrinkage.trainers.base import Step, Trainer
from shrinkage.validation import check_count, check_number

__all__ = ["Evolution", "ParticleSwarm", "RandomSearch"]


class _Search(Trainer):
    """What the searches share: they look within [−bound, bound] for each weight."""

    bound: float
    seed: int

    def check(self, objective: Objective) -> None:
        """Check the arguments; every objective is served."""
        check_number("bound", self.bound, minimum=0.0, exclusive=True)
        check_count("seed", self.seed, minimum=0)

    def _scatter(self, random: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
        return random.uniform(-self.bound, self.bound, shape)


class RandomSearch(_Search):
    """Draw weights at random, all over the place, and keep the best so far.

    Parameters
    ----------
    bound : float
        Each weight is drawn uniformly from −bound to bound.
    max_iter, max_evaluations, tol, record_every
        As in `Trainer`; one draw is one iteration.
    seed : int
        Of the draws.

    References
    ----------
    Brooks (1958), "A discussion of random methods for seeking maxima", Operations Research 6(2).

    Examples
    --------
    >>> from shrinkage import LinearEquation, Objective, SquaredError
    >>> objective = Objective([[-1.0], [1.0]], [-3.0, 3.0], LinearEquation(1), SquaredError())
    >>> result = RandomSearch(max_iter=2000, tol=None).minimize(objective)
    >>> abs(result.weights[0] - 3.0) < 0.5
    np.True_
    """

    def __init__(
        self,
        bound: float = 10.0,
        max_iter: int = 10_000,
        max_evaluations: float | None = None,
        tol: float | None = 1e-6,
        record_every: int = 1,
        seed: int = 0,
    ) -> None:
        self.bound = bound
        self.max_iter = max_iter
        self.max_evaluations = max_evaluations
        self.tol = tol
        self.record_every = record_every
        self.seed = seed

    def steps(self, objective: Objective, theta: np.ndarray) -> Iterator[Step]:
        """Yield the best weights so far: first the start, then after each draw."""
        random = np.random.default_rng(self.seed)
        best, best_value = theta, objective.value(theta)
        yield Step(best)
        while True:
            candidate = self._scatter(random, theta.shape)
            value = objective.value(candidate)
            if value < best_value:
                best, best_value = candidate, value
            yield Step(best)


class ParticleSwarm(_Search):
    """Let a swarm of weight vectors fly about, each drawn to its own best place and the swarm's.

    Parameters
    ----------
    particles : int
        Size of the swarm.
    inertia : float
        Share of its velocity that a particle keeps.
    attraction : float
        Pull towards the own best, and towards the swarm's best.
    death : float
        Chance of a particle, in each iteration, to be drawn anew at a random place.
    bound : float
        The swarm starts, and stays, within −bound to bound.
    max_iter, max_evaluations, tol, record_every
        As in `Trainer`; one iteration moves every particle once.
    seed : int
        Of all that is random.

    References
    ----------
    Kennedy and Eberhart (1995), "Particle swarm optimization", Proceedings of ICNN'95; the default
    inertia and attraction are those of Clerc and Kennedy (2002), IEEE Transactions on Evolutionary
    Computation 6(1).

    Examples
    --------
    >>> from shrinkage import LinearEquation, Objective, SquaredError
    >>> objective = Objective([[-1.0], [1.0]], [-3.0, 3.0], LinearEquation(1), SquaredError())
    >>> weights = ParticleSwarm(max_iter=200, tol=1e-4).minimize(objective).weights
    >>> (weights.round(3) + 0.0).tolist()
    [3.0, 0.0]
    """

    def __init__(
        self,
        particles: int = 20,
        inertia: float = 0.729,
        attraction: float = 1.49445,
        death: float = 0.0,
        bound: float = 10.0,
        max_iter: int = 1_000,
        max_evaluations: float | None = None,
        tol: float | None = 1e-6,
        record_every: int = 1,
        seed: int = 0,
    ) -> None:
        self.particles = particles
        self.inertia = inertia
        self.attraction = attraction
        self.death = death
        self.bound = bound
        self.max_iter = max_iter
        self.max_evaluations = max_evaluations
        self.tol = tol
        self.record_every = record_every
        self.seed = seed

    def check(self, objective: Objective) -> None:
        """Check the arguments; every objective is served."""
        super().check(objective)
        check_count("particles", self.particles, minimum=2)
        check_number("inertia", self.inertia, minimum=0.0)
        check_number("attraction", self.attraction, minimum=0.0)
        check_number("death", self.death, minimum=0.0, maximum=1.0)

    def steps(self, objective: Objective, theta: np.ndarray) -> Iterator[Step]:
        """Yield the swarm's best weights: first of where it starts, then after each flight."""
        random = np.random.default_rng(self.seed)
        shape = (self.particles, theta.size)
        places = self._scatter(random, shape)
        places[0] = np.clip(theta, -self.bound, self.bound)
        speeds = random.uniform(-1.0, 1.0, shape)
        own_best = places.copy()
        own_values = np.array([objective.value(place) for place in places])
        while True:
            swarm_best = own_best[own_values.argmin()].copy()
            yield Step(swarm_best, cost=float(self.particles))
            to_own = self.attraction * random.random(shape) * (own_best - places)
            to_swarm = self.attraction * random.random(shape) * (swarm_best - places)
            speeds = self.inertia * speeds + to_own + to_swarm
            places = np.clip(places + speeds, -self.bound, self.bound)
            if self.death > 0:
                dies = random.random(self.particles) < self.death
                # The best place is kept: a search may forget, but not its best find.
                dies[own_values.argmin()] = False
                places[dies] = self._scatter(random, places[dies].shape)
                own_values[dies] = np.inf
            values = np.array([objective.value(place) for place in places])
            better = values < own_values
            own_best[better], own_values[better] = places[better], values[better]


class Evolution(_Search):
    """Breed weight vectors: mix two good ones, change the child a little, keep the fittest.

    The size of the changes is bred too: it grows while more than a fifth of the children make it
    into the next generation, and shrinks otherwise.

    Parameters
    ----------
    parents : int
        Vectors that survive a generation.
    children : int
        Vectors bred in each generation.
    mutation : float
        Standard deviation of the first changes, in units of a weight.
    bound : float
        The first generation is drawn, and all stay, within −bound to bound.
    max_iter, max_evaluations, tol, record_every
        As in `Trainer`; one iteration is a generation.
    seed : int
        Of all that is random.

    References
    ----------
    Beyer and Schwefel (2002), "Evolution strategies: a comprehensive introduction", Natural
    Computing 1(1); the rule of a fifth is Rechenberg's (1973).

    Examples
    --------
    >>> from shrinkage import LinearEquation, Objective, SquaredError
    >>> objective = Objective([[-1.0], [1.0]], [-3.0, 3.0], LinearEquation(1), SquaredError())
    >>> Evolution(max_iter=200, tol=1e-4).minimize(objective).weights.round(3).tolist()
    [3.0, 0.0]
    """

    def __init__(
        self,
        parents: int = 10,
        children: int = 20,
        mutation: float = 1.0,
        bound: float = 10.0,
        max_iter: int = 1_000,
        max_evaluations: float | None = None,
        tol: float | None = 1e-6,
        record_every: int = 1,
        seed: int = 0,
    ) -> None:
        self.parents = parents
        self.children = children
        self.mutation = mutation
        self.bound = bound
        self.max_iter = max_iter
        self.max_evaluations = max_evaluations
        self.tol = tol
        self.record_every = record_every
        self.seed = seed

    def check(self, objective: Objective) -> None:
        """Check the arguments; every objective is served."""
        super().check(objective)
        check_count("parents", self.parents, minimum=2)
        check_count("children", self.children)
        check_number("mutation", self.mutation, minimum=0.0, exclusive=True)

    def steps(self, objective: Objective, theta: np.ndarray) -> Iterator[Step]:
        """Yield the fittest weights: first of the first generation, then of each later one."""
        random = np.random.default_rng(self.seed)
        size, mutation = theta.size, self.mutation
        alive = self._scatter(random, (self.parents, size))
        alive[0] = np.clip(theta, -self.bound, self.bound)
        values = np.array([objective.value(one) for one in alive])
        yield Step(alive[values.argmin()].copy(), cost=float(self.parents))
        while True:
            mothers, fathers = random.integers(self.parents, size=(2, self.children))
            from_mother = random.random((self.children, size)) < 0.5
            born = np.where(from_mother, alive[mothers], alive[fathers])
            born = born + mutation * random.normal(size=born.shape)
            born = np.clip(born, -self.bound, self.bound)
            everyone = np.vstack([alive, born])
            values = np.concatenate([values, [objective.value(child) for child in born]])
            fittest = values.argsort(kind="stable")[: self.parents]
            success = np.sum(fittest >= self.parents) / self.children
            mutation *= 1.2 if success > 0.2 else 0.85
            alive, values = everyone[fittest], values[fittest]
            yield Step(alive[0].copy(), cost=float(self.children))
