r"""Derivatives of elementary functions step by step: d/dx, primes, powers, products, quotients, chains, roots, logs."""

from functools import partial

import numpy as np
from deck_002_entries import of
from textbook_entries import Entry, gradient

new = partial(Entry, family="homework-calculus")


def of_x(name, latex, f, *sides, declare="data x", **more):
    """The derivative of f by x, and what else the line says that it is."""
    return new(
        id=f"h2-calculus-{name}",
        latex=latex,
        kind="claim",
        declare=declare,
        sides=(gradient(f, "x"), *sides),
        shapes={"x": ()},
        **more,
    )


def laws(name, latex, left, right, note="", holds=True):
    """A law about two positive numbers."""
    return new(
        id=f"h2-calculus-{name}",
        latex=latex,
        kind="claim",
        declare="positive a, b",
        sides=(left, right),
        shapes={"a": (), "b": ()},
        holds=holds,
        note=note,
    )


def of_functions(name, latex, left, right, declare="function f; function g; data x", functions=("f", "g"), **more):
    """A rule about functions of which nothing is known."""
    return new(
        id=f"h2-calculus-{name}",
        latex=latex,
        kind="claim",
        declare=declare,
        sides=(left, right),
        shapes={"x": ()},
        functions=functions,
        **more,
    )


