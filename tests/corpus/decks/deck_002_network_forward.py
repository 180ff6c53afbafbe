r"""Deck 002: the forward equations of a network with 3 inputs, 4 hidden neurons and 1 output, for one example.

x, b^{[1]}, z^{[1]} and a^{[1]} are vectors with one axis, w^{[1]} is (3, 4) and w^{[2]} is (4, 1). What belongs to the
one output is a vector with one entry where the slide writes it bold or in brackets, and a number where it does not.
"""

import numpy as np
from deck_002_entries import NAME, goes_on, new, of, of_entries, prose
from textbook_entries import Entry, Refused, sigmoid

BOLD_1 = {"declare": r"shape \mathbf{w}^{[1]}: 3,4; shape \mathbf{x}: 3; shape \mathbf{b}^{[1]}: 4"}
GOES_ON_1 = {**BOLD_1, "given": (r"\mathbf{z}^{[1]} = \mathbf{w}^{[1]T} \mathbf{x} + \mathbf{b}^{[1]}",)}
SHAPES_1 = {"w1": (3, 4), "x": (3,), "b1": (4,)}

BOLD_2 = {"declare": r"shape \mathbf{w}^{[2]}: 4,1; shape \mathbf{a}^{[1]}: 4; shape \mathbf{b}^{[2]}: 1"}
GOES_ON_2 = {**BOLD_2, "given": (r"\mathbf{z}^{[2]} = \mathbf{w}^{[2]T} \mathbf{a}^{[1]} + \mathbf{b}^{[2]}",)}
SHAPES_2 = {"w2": (4, 1), "a1": (4,), "b2": (1,)}

SUM = r"\sum_{j=1}^{4} w_{j1}^{[2]} a_j^{[1]} + b_1^{[2]}"
NUMBER_2 = {"declare": "shape w^{[2]}: 4,1; shape a^{[1]}: 4; parameter b_1^{[2]}", "given": (rf"z^{{[2]}} = {SUM}",)}

INPUT_AS_LAYER = r"shape \mathbf{w}^{[1]}: 3,4; shape \mathbf{a}^{[0]}: 3; shape \mathbf{b}^{[1]}: 4"

WEIGHTS = tuple(f"w1_{i}{j}" for i in (1, 2, 3) for j in (1, 2, 3, 4))
WEIGHTS_LATEX = ", ".join(f"w_{{{i}{j}}}^{{[1]}}" for i in (1, 2, 3) for j in (1, 2, 3, 4))

SUMS = (
    r"= \begin{bmatrix} w_{11}^{[1]}x_1 + w_{21}^{[1]}x_2 + w_{31}^{[1]}x_3 + b_1^{[1]} \\"
    r" w_{12}^{[1]}x_1 + w_{22}^{[1]}x_2 + w_{32}^{[1]}x_3 + b_2^{[1]} \\"
    r" w_{13}^{[1]}x_1 + w_{23}^{[1]}x_2 + w_{33}^{[1]}x_3 + b_3^{[1]} \\"
    r" w_{14}^{[1]}x_1 + w_{24}^{[1]}x_2 + w_{34}^{[1]}x_3 + b_4^{[1]} \end{bmatrix}"
)


def hidden(w1, x, b1):
    return w1.T @ x + b1


def hidden_in_components(w1, x, b1):
    return np.array([w1[0, j] * x[0] + w1[1, j] * x[1] + w1[2, j] * x[2] + b1[j] for j in range(4)])


def output(w2, a1, b2):
    return w2.T @ a1 + b2


def output_in_components(w2, a1, b2):
    return np.array([w2[0, 0] * a1[0] + w2[1, 0] * a1[1] + w2[2, 0] * a1[2] + w2[3, 0] * a1[3]]) + b2


def name(number, latex, declare, side, note="", **shapes):
    return new(id=f"s002-{number}", latex=latex, kind=NAME, declare=declare, sides=(side,), shapes=shapes, note=note)


def activation(number, latex, declare, layer, size=()):
    """a = sigma(z) of a whole layer, entry by entry."""
    return new(
        id=f"s002-{number}",
        latex=latex,
        kind="definition",
        declare=declare,
        sides=(of(np.asarray, f"a{layer}"), of(sigmoid, f"z{layer}")),
        shapes={f"a{layer}": size, f"z{layer}": size},
    )


