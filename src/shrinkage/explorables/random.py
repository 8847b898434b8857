"""Seeded random numbers, bit for bit those of `js/core/random.js`.

The generator is Chris Doty-Humphrey's sfc32 (PractRand, public domain), seeded as PractRand's
`sfc32::seed(Uint64)` does: a = 0, b = seed, c = stream, counter = 1, 12 numbers discarded.

Normal numbers are quantiles of uniform ones. Only + − × ÷ and the square root are used, which
IEEE 754 rounds in one way, so that Python and every browser agree to the last bit; the logarithm of
a library may differ there, so it is our own.
"""

from __future__ import annotations

import numpy as np

from shrinkage.validation import check_count

__all__ = ["Random", "normal_quantile"]

_MASK = 0xFFFFFFFF
_LOG_2 = 0.6931471805599453

# AS 241: numerators and denominators, highest power first.
_CENTER = (
    (
        2509.0809287301227,
        33430.57558358813,
        67265.7709270087,
        45921.95393154987,
        13731.69376550946,
        1971.5909503065513,
        133.14166789178438,
        3.3871328727963665,
    ),
    (
        5226.495278852854,
        28729.085735721943,
        39307.89580009271,
        21213.794301586597,
        5394.196021424751,
        687.1870074920579,
        42.31333070160091,
        1.0,
    ),
)
_TAIL = (
    (
        0.0007745450142783414,
        0.022723844989269184,
        0.2417807251774506,
        1.2704582524523684,
        3.6478483247632045,
        5.769497221460691,
        4.630337846156546,
        1.4234371107496835,
    ),
    (
        1.0507500716444169e-09,
        0.0005475938084995345,
        0.015198666563616457,
        0.14810397642748008,
        0.6897673349851,
        1.6763848301838038,
        2.053191626637759,
        1.0,
    ),
)
_FAR_TAIL = (
    (
        2.0103343992922881e-07,
        2.7115555687434876e-05,
        0.0012426609473880784,
        0.026532189526576124,
        0.29656057182850487,
        1.7848265399172913,
        5.463784911164114,
        6.657904643501103,
    ),
    (
        2.0442631033899397e-15,
        1.421511758316446e-07,
        1.8463183175100548e-05,
        0.0007868691311456133,
        0.014875361290850615,
        0.1369298809227358,
        0.599832206555888,
        1.0,
    ),
)


def _polynomial(coefficients: tuple[float, ...], r: np.ndarray) -> np.ndarray:
    total = np.full_like(r, coefficients[0])
    for coefficient in coefficients[1:]:
        total = total * r + coefficient
    return total


def _logarithm(x: np.ndarray) -> np.ndarray:
    """Return log x for 0 < x < 1: halvings counted, the rest by the series of log((1+t)/(1−t))."""
    mantissa, exponent = np.frexp(x)
    low = mantissa < 0.70710678
    mantissa = np.where(low, 2.0 * mantissa, mantissa)
    halvings = np.where(low, 1.0 - exponent, -exponent)
    t = (mantissa - 1.0) / (mantissa + 1.0)
    square = t * t
    total = np.zeros_like(t)
    for k in range(27, 0, -2):
        total = total * square + 1.0 / k
    return 2.0 * t * total - halvings * _LOG_2


def normal_quantile(probability: np.ndarray) -> np.ndarray:
    """Return standard normal quantiles.

    Parameters
    ----------
    probability : array_like
        More than 0, less than 1.

    Returns
    -------
    ndarray
        As `probability`: the numbers that a standard normal one stays below so often.

    References
    ----------
    Wichura (1988), "Algorithm AS 241: the percentage points of the normal distribution",
    Applied Statistics 37(3).

    Examples
    --------
    >>> normal_quantile([0.5, 0.975]).round(6).tolist()
    [0.0, 1.959964]
    """
    probability = np.asarray(probability, dtype=float)
    q = probability - 0.5
    central = 0.180625 - q * q
    near = _polynomial(_CENTER[0], central) * q / _polynomial(_CENTER[1], central)
    r = np.sqrt(-_logarithm(np.where(q < 0, probability, 1.0 - probability)))
    tail = _polynomial(_TAIL[0], r - 1.6) / _polynomial(_TAIL[1], r - 1.6)
    far = _polynomial(_FAR_TAIL[0], r - 5.0) / _polynomial(_FAR_TAIL[1], r - 5.0)
    outer = np.where(r <= 5.0, tail, far)
    return np.where(np.abs(q) <= 0.425, near, np.where(q < 0, -outer, outer))


class Random:
    """Random numbers that depend on the seed alone: the same in Python and in every browser.

    Parameters
    ----------
    seed : int
        From 0 to 2³² − 1.
    stream : int
        Likewise. The streams of one seed have nothing to do with each other.

    Raises
    ------
    TypeError, ValueError
        If one of them is no such number.

    References
    ----------
    Doty-Humphrey, "PractRand", http://pracrand.sourceforge.net.

    Examples
    --------
    >>> Random(0).bits(2).tolist()
    [1363572419, 145230303]
    >>> Random(7).permutation(5).tolist()
    [4, 3, 0, 1, 2]
    """

    def __init__(self, seed: int, stream: int = 0) -> None:
        self._a = 0
        self._b = _check_32_bits("seed", seed)
        self._c = _check_32_bits("stream", stream)
        self._counter = 1
        self.bits(12)

    def bits(self, n: int) -> np.ndarray:
        """Return n numbers of 32 random bits, uint32, shape (n,)."""
        a, b, c, counter = self._a, self._b, self._c, self._counter
        out = np.empty(n, dtype=np.uint32)
        for i in range(n):
            value = (a + b + counter) & _MASK
            counter = (counter + 1) & _MASK
            a = b ^ (b >> 9)
            b = (c + (c << 3)) & _MASK
            c = (((c << 21) | (c >> 11)) + value) & _MASK
            out[i] = value
        self._a, self._b, self._c, self._counter = a, b, c, counter
        return out

    def uniform(self, n: int) -> np.ndarray:
        """Return n numbers in [0, 1), each one of 2⁵³ equally spaced ones, shape (n,)."""
        high, low = self._halves(n)
        return (high * 2**26 + low) / 2.0**53

    def normal(self, n: int) -> np.ndarray:
        """Return n numbers from the standard normal distribution, shape (n,)."""
        high, low = self._halves(n)
        # Half a step up, and 52 bits of them, so that neither 0 nor 1 comes up.
        return normal_quantile((high * 2**25 + low // 2 + 0.5) / 2.0**52)

    def below(self, n: int) -> int:
        """Return a whole number from 0 to n − 1."""
        return int(self.uniform(1)[0] * n)

    def permutation(self, n: int) -> np.ndarray:
        """Return 0 … n − 1 in random order (Fisher and Yates, from the last place down)."""
        order = np.arange(n)
        for last in range(n - 1, 0, -1):
            other = self.below(last + 1)
            order[[last, other]] = order[[other, last]]
        return order

    def _halves(self, n: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the 27 and 26 bits of n numbers, as int64."""
        bits = self.bits(2 * n).astype(np.int64)
        return bits[::2] >> 5, bits[1::2] >> 6


def _check_32_bits(name: str, value: int) -> int:
    value = check_count(name, value, minimum=0)
    if value > _MASK:
        raise ValueError(f"{name} must be at most {_MASK}, got {value}.")
    return value
