r"""Homework with two readings, where only the writer knows: what is below a slash, under a root, behind a sum."""

from functools import partial

from textbook_entries import Entry

new = partial(Entry, family="homework-ambiguous")


def two(name, latex, first, second, kind="definition", **more):
    return new(id=f"h2-two-{name}", latex=latex, kind=kind, ambiguous=(first, second), **more)


ENTRIES: tuple[Entry, ...] = (
    two(
        "subscript-of-two-digits",
        r"z = w_11 x + b",
        "the weight w_{11} times x, with its braces forgotten",
        "w_1 times 1 times x, as TeX prints it",
        declare="data x; parameter w_1, w_{11}, b",
    ),
    two(
        "sum-over-two-terms",
        r"\ell(\theta) = \sum_{i=1}^{m} y^{(i)} \log h^{(i)} + (1 - y^{(i)}) \log (1 - h^{(i)})",
        "the sum reaches over both terms",
        "the sum ends at the plus, and i is free behind it",
        declare="data y^{(i)}, h^{(i)}",
        note="as a well-known script prints it; everybody means the first",
    ),
    two(
        "one-over-two-m",
        r"J = 1/2m \sum_{i=1}^{m} \left( h^{(i)} - y^{(i)} \right)^2",
        "one divided by 2m, times the sum",
        "one half, times m, times the sum",
        declare="data h^{(i)}, y^{(i)}",
    ),
    two(
        "log-before-bracketed-factor",
        r"f(x) = \ln x (x + 1)",
        "the logarithm of x, times x + 1",
        "the logarithm of the product x (x + 1)",
        declare="positive x",
    ),
    two(
        "operator-before-two-factors",
        r"\frac{d}{dx} (x^2 + 1)\, e^{x} = 2x e^{x}",
        "the derivative of x^2 + 1 alone, times e^x: true",
        "the derivative of the whole product: false",
        declare="data x",
        kind="claim",
    ),
    two(
        "bare-superscripts",
        r"z^3 = w^3 a^2 + b^3",
        "z, w and b of layer 3, and a of layer 2",
        "cubes, and the square of a",
        note="nothing is declared; the pattern of the numbers makes layers likely",
    ),
    two(
        "half-by-slash-before-bracket",
        "L = 1/2(a − y)²",
        "one half of the square of a − y",
        "one divided by twice the square of a − y",
        declare="data a, y",
    ),
    two(
        "tanh-to-the-minus-one",
        r"z = \tanh^{-1}(a)",
        "the inverse function of tanh, at a",
        "one divided by tanh of a",
        declare="data a",
    ),
    two(
        "primes-along-a-chain",
        r"L' = (a - y) \, a'",
        "the derivatives of L and a by w",
        "the derivatives of L and a by z, or by another of the variables",
        kind="claim",
        declare="data x, y; parameter w, b",
        given=("z = wx + b", r"a = \sigma(z)", r"L = \frac{1}{2} (a - y)^2"),
        note="a prime does not say by what; the claim is true for each of x, w, b and z, but not for y",
    ),
    two(
        "root-without-bar",
        "s = √2x",
        "the root of two, times x",
        "the root of 2x, whose bar the keyboard does not have",
        declare="positive x",
    ),
)