def component(number, latex, index, given, declare):
    """One entry of a^{[1]}, where the whole layer is given."""
    return new(
        id=f"s002-{number}",
        latex=latex,
        kind="claim",
        declare=declare,
        given=(given,),
        sides=(lambda z1: sigmoid(z1)[index], lambda z1: sigmoid(z1[index])),
        shapes={"z1": (4,)},
        note="entries of vectors, counted from 1; they are written in plain letters also where the vectors are bold",
    )


ENTRIES: tuple[Entry, ...] = (
    prose(
        "024",
        "By convention, this neural network is said to have 2 layers (and not 3) since the input layer is typically"
        " not counted!",
    ),
    new(
        id="s002-025",
        latex=r"a_1^{[1]} , a_2^{[1]} , a_3^{[1]} , a_4^{[1]}",
        kind="notation|fragment",
        declare="shape a^{[1]}: 4",
        note="names in a sentence, with commas between them",
    ),
    prose("026", "x_1 , x_2 , and x_3", "names in a sentence", declare="shape x: 3"),
    prose("027", "This looks like logistic regression, but with features that were learnt"),
    new(
        id="s002-028",
        latex=r"w^{[1]} = \begin{bmatrix} w_{11}^{[1]} & w_{12}^{[1]} & w_{13}^{[1]} & w_{14}^{[1]} \\"
        r" w_{21}^{[1]} & w_{22}^{[1]} & w_{23}^{[1]} & w_{24}^{[1]} \\"
        r" w_{31}^{[1]} & w_{32}^{[1]} & w_{33}^{[1]} & w_{34}^{[1]} \end{bmatrix}",
        kind="definition",
        declare=f"parameter {WEIGHTS_LATEX}",
        sides=(lambda w1: w1, of_entries(lambda w: w.reshape(3, 4), w=WEIGHTS)),
        shapes={"w1": (3, 4), **dict.fromkeys(WEIGHTS, ())},
        note="a matrix by its entries, which are declared one by one: w_{23} stands in row 2 and column 3",
    ),
    new(
        id="s002-029",
        latex=r"Dimension of  $w^{[1]} = (3, 4)$",
        kind="declaration|prose|notation",
        binds={"w1": "3,4"},
        note="the shape of w, and no value: the words before the formula say so",
    ),
    new(
        id="s002-030",
        latex=r"\mathbf{z}^{[1]} = \mathbf{w}^{[1]T} \mathbf{x} + \mathbf{b}^{[1]}",
        kind="definition",
        **BOLD_1,
        sides=(lambda z1: z1, hidden),
        shapes={"z1": (4,), **SHAPES_1},
        note="[1]T is layer 1, transposed",
    ),
    goes_on(
        "031",
        r"= \begin{bmatrix} w_{11}^{[1]} & w_{21}^{[1]} & w_{31}^{[1]} \\ w_{12}^{[1]} & w_{22}^{[1]} & w_{32}^{[1]} \\"
        r" w_{13}^{[1]} & w_{23}^{[1]} & w_{33}^{[1]} \\ w_{14}^{[1]} & w_{24}^{[1]} & w_{34}^{[1]} \end{bmatrix}"
        r" \begin{bmatrix} x_1 \\ x_2 \\ x_3 \end{bmatrix} +"
        r" \begin{bmatrix} b_1^{[1]} \\ b_2^{[1]} \\ b_3^{[1]} \\ b_4^{[1]} \end{bmatrix}",
        lambda w1, x, b1: np.array([[w1[i, j] for i in range(3)] for j in range(4)]) @ x + b1,
        SHAPES_1,
        **GOES_ON_1,
        note="w_{21} is the entry of w in row 2 and column 1, and stands in row 1 and column 2 here",
    ),
    goes_on(
        "032",
        r"= \begin{bmatrix} w_{11}^{[1]}x_1 + w_{21}^{[1]}x_2 + w_{31}^{[1]}x_3 \\"
        r" w_{12}^{[1]}x_1 + w_{22}^{[1]}x_2 + w_{32}^{[1]}x_3 \\"
        r" w_{13}^{[1]}x_1 + w_{23}^{[1]}x_2 + w_{33}^{[1]}x_3 \\"
        r" w_{14}^{[1]}x_1 + w_{24}^{[1]}x_2 + w_{34}^{[1]}x_3 \end{bmatrix} +"
        r" \begin{bmatrix} b_1^{[1]} \\ b_2^{[1]} \\ b_3^{[1]} \\ b_4^{[1]} \end{bmatrix}",
        hidden_in_components,
        SHAPES_1,
        **GOES_ON_1,
    ),
    goes_on("033a", SUMS, hidden_in_components, SHAPES_1, **GOES_ON_1),
    goes_on(
        "033b",
        SUMS.replace("}x", "} x"),
        hidden_in_components,
        SHAPES_1,
        **GOES_ON_1,
        note="the same with spaces, as on some of the slides",
    ),
    activation("034", r"\mathbf{a}^{[1]} = \sigma(\mathbf{z}^{[1]})", r"shape \mathbf{z}^{[1]}: 4", 1, (4,)),
    name("035a", r"z_1^{[1]}", r"shape \mathbf{z}^{[1]}: 4", lambda z1: z1[0], z1=(4,)),
    name("035b", r"\mathbf{z}^{[1]}", r"shape \mathbf{z}^{[1]}: 4", lambda z1: z1, z1=(4,)),
    name("035c", r"z_2^{[1]}", r"shape \mathbf{z}^{[1]}: 4", lambda z1: z1[1], z1=(4,)),
    name("035d", r"z_3^{[1]}", r"shape \mathbf{z}^{[1]}: 4", lambda z1: z1[2], z1=(4,)),
    name(
        "035e",
        r"\mathbf{z}_4^{[1]}",
        r"shape \mathbf{z}^{[1]}: 4",
        lambda z1: z1[3],
        "an entry in a bold letter",
        z1=(4,),
    ),
    name("035f", r"z_1^{[2]}", "data z_1^{[2]}", lambda z2_1: z2_1, z2_1=()),
    component(
        "036",
        r"a_1^{[1]} = \sigma(z_1^{[1]})",
        0,
        r"\mathbf{a}^{[1]} = \sigma(\mathbf{z}^{[1]})",
        r"shape \mathbf{z}^{[1]}: 4",
    ),
    component("037", r"a_2^{[1]} = \sigma(z_2^{[1]})", 1, r"a^{[1]} = \sigma(z^{[1]})", r"shape z^{[1]}: 4"),
    new(
        id="s002-038",
        latex=r"a_3^{[1]} = \sigma(z_3^{[1]})",
        kind="definition",
        declare="data z_3^{[1]}",
        sides=(lambda a1_3: a1_3, of(sigmoid, "z1_3")),
        shapes={"a1_3": (), "z1_3": ()},
        note="where no vector is declared, z_3 is a name",
    ),
    component(
        "039",
        r"a_4^{[1]} = \sigma(z_4^{[1]})",
        3,
        r"\mathbf{a}^{[1]} = \sigma(\mathbf{z}^{[1]})",
        r"shape \mathbf{z}^{[1]}: 4",
    ),
    new(
        id="s002-040",
        latex=r"\mathbf{z}^{[2]} = \mathbf{w}^{[2]T} \mathbf{x} + \mathbf{b}^{[2]}",
        kind="definition",
        declare=r"shape \mathbf{w}^{[2]}: 4,1; shape \mathbf{x}: 3; shape \mathbf{b}^{[2]}: 1",
        refused=Refused(outcome="ill-shaped", at=(r"\mathbf{w}^{[2]T} \mathbf{x}",), says=("shape", "size", "4", "3")),
        note="the input of layer 2 is a^{[1]}: four weights meet three inputs",
    ),
    goes_on(
        "041",
        r"= \mathbf{w}^{[2]T} \mathbf{a}^{[1]} + \mathbf{b}^{[2]}",
        output,
        SHAPES_2,
        **BOLD_2,
        note="on the slides it goes on from 040, which is ill-shaped, so that nothing is given here",
    ),
    goes_on(
        "042",
        r"= \begin{bmatrix} w_{11}^{[2]} & w_{21}^{[2]} & w_{31}^{[2]} & w_{41}^{[2]} \end{bmatrix}"
        r" \begin{bmatrix} a_1^{[1]} \\ a_2^{[1]} \\ a_3^{[1]} \\ a_4^{[1]} \end{bmatrix} +"
        r" \begin{bmatrix} b_1^{[2]} \end{bmatrix}",
        output,
        SHAPES_2,
        **GOES_ON_2,
        note="a matrix of one row, times a vector, plus a vector with one entry",
    ),
    goes_on(
        "043",
        r"= \left[ w_{11}^{[2]} a_1^{[1]} + w_{21}^{[2]} a_2^{[1]} + w_{31}^{[2]} a_3^{[1]} + w_{41}^{[2]} a_4^{[1]}"
        r" \right] + \left[ b_1^{[2]} \right]",
        output_in_components,
        SHAPES_2,
        **GOES_ON_2,
        note="brackets around one entry: a vector with one entry, as the matrices before; a number in brackets has"
        " the same value",
    ),
    goes_on(
        "044",
        r"= \left[ w_{11}^{[2]} a_1^{[1]} + w_{21}^{[2]} a_2^{[1]} + w_{31}^{[2]} a_3^{[1]} + w_{41}^{[2]} a_4^{[1]}"
        r" + b_1^{[2]} \right]",
        output_in_components,
        SHAPES_2,
        **GOES_ON_2,
    ),
    activation("045", r"\mathbf{a}^{[2]} = \sigma(\mathbf{z}^{[2]})", r"shape \mathbf{z}^{[2]}: 1", 2, (1,)),
    new(
        id="s002-046",
        latex=r"z^{[2]} = w^{[2]T} x + b^{[2]}",
        kind="definition",
        declare="shape w^{[2]}: 4,1; shape x: 3; shape b^{[2]}: 1",
        refused=Refused(outcome="ill-shaped", at=("w^{[2]T} x",), says=("shape", "size", "4", "3")),
        note="040 in plain letters",
    ),
    goes_on(
        "047",
        r"= w^{[2]T} a^{[1]} + b^{[2]}",
        output,
        SHAPES_2,
        declare="shape w^{[2]}: 4,1; shape a^{[1]}: 4; shape b^{[2]}: 1",
    ),
    goes_on(
        "048",
        r"= w_{11}^{[2]} a_1^{[1]} + w_{21}^{[2]} a_2^{[1]} + w_{31}^{[2]} a_3^{[1]} + w_{41}^{[2]} a_4^{[1]}"
        r" + b_1^{[2]}",
        lambda w2, a1, b2_1: w2[:, 0] @ a1 + b2_1,
        {"w2": (4, 1), "a1": (4,), "b2_1": ()},
        **NUMBER_2,
        note="the slide treats z^{[2]} as a number here, and so does the scope",
    ),
    activation("049", r"a^{[2]} = \sigma(z^{[2]})", "data z^{[2]}", 2),
    new(
        id="s002-050",
        latex=r"a_1^{[2]} = \sigma(z_1^{[2]})",
        kind="definition",
        declare="data z_1^{[2]}",
        sides=(lambda a2_1: a2_1, of(sigmoid, "z2_1")),
        shapes={"a2_1": (), "z2_1": ()},
    ),
    new(
        id="s002-051",
        latex=r"z^{[1]} = w^{[1]T} x + b^{[1]}",
        kind="definition",
        declare="shape w^{[1]}: 3,4; shape x: 3; shape b^{[1]}: 4",
        sides=(lambda z1: z1, hidden),
        shapes={"z1": (4,), **SHAPES_1},
    ),
    activation("052", r"a^{[1]} = \sigma(z^{[1]})", "shape z^{[1]}: 4", 1, (4,)),
    new(
        id="s002-053",
        latex=r"z^{[2]} = w^{[2]T} a^{[1]} + b^{[2]}",
        kind="definition",
        declare="shape w^{[2]}: 4,1; shape a^{[1]}: 4; shape b^{[2]}: 1",
        sides=(lambda z2: z2, output),
        shapes={"z2": (1,), **SHAPES_2},
        note="a vector with one entry",
    ),
    new(
        id="s002-054",
        latex=r"\mathbf{z}^{[1]} = \mathbf{w}^{[1]T} \mathbf{a}^{[0]} + \mathbf{b}^{[1]}",
        kind="definition",
        declare=INPUT_AS_LAYER,
        sides=(lambda z1: z1, lambda w1, a0, b1: w1.T @ a0 + b1),
        shapes={"z1": (4,), "w1": (3, 4), "a0": (3,), "b1": (4,)},
        note="the input is the activation of layer 0",
    ),
    new(
        id="s002-055",
        latex=r"\mathbf{z}^{[2]} = \mathbf{w}^{[2]T} \mathbf{a}^{[1]} + \mathbf{b}^{[2]}",
        kind="definition",
        **BOLD_2,
        sides=(lambda z2: z2, output),
        shapes={"z2": (1,), **SHAPES_2},
    ),
)
