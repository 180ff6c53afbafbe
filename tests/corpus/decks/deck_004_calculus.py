r"""Deck 004, the sigmoid and its derivative: from the power rule to \sigma(z)(1-\sigma(z)), factor by factor."""

import numpy as np
from deck_004_models import Model
from textbook_entries import Entry, sigmoid

SIGMOID = Model("data z", (("E", "", lambda z: np.exp(-z)), ("s", "", sigmoid)))
"""`E` and `s` are short here for e^{-z} and sigma(z). The reader knows sigma, and is given nothing."""


def left(ds_dz):
    return ds_dz


def claim(number, latex, *sides, note=""):
    """The derivative of the sigmoid is each of the sides."""
    return SIGMOID.claim(number, latex, left, *sides, note=note)


def part(number, latex, *sides, note=""):
    """The same on a slide that does not show all factors yet: as it stands, it is false."""
    return SIGMOID.part(number, latex, left, *sides, note=note)


def power_rule(E, dE_dz):
    return -1 * (1 + E) ** (-1 - 1) * dE_dz


def sum_rule(E, dE_dz):
    return -1 * (1 + E) ** -2 * (0 + dE_dz)


def struck_factors(E):
    return 1 * (1 + E) ** -2 * E * -1


def quotient(E):
    return E / (1 + E) ** 2


def quotient_and_zero(E):
    return E / (1 + E) ** 2 + 1 - 1


def zero_above(E):
    return (E + 1 - 1) / (1 + E) ** 2


def zero_around(E):
    return (1 + E - 1) / (1 + E) ** 2


def two_quotients(E):
    return (1 + E) / (1 + E) ** 2 - 1 / (1 + E) ** 2


def two_reciprocals(E):
    return 1 / (1 + E) - 1 / (1 + E) ** 2


def reciprocal(E):
    return 1 / (1 + E)


def reciprocal_and_product(E):
    return 1 / (1 + E) - (1 / (1 + E)) * (1 / (1 + E))