ENTRIES: tuple[Entry, ...] = (
    of_x(
        "polynomial",
        r"\frac{d}{dx} \left( x^5 - 3x^2 + 7 \right) = 5x^4 - 6x",
        lambda x: x**5 - 3 * x**2 + 7,
        lambda x: 5 * x**4 - 6 * x,
    ),
    of_x(
        "prime-on-bracket",
        r"(x^2 \sin x)' = 2x \sin x + x^2 \cos x",
        lambda x: x**2 * np.sin(x),
        lambda x: 2 * x * np.sin(x) + x**2 * np.cos(x),
        note="a prime behind a bracket is the derivative by the only variable",
    ),
    of_x(
        "prime-of-given-function",
        r"f'(x) = 3x^2 - 4",
        lambda x: x**3 - 4 * x + 1,
        lambda x: 3 * x**2 - 4,
        given=(r"f(x) = x^3 - 4x + 1",),
    ),
    of_x(
        "quotient-rule-step",
        r"\left( \frac{x}{x^2 + 1} \right)' = \frac{1 \cdot (x^2 + 1) - x \cdot 2x}{(x^2 + 1)^2}"
        r" = \frac{1 - x^2}{(x^2 + 1)^2}",
        lambda x: x / (x**2 + 1),
        lambda x: (1 * (x**2 + 1) - x * 2 * x) / (x**2 + 1) ** 2,
        lambda x: (1 - x**2) / (x**2 + 1) ** 2,
    ),
    of_x(
        "root",
        r"\frac{d}{dx} \sqrt{x} = \frac{d}{dx} x^{1/2} = \frac{1}{2} x^{-1/2} = \frac{1}{2\sqrt{x}}",
        of(np.sqrt, "x"),
        gradient(lambda x: x**0.5, "x"),
        lambda x: 0.5 * x**-0.5,
        lambda x: 1 / (2 * np.sqrt(x)),
        declare="positive x",
        note="each operator ends at the next equality sign",
    ),
    of_x(
        "root-of-sum-cancelled",
        r"\frac{d}{dx} \sqrt{1 + x^2} = \frac{1}{\cancel{2} \sqrt{1 + x^2}} \cdot \cancel{2} x"
        r" = \frac{x}{\sqrt{1 + x^2}}",
        lambda x: np.sqrt(1 + x**2),
        lambda x: 1 / (2 * np.sqrt(1 + x**2)) * 2 * x,
        lambda x: x / np.sqrt(1 + x**2),
    ),
    of_x(
        "bell",
        r"\frac{d}{dx} e^{-x^2/2} = e^{-x^2/2} \cdot \left( -\frac{2x}{2} \right) = -x e^{-x^2/2}",
        lambda x: np.exp(-(x**2) / 2),
        lambda x: np.exp(-(x**2) / 2) * -(2 * x / 2),
        lambda x: -x * np.exp(-(x**2) / 2),
    ),
    of_x(
        "softplus",
        r"\frac{\mathrm{d}}{\mathrm{d}x} \ln (1 + e^x) = \frac{e^x}{1 + e^x} = \frac{1}{1 + e^{-x}}",
        lambda x: np.log(1 + np.exp(x)),
        lambda x: np.exp(x) / (1 + np.exp(x)),
        lambda x: 1 / (1 + np.exp(-x)),
    ),
    of_x(
        "log-of-sine",
        r"\frac{d}{dx} \left[ \ln (\sin x) \right] = \frac{1}{\sin x} \cdot \cos x = \frac{\cos x}{\sin x}",
        lambda x: np.log(np.sin(x)),
        lambda x: 1 / np.sin(x) * np.cos(x),
        lambda x: np.cos(x) / np.sin(x),
        declare="positive x",
        note="where the sine is positive",
    ),
    new(
        id="h2-calculus-general-base",
        latex=r"\frac{d}{dx} a^x = a^x \ln a",
        kind="claim",
        declare="positive a; data x",
        sides=(gradient(lambda x, a: a**x, "x"), lambda x, a: a**x * np.log(a)),
        shapes={"x": (), "a": ()},
    ),
    of_x(
        "substitution",
        r"\frac{dy}{dx} = \frac{dy}{du} \cdot \frac{du}{dx} = 3u^2 \cdot 2 = 6(2x + 1)^2",
        lambda x: (2 * x + 1) ** 3,
        lambda x: 3 * (2 * x + 1) ** 2 * 2,
        lambda x: 3 * (2 * x + 1) ** 2 * 2,
        lambda x: 6 * (2 * x + 1) ** 2,
        given=("u = 2x + 1", "y = u^3"),
    ),
    of_x("prime-of-variable", r"y' = 4x^3", lambda x: x**4, lambda x: 4 * x**3, given=("y = x^4",)),
    of_x(
        "second-derivative-of-bracket",
        r"\frac{d^2}{dx^2} (x^4 - x) = \frac{d}{dx} (4x^3 - 1) = 12x^2",
        lambda x: 4 * x**3 - 1,
        lambda x: 12 * x**2,
        lambda x: 12 * x**2,
    ),
    of_x(
        "inner-derivative-lost",
        r"\frac{d}{dx} \cos(2x) = -\sin(2x)",
        lambda x: np.cos(2 * x),
        lambda x: -np.sin(2 * x),
        holds=False,
    ),
    of_x(
        "exponent-kept",
        r"\frac{d}{dx} (3x + 1)^4 = 12 (3x + 1)^4",
        lambda x: (3 * x + 1) ** 4,
        lambda x: 12 * (3 * x + 1) ** 4,
        holds=False,
        note="the exponent should fall to 3",
    ),
    of_x(
        "capital-d",
        r"D_x \left( x^3 \right) = 3x^2",
        lambda x: x**3,
        lambda x: 3 * x**2,
        may_refuse=True,
        note="Euler's operator: some calculus books have it, no book on networks",
    ),
    of_functions(
        "product-rule",
        r"\frac{d}{dx} \left[ f(x) g(x) \right] = f'(x) g(x) + f(x) g'(x)",
        gradient(lambda x, f, g: f(x) * g(x), "x"),
        lambda x, f, g, f_prime, g_prime: f_prime(x) * g(x) + f(x) * g_prime(x),
    ),
    of_functions(
        "quotient-rule",
        r"\left( \frac{f}{g} \right)'(x) = \frac{f'(x) g(x) - f(x) g'(x)}{g(x)^2}",
        gradient(lambda x, f, g: f(x) / g(x), "x"),
        lambda x, f, g, f_prime, g_prime: (f_prime(x) * g(x) - f(x) * g_prime(x)) / g(x) ** 2,
        note="the quotient of two functions is a function",
    ),
    of_functions(
        "product-rule-of-beginners",
        r"\left( u(x) v(x) \right)' = u'(x) v'(x)",
        gradient(lambda x, u, v: u(x) * v(x), "x"),
        lambda x, u_prime, v_prime: u_prime(x) * v_prime(x),
        declare="function u; function v; data x",
        functions=("u", "v"),
        holds=False,
    ),
    of_functions(
        "limit",
        r"f'(x) = \lim_{h \to 0} \frac{f(x+h) - f(x)}{h}",
        lambda x, f_prime: f_prime(x),
        gradient(lambda x, f: f(x), "x"),
        declare="function f; data x",
        functions=("f",),
        may_refuse=True,
        note="a limit: sound, and not what networks are computed with",
    ),
    new(
        id="h2-calculus-tanh-by-exponentials",
        latex=r"\frac{d}{dz} \tanh(z) = \frac{(e^z + e^{-z})^2 - (e^z - e^{-z})^2}{(e^z + e^{-z})^2}"
        r" = 1 - \tanh^2(z)",
        kind="claim",
        declare="data z",
        sides=(
            gradient(of(np.tanh, "z"), "z"),
            lambda z: ((np.exp(z) + np.exp(-z)) ** 2 - (np.exp(z) - np.exp(-z)) ** 2) / (np.exp(z) + np.exp(-z)) ** 2,
            lambda z: 1 - np.tanh(z) ** 2,
        ),
        shapes={"z": ()},
    ),
    laws("log-of-product", r"\ln(ab) = \ln a + \ln b", lambda a, b: np.log(a * b), lambda a, b: np.log(a) + np.log(b)),
    laws(
        "log-of-sum",
        r"\ln(a + b) = \ln a + \ln b",
        lambda a, b: np.log(a + b),
        lambda a, b: np.log(a) + np.log(b),
        holds=False,
    ),
    laws("exponents-add", r"e^{a} e^{b} = e^{a+b}", lambda a, b: np.exp(a) * np.exp(b), lambda a, b: np.exp(a + b)),
)
