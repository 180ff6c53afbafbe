"""The derivative of the sigmoid, line by line as lecture slides print it, and what each side means."""

import math
from types import SimpleNamespace

DECLARATIONS = "shape z: scalar; shape x,k: scalar"
DEFINITIONS: list[str] = []
VALUES = {"z": 0.8, "x": 1.7, "k": 3.0}
SIZES: dict[str, int] = {}


def forward(v: SimpleNamespace) -> None:
    v.E = math.exp(-v.z)
    v.S = 1 + v.E
    v.s = 1 / v.S
    v.d = v.s * (1 - v.s)


def s(v):
    return v.s


def d(v):
    return v.d


D = r"\frac{d}{dz}"
S = "(1 + e^{-z})"
F = rf"\frac{{1}}{{{S}}}"
F2 = rf"\frac{{1}}{{{S}^2}}"
K = r"\frac{\cancel{1 + e^{-z}}}{(\cancel{1 + e^{-z}})^2}"

ENTRIES = [
    (r"\sigma(z) = \frac{1}{1 + e^{-z}}", "claim", [s, s]),
    (r"\sigma(z) = (1 + e^{-z})^{-1}", "claim", [s, s]),
    (r"\frac{d}{dz} \sigma(z)", "fragment", [d]),
    (rf"{D} \sigma(z) = {D} {S}^{{-1}}", "claim", [d, d]),
    (rf"{D} \sigma(z) = -1", "claim", [d, lambda v: -1]),
    (rf"{D} \sigma(z) = -1 {S}^{{-1-1}}", "claim", [d, lambda v: -(v.S**-2)]),
    (rf"{D} \sigma(z) = -1 {S}^{{-1-1}} \left({D} {S} \right)", "claim", [d, d]),
    ("= -1", "continuation", [lambda v: -1]),
    (f"= -1 {S}^{{-2}}", "continuation", [lambda v: -(v.S**-2)]),
    (rf"= -1 {S}^{{-2}} \left({D}(1)\right)", "continuation", [lambda v: 0]),
    (
        rf"\begin{{aligned}}{D}\sigma(z) &= -1 \ {S}^{{-1-1}} \ ({D}{S}) \\ "
        rf"&= -1 \ {S}^{{-2}} \ ({D}(1) + {D}(e^{{-z}}))\end{{aligned}}",
        "claim",
        [d, d, d],
    ),
    (
        rf"\begin{{aligned}}{D}\sigma(z) &= -1 \ {S}^{{-1-1}} \ ({D}{S}) \\ &= -1\end{{aligned}}",
        "claim",
        [d, d, lambda v: -1],
    ),
    (rf"= -1 {S}^{{-2}} \left({D}(1) + {D}(e^{{-z}}) \right)", "continuation", [d]),
    (
        rf"\begin{{aligned}}{D}\sigma(z) &= -1 \ {S}^{{-1-1}} \\ &= -1 \ {S}^{{-2}} \ (0\end{{aligned}}",
        "fragment",
        None,
    ),
    (rf"= -1 {S}^{{-2}} (0 + e^{{-z}}({D}(-z)))", "continuation", [d]),
    (f"= -1 {S}^{{-2}} (e^{{-z}})", "continuation", [lambda v: -v.d]),
    (f"= -1 {S}^{{-2}} (e^{{-z}}) (-1)", "continuation", [d]),
    (rf"{D} \sigma(z) = -1 \cdot {S}^{{-2}} \cdot (e^{{-z}}) \cdot (-1)", "claim", [d, d]),
    # The minus of the cancelled −1 was lost on the slide; a cancelled factor keeps its value.
    (rf"{D} \sigma(z) = \cancel{{1}} {S}^{{-2}} (e^{{-z}}) (-1)", "claim", [d, lambda v: -v.d]),
    (rf"{D} \sigma(z) = \cancel{{1}} {S}^{{-2}} (e^{{-z}}) \cancel{{(-1)}}", "claim", [d, lambda v: -v.d]),
    (
        rf"\begin{{aligned}}{D} \sigma(z) &= \cancel{{1}} {S}^{{-2}} \ (e^{{-z}}) \cancel{{(-1)}} \\ "
        rf"&= {S}^{{-2}} \ (e^{{-z}})\end{{aligned}}",
        "claim",
        [d, lambda v: -v.d, d],
    ),
    (f"= {S}^{{-2}} (e^{{-z}})", "continuation", [d]),
    (f"= {F2}", "continuation", [lambda v: v.S**-2]),
    (f"= {F2} (e^{{-z}})", "continuation", [d]),
    (rf"= \frac{{e^{{-z}}}}{{{S}^2}}", "continuation", [d]),
    (rf"{D}\sigma(z) = \frac{{e^{{-z}}}}{{{S}^2}} + 1 - 1", "claim", [d, d]),
    (rf"{D} \sigma(z) = \frac{{e^{{-z}} + 1 - 1}}{{{S}^2}}", "claim", [d, d]),
    (rf"= \frac{{1 + e^{{-z}}}}{{{S}^2}}", "continuation", [s]),
    (
        rf"\begin{{aligned}}{D} \sigma(z) &= \frac{{e^{{-z}}}}{{{S}^2}} + 1 - 1 \\ "
        rf"&= \frac{{1 + e^{{-z}} - 1}}{{{S}^2}} \\ &= {K} - {F2} \\ &= {F} - {F2}\end{{aligned}}",
        "claim",
        [d, d, d, d, d],
    ),
    (rf"{D}\sigma(z) = {F}", "claim", [d, s]),
    (f"= {K} - {F2}", "continuation", [d]),
    (rf"{D}\sigma(z) = {F} -", "fragment", [d, s]),
    (rf"{D}\sigma(z) = {F} - \left({F} \right)", "claim", [d, lambda v: 0]),
    (rf"{D}\sigma(z) = {F} - \left({F}\right)\left({F}\right)", "claim", [d, d]),
    (
        rf"\begin{{aligned}}{D}\sigma(z) &= {F} - \left({F}\right)\left({F}\right) \\"
        rf"&= {F} \left(1 - {F}\right)"
        r"\end{aligned}",
        "claim",
        [d, d, d],
    ),
    (rf"{D}\sigma(z) = \sigma(z)", "claim", [d, s]),
    (rf"{D}\sigma(z) = \sigma(z) (1 - \sigma(z))", "claim", [d, d]),
    (r"\frac{d}{dx}x^{k} = kx^{k-1}", "claim", [lambda v: v.k * v.x ** (v.k - 1)] * 2),
    (r"\frac{d}{dx}k = 0", "claim", [lambda v: 0, lambda v: 0]),
    (r"\frac{d}{dx}e^{x} = e^{x}", "claim", [lambda v: math.exp(v.x)] * 2),
    (r"\frac{d}{dx}\log x = \frac{1}{x}", "claim", [lambda v: 1 / v.x] * 2),
    (
        r"\frac{d}{dx} \log(x^2) = \frac{1}{x^2} \cdot (2^x)",
        "claim",
        [lambda v: 2 / v.x, lambda v: 2**v.x / v.x**2],
    ),
    (
        r"\frac{d}{dx} e^x = e^x \cdot 3x^2",
        "claim",
        [lambda v: math.exp(v.x), lambda v: math.exp(v.x) * 3 * v.x**2],
    ),
    (r"\frac{d}{dx} 3x^2 = 6x", "claim", [lambda v: 6 * v.x] * 2),
]