ENTRIES: tuple[Entry, ...] = (
    SIGMOID.claim(
        "068",
        r"\sigma(z) = \frac{1}{1 + e^{-z}}",
        lambda s: s,
        reciprocal,
        note="the sigmoid is known before it is defined here, and so its definition can be checked",
    ),
    SIGMOID.claim("069", r"\sigma(z) = (1 + e^{-z})^{-1}", lambda s: s, lambda E: (1 + E) ** -1),
    SIGMOID.bare("070", r"\frac{d}{dz} \sigma(z)", left),
    claim(
        "071",
        r"\frac{d}{dz} \sigma(z) = \frac{d}{dz} (1 + e^{-z})^{-1}",
        lambda z: np.imag((1 + np.exp(-(z + 1e-30j))) ** -1) / 1e-30,
        note="the operator reaches over the power",
    ),
    part("072", r"\frac{d}{dz} \sigma(z) = -1", lambda: -1),
    part(
        "073",
        r"\frac{d}{dz} \sigma(z) = -1 (1 + e^{-z})^{-1-1}",
        lambda E: -1 * (1 + E) ** (-1 - 1),
        note="the inner derivative is missing",
    ),
    claim(
        "074", r"\frac{d}{dz} \sigma(z) = -1 (1 + e^{-z})^{-1-1} \left(\frac{d}{dz} (1 + e^{-z}) \right)", power_rule
    ),
    SIGMOID.continued("075", r"= -1", lambda: -1),
    SIGMOID.continued("076", r"= -1 (1 + e^{-z})^{-2}", lambda E: -1 * (1 + E) ** -2),
    SIGMOID.continued(
        "077",
        r"= -1 (1 + e^{-z})^{-2} \left(\frac{d}{dz}(1)\right)",
        lambda E: -1 * (1 + E) ** -2 * 0,
        note="the derivative of 1 alone",
    ),
    claim(
        "078",
        r"\begin{aligned}\frac{d}{dz}\sigma(z) &= -1 \ (1 + e^{-z})^{-1-1} \ (\frac{d}{dz}(1 + e^{-z})) "
        r"\\ "
        r"&= -1 \ (1 + e^{-z})^{-2} \ (\frac{d}{dz}(1) + \frac{d}{dz}(e^{-z}))\end{aligned}",
        power_rule,
        sum_rule,
        note="a backslash and a space between factors",
    ),
    part(
        "079",
        r"\begin{aligned}\frac{d}{dz}\sigma(z) &= -1 \ (1 + e^{-z})^{-1-1} \ (\frac{d}{dz}(1 + e^{-z})) "
        r"\\ "
        r"&= -1 \ (1 + e^{-z})^{-2} \ (\frac{d}{dz}(1) + \frac{d}{dz}(e^{-z})) \\ "
        r"&= -1\end{aligned}",
        power_rule,
        sum_rule,
        lambda: -1,
    ),
    SIGMOID.continued("080", r"= -1 (1 + e^{-z})^{-2} \left(\frac{d}{dz}(1) + \frac{d}{dz}(e^{-z}) \right)", sum_rule),
    SIGMOID.cut(
        "081",
        r"\begin{aligned}\frac{d}{dz}\sigma(z) &= -1 \ (1 + e^{-z})^{-1-1} \ (\frac{d}{dz}(1 + e^{-z})) "
        r"\\ "
        r"&= -1 \ (1 + e^{-z})^{-2} \ (\frac{d}{dz}(1) + \frac{d}{dz}(e^{-z})) \\ "
        r"&= -1 \ (1 + e^{-z})^{-2} \ (0\end{aligned}",
        "the last bracket is never closed",
    ),
    SIGMOID.continued(
        "082", r"= -1 (1 + e^{-z})^{-2} (0 + e^{-z}(\frac{d}{dz}(-z)))", lambda E: -1 * (1 + E) ** -2 * (0 + E * -1)
    ),
    SIGMOID.continued("083", r"= -1 (1 + e^{-z})^{-2} (e^{-z})", lambda E: -1 * (1 + E) ** -2 * E),
    SIGMOID.continued(
        "084",
        r"= -1 (1 + e^{-z})^{-2} (e^{-z}) (-1)",
        lambda E: -1 * (1 + E) ** -2 * E * -1,
        note="a factor -1 in brackets",
    ),
    claim(
        "085",
        r"\frac{d}{dz} \sigma(z) = -1 \cdot (1 + e^{-z})^{-2} \cdot (e^{-z}) \cdot (-1)",
        lambda E: -1 * (1 + E) ** -2 * E * -1,
    ),
    SIGMOID.claim(
        "086",
        r"\frac{d}{dz} \sigma(z) = \cancel{1} (1 + e^{-z})^{-2} (e^{-z}) (-1)",
        left,
        struck_factors,
        holds=False,
        note="the struck factor was -1: it lost its sign, and striking is no deleting",
    ),
    SIGMOID.claim(
        "087",
        r"\frac{d}{dz} \sigma(z) = \cancel{1} (1 + e^{-z})^{-2} (e^{-z}) \cancel{(-1)}",
        left,
        struck_factors,
        holds=False,
        note="a struck factor keeps its value: this is minus the derivative",
    ),
    part(
        "088",
        r"\begin{aligned}\frac{d}{dz} \sigma(z) &= \cancel{1} (1 + e^{-z})^{-2} \ (e^{-z}) \cancel{(-1)} "
        r"\\ "
        r"&= (1 + e^{-z})^{-2}\end{aligned}",
        struck_factors,
        lambda E: (1 + E) ** -2,
    ),
    SIGMOID.claim(
        "089",
        r"\begin{aligned}\frac{d}{dz} \sigma(z) &= \cancel{1} (1 + e^{-z})^{-2} \ (e^{-z}) \cancel{(-1)} "
        r"\\ "
        r"&= (1 + e^{-z})^{-2} \ (e^{-z})\end{aligned}",
        left,
        struck_factors,
        lambda E: (1 + E) ** -2 * E,
        holds=False,
        note="the last side is right, and the one in the middle is not",
    ),
    SIGMOID.continued("090", r"= (1 + e^{-z})^{-2} (e^{-z})", lambda E: (1 + E) ** -2 * E),
    SIGMOID.continued("091", r"= \frac{1}{(1 + e^{-z})^2}", lambda E: 1 / (1 + E) ** 2),
    SIGMOID.continued("092", r"= \frac{1}{(1 + e^{-z})^2} (e^{-z})", lambda E: 1 / (1 + E) ** 2 * E),
    SIGMOID.continued("093", r"= \frac{e^{-z}}{(1 + e^{-z})^2}", quotient),
    claim("094", r"\frac{d}{dz}\sigma(z) = \frac{e^{-z}}{(1 + e^{-z})^2}", quotient),
    claim(
        "095",
        r"\frac{d}{dz}\sigma(z) = \frac{e^{-z}}{(1 + e^{-z})^2} + 1 - 1",
        quotient_and_zero,
        note="1 - 1 stands beside the fraction",
    ),
    claim("096", r"\frac{d}{dz} \sigma(z) = \frac{e^{-z} + 1 - 1}{(1 + e^{-z})^2}", zero_above),
    SIGMOID.continued("097", r"= \frac{1 + e^{-z} - 1}{(1 + e^{-z})^2}", zero_around),
    SIGMOID.continued("098", r"= \frac{1 + e^{-z}}{(1 + e^{-z})^2}", lambda E: (1 + E) / (1 + E) ** 2),
    claim(
        "099",
        r"\begin{aligned}\frac{d}{dz} \sigma(z) &= \frac{e^{-z}}{(1 + e^{-z})^2} + 1 - 1 \\ "
        r"&= \frac{1 + e^{-z} - 1}{(1 + e^{-z})^2} \\ "
        r"&= \frac{1 + e^{-z}}{(1 + e^{-z})^2} - \frac{1}{(1 + e^{-z})^2}\end{aligned}",
        quotient_and_zero,
        zero_around,
        two_quotients,
    ),
    claim(
        "100",
        r"\begin{aligned}\frac{d}{dz} \sigma(z) &= \frac{e^{-z}}{(1 + e^{-z})^2} + 1 - 1 \\ "
        r"&= \frac{1 + e^{-z} - 1}{(1 + e^{-z})^2} \\ "
        r"&= \frac{\cancel{1 + e^{-z}}}{(\cancel{1 + e^{-z}})^2} - \frac{1}{(1 + e^{-z})^2}\end{aligned}",
        quotient_and_zero,
        zero_around,
        two_quotients,
        note="one of two struck factors is below a square",
    ),
    part(
        "101",
        r"\begin{aligned}\frac{d}{dz} \sigma(z) &= \frac{e^{-z}}{(1 + e^{-z})^2} + 1 - 1 \\ "
        r"&= \frac{1 + e^{-z} - 1}{(1 + e^{-z})^2} \\ "
        r"&= \frac{\cancel{1 + e^{-z}}}{(\cancel{1 + e^{-z}})^2} - \frac{1}{(1 + e^{-z})^2} \\ "
        r"&= \frac{1}{(1 + e^{-z})}\end{aligned}",
        quotient_and_zero,
        zero_around,
        two_quotients,
        reciprocal,
    ),
    claim(
        "102",
        r"\begin{aligned}\frac{d}{dz} \sigma(z) &= \frac{e^{-z}}{(1 + e^{-z})^2} + 1 - 1 \\ "
        r"&= \frac{1 + e^{-z} - 1}{(1 + e^{-z})^2} \\ "
        r"&= \frac{\cancel{1 + e^{-z}}}{(\cancel{1 + e^{-z}})^2} - \frac{1}{(1 + e^{-z})^2} \\ "
        r"&= \frac{1}{(1 + e^{-z})} - \frac{1}{(1 + e^{-z})^2}\end{aligned}",
        quotient_and_zero,
        zero_around,
        two_quotients,
        two_reciprocals,
    ),
    claim(
        "103",
        r"\begin{aligned}\frac{d}{dz}\sigma(z) &= \frac{e^{-z} + 1 - 1}{(1 + e^{-z})^2} \\ "
        r"&= \frac{1 + e^{-z} - 1}{(1 + e^{-z})^2} \\ "
        r"&= \frac{\cancel{1 + e^{-z}}}{(\cancel{1 + e^{-z}})^2} - \frac{1}{(1 + e^{-z})^2} \\ "
        r"&= \frac{1}{(1 + e^{-z})} - \frac{1}{(1 + e^{-z})^2}\end{aligned}",
        zero_above,
        zero_around,
        two_quotients,
        two_reciprocals,
    ),
    part("104", r"\frac{d}{dz}\sigma(z) = \frac{1}{(1 + e^{-z})}", reciprocal),
    SIGMOID.continued(
        "105", r"= \frac{\cancel{1 + e^{-z}}}{(\cancel{1 + e^{-z}})^2} - \frac{1}{(1 + e^{-z})^2}", two_quotients
    ),
    SIGMOID.continued("106", r"= \frac{1}{(1 + e^{-z})} - \frac{1}{(1 + e^{-z})^2}", two_reciprocals),
    SIGMOID.cut("107", r"\frac{d}{dz}\sigma(z) = \frac{1}{(1 + e^{-z})} -", "it ends with a minus"),
    part(
        "108",
        r"\frac{d}{dz}\sigma(z) = \frac{1}{(1 + e^{-z})} - \left(\frac{1}{(1 + e^{-z})} \right)",
        lambda E: 1 / (1 + E) - (1 / (1 + E)),
        note="as it stands, nought",
    ),
    claim(
        "109",
        r"\frac{d}{dz}\sigma(z) = \frac{1}{(1 + e^{-z})} - \left(\frac{1}{(1 + "
        r"e^{-z})}\right)\left(\frac{1}{(1 + e^{-z})}\right)",
        reciprocal_and_product,
    ),
    part(
        "110",
        r"\begin{aligned}\frac{d}{dz}\sigma(z) &= \frac{1}{(1 + e^{-z})} - \left(\frac{1}{(1 + "
        r"e^{-z})}\right)\left(\frac{1}{(1 + e^{-z})}\right) \\ "
        r"&= \frac{1}{(1 + e^{-z})}\end{aligned}",
        reciprocal_and_product,
        reciprocal,
    ),
    claim(
        "111",
        r"\begin{aligned}\frac{d}{dz}\sigma(z) &= \frac{1}{(1 + e^{-z})} - \left(\frac{1}{(1 + "
        r"e^{-z})}\right)\left(\frac{1}{(1 + e^{-z})}\right) \\&= \frac{1}{(1 + e^{-z})} \left(1 - "
        r"\frac{1}{(1 + e^{-z})}\right)\end{aligned}",
        reciprocal_and_product,
        lambda E: 1 / (1 + E) * (1 - 1 / (1 + E)),
    ),
    part("112", r"\frac{d}{dz}\sigma(z) = \sigma(z)", lambda s: s),
    claim(
        "113",
        r"\frac{d}{dz}\sigma(z) = \sigma(z) (1 - \sigma(z))",
        lambda s: s * (1 - s),
        note="brackets behind a call: a factor",
    ),
)
