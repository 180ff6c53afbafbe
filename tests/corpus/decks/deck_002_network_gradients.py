r"""Deck 002: the gradients of the network with 3 inputs, 4 hidden neurons and 1 output, for one example.

In the layout of the deck x is (3, 1), w^{[1]} is (3, 4), b^{[1]} and a^{[1]} are (4, 1), w^{[2]} is (4, 1), and
z = w^T x + b. What belongs to the one output is a number: the slides divide by a^{[2]}, and multiply w^{[2]T} by
a^{[2]} - y; the trace in the equation of z^{[2]} makes a number of a matrix with one entry. Of the printed gradients
those with w^{[2]T} * a^{[1]} are ill-shaped there, and those with a^{[1]T} or w^{[2]T} alone are transposed.

They become true where rows are neurons, z = Wa + b with w^{[1]} of (4, 3) and w^{[2]} of (1, 4): the entries with
a letter b behind the number say so, in that layout.
"""

from deck_002_entries import new, of, prose, words
from textbook_entries import Entry, Refused, gradient, log_loss, sigmoid

LOSS = r"\mathcal{L} = -y \log(a^{[2]}) - (1 - y) \log(1 - a^{[2]})"


def network(w1="w", w2="w", transposed=True):
    """The scope of a slide, where the letters for the weights may be capital ones."""
    t = "T" if transposed else ""
    shapes = ("3,4", "4,1") if transposed else ("4,3", "1,4")
    return {
        "declare": f"shape x: 3,1; shape {w1}^{{[1]}}: {shapes[0]}; shape b^{{[1]}}: 4,1;"
        f" shape {w2}^{{[2]}}: {shapes[1]}; data y; parameter b^{{[2]}}",
        "given": (
            f"z^{{[1]}} = {w1}^{{[1]{t}}} x + b^{{[1]}}",
            r"a^{[1]} = \sigma(z^{[1]})",
            rf"z^{{[2]}} = \operatorname{{tr}}({w2}^{{[2]{t}}} a^{{[1]}}) + b^{{[2]}}",
            r"a^{[2]} = \sigma(z^{[2]})",
            LOSS,
        ),
    }


DECK = network()
ROWS = network(transposed=False)
OUTPUT_ALONE = {"declare": "data y, a^{[2]}", "given": (LOSS,)}
OUTPUT = {"declare": "data y, z^{[2]}", "given": (r"a^{[2]} = \sigma(z^{[2]})", LOSS)}
DECK_SHAPES = {"x": (3, 1), "w1": (3, 4), "b1": (4, 1), "w2": (4, 1), "b2": (), "y": ()}
ROWS_SHAPES = {**DECK_SHAPES, "w1": (4, 3), "w2": (1, 4)}

RIGHT = r"(a^{[2]} - y)w^{[2]T} * a^{[1]}(1 - a^{[1]})"
SHORT = r"dz^{[2]} w^{[2]T} * a^{[1]}(1 - a^{[1]})"


# --- the network in the layout of the deck; with rows as neurons it is the same of the transposed weights


def of_z2(z2, y):
    return log_loss(y, sigmoid(z2))


def of_a1(a1, w2, b2, y):
    return of_z2((w2 * a1).sum() + b2, y)


def of_z1(z1, w2, b2, y):
    return of_a1(sigmoid(z1), w2, b2, y)


def loss(x, w1, b1, w2, b2, y):
    return of_z1(w1.T @ x + b1, w2, b2, y)


def hidden(x, w1, b1):
    return sigmoid(w1.T @ x + b1)


def error(x, w1, b1, w2, b2, y):
    """a^{[2]} - y."""
    return sigmoid((w2 * hidden(x, w1, b1)).sum() + b2) - y


def error_hidden(x, w1, b1, w2, b2, y):
    """The gradient of z^{[1]}, as a column, by its formula."""
    a1 = hidden(x, w1, b1)
    return w2 * error(x, w1, b1, w2, b2, y) * a1 * (1 - a1)


def slope_a1(x, w1, b1, w2, b2, y):
    return gradient(of_a1, "a1")(a1=hidden(x, w1, b1), w2=w2, b2=b2, y=y)


def slope_z1(x, w1, b1, w2, b2, y):
    return gradient(of_z1, "z1")(z1=w1.T @ x + b1, w2=w2, b2=b2, y=y)


def slope_z2(x, w1, b1, w2, b2, y):
    return gradient(of_z2, "z2")(z2=(w2 * hidden(x, w1, b1)).sum() + b2, y=y)


slope_w1 = gradient(loss, "w1")
slope_w2 = gradient(loss, "w2")
slope_b1 = gradient(loss, "b1")
slope_b2 = gradient(loss, "b2")


def rows(side):
    """The same side for weights whose rows are neurons."""

    def transposed(x, w1, b1, w2, b2, y):
        return side(x=x, w1=w1.T, b1=b1, w2=w2.T, b2=b2, y=y)

    return transposed


def turned(side):
    """A side whose value is transposed."""

    def value(x, w1, b1, w2, b2, y):
        return side(x=x, w1=w1, b1=b1, w2=w2, b2=b2, y=y).T

    return value


def rows_turned(side):
    """A gradient by weights whose rows are neurons, in their shape."""
    return rows(turned(side))


def by_place(side):
    """The same side, of arguments by place."""

    def value(x, w1, b1, w2, b2, y):
        return side(x=x, w1=w1, b1=b1, w2=w2, b2=b2, y=y)

    return value


# --- the entries


def claim(number, latex, *sides, shapes=DECK_SHAPES, **more):
    return new(id=f"s002-{number}", latex=latex, kind="claim", sides=sides, shapes=shapes, **more)


def true_by_rows(number, latex, *sides, note=""):
    return claim(number, latex, *sides, shapes=ROWS_SHAPES, **ROWS, note=note)


def misfit(number, latex, right, kind="claim", scope=DECK):
    """A chain whose last side is ill-shaped in the layout of the deck."""
    return new(
        id=f"s002-{number}",
        latex=latex,
        kind=kind,
        **scope,
        refused=Refused(outcome="ill-shaped", at=(right,), says=("shape", "size", "conform", "4")),
        note="the product * is elementwise, of a row (1, 4) and a column (4, 1)",
    )


def summary(number, latex, scope, shapes, *sides, **more):
    """dz = dL/dz = value: a name for the gradient, the gradient, and its value."""
    kind = "definition|claim"
    return new(id=f"s002-{number}", latex=latex, kind=kind, **scope, sides=sides, shapes=shapes, **more)


def part(below):
    return rf"\frac{{\partial \mathcal{{L}}}}{{\partial {below}}}"


def chain(*below):
    r"""dL/da^{[2]} \times da^{[2]}/dz^{[2]} \times …, down to the last name."""
    above = ("a^{[2]}", "z^{[2]}", "a^{[1]}", "z^{[1]}")
    factors = (rf"\frac{{\partial {top}}}{{\partial {bottom}}}" for top, bottom in zip(above, below, strict=False))
    return r" \times ".join((part("a^{[2]}"), *factors))


def in_words(number, below):
    latex = rf"{part(below)} = \text{{Partial derivative of }} \mathcal{{L}} \text{{ with respect to }} {below}"
    return words(number, latex, DECK)


def with_dz2(scope):
    return {**scope, "given": (*scope["given"], r"dz^{[2]} = a^{[2]} - y")}


ARGUMENTS = ("x", "w1", "b1", "w2", "b2", "y")
CAPITAL_1 = ("x", "W1", "b1", "w2", "b2", "y")
CAPITAL_2 = ("x", "w1", "b1", "W2", "b2", "y")


def capital(shapes, names):
    return dict(zip(names, (shapes[name] for name in ARGUMENTS), strict=True))


BY_W2 = f"{part('w^{[2]}')} = {chain('z^{[2]}', 'w^{[2]}')} = (a^{{[2]}} - y) a^{{[1]T}}"
BY_A1 = f"{part('a^{[1]}')} = {chain('z^{[2]}', 'a^{[1]}')} = (a^{{[2]}} - y)w^{{[2]T}}"
BY_Z1 = f"{part('z^{[1]}')} = {chain('z^{[2]}', 'a^{[1]}', 'z^{[1]}')} = {RIGHT}"
BY_B1 = f"{part('b^{[1]}')} = {RIGHT}"
INNER = r"(a^{[2]} - y) w^{[2]T} * a^{[1]} (1 - a^{[1]})"
BY_W1 = rf"{part('w^{[1]}')} = \left( {INNER} \right) x^T"
DZ1 = f"dz^{{[1]}} = {part('z^{[1]}')} = {SHORT}"
DB1 = f"db^{{[1]}} = {part('b^{[1]}')} = {SHORT}"
DW2 = f"dW^{{[2]}} = {part('W^{[2]}')} = (a^{{[2]}} - y) a^{{[1]T}}"
DW1 = rf"dW^{{[1]}} = {part('W^{[1]}')} = \left( {SHORT} \right) x^T"


def error_times_a1(x, w1, b1, w2, b2, y):
    """(a^{[2]} - y) a^{[1]T}: a row."""
    return error(x, w1, b1, w2, b2, y) * hidden(x, w1, b1).T


def error_times_w2(x, w1, b1, w2, b2, y):
    """(a^{[2]} - y) w^{[2]T}: a row."""
    return error(x, w1, b1, w2, b2, y) * w2.T


def error_times_x(x, w1, b1, w2, b2, y):
    """The gradient of z^{[1]}, as a column, times x^T."""
    return error_hidden(x, w1, b1, w2, b2, y) @ x.T


ENTRIES: tuple[Entry, ...] = (
    prose("163", "Akin to logistic regression, we can represent any neural network in terms of a computation graph"),
    in_words("164", "a^{[2]}"),
    new(
        id="s002-165",
        latex=part("a^{[2]}") + r" = \frac{-y}{a^{[2]}} + \frac{(1 - y)}{(1 - a^{[2]})}",
        kind="claim",
        **OUTPUT_ALONE,
        sides=(gradient(lambda a2, y: log_loss(y, a2), "a2"), lambda a2, y: -y / a2 + (1 - y) / (1 - a2)),
        shapes={"a2": (), "y": ()},
        note="the activation is a number: the slide divides by it",
    ),
    in_words("166", "z^{[2]}"),
    new(
        id="s002-167",
        latex=f"{part('z^{[2]}')} = {chain('z^{[2]}')} = a^{{[2]}} - y",
        kind="claim",
        **OUTPUT,
        sides=(
            gradient(of_z2, "z2"),
            lambda z2, y: (sigmoid(z2) - y) / (sigmoid(z2) * (1 - sigmoid(z2))) * gradient(sigmoid, "z")(z=z2),
            lambda z2, y: sigmoid(z2) - y,
        ),
        shapes={"z2": (), "y": ()},
    ),
    in_words("168", "b^{[2]}"),
    claim(
        "169",
        f"{part('b^{[2]}')} = {chain('z^{[2]}', 'b^{[2]}')} = a^{{[2]}} - y",
        slope_b2,
        slope_z2,
        error,
        **DECK,
        note="the bias of the one output is a number",
    ),
    in_words("170", "w^{[2]}"),
    claim(
        "171",
        BY_W2,
        slope_w2,
        slope_w2,
        error_times_a1,
        **DECK,
        holds=False,
        note="a row (1, 4) for the gradient of a column (4, 1): transposed",
    ),
    true_by_rows("171b", BY_W2, rows_turned(slope_w2), rows_turned(slope_w2), rows(error_times_a1)),
    claim(
        "171c",
        BY_W2,
        turned(slope_w2),
        turned(slope_w2),
        error_times_a1,
        declare=f"layout numerator; {DECK['declare']}",
        given=DECK["given"],
        note="the layout of the deck, and derivatives in numerator layout",
    ),
    in_words("172", "a^{[1]}"),
    claim(
        "173",
        BY_A1,
        slope_a1,
        slope_a1,
        error_times_w2,
        **DECK,
        holds=False,
        note="a row (1, 4) for the gradient of a column (4, 1): transposed",
    ),
    true_by_rows("173b", BY_A1, rows(slope_a1), rows(slope_a1), rows(turned(error_times_w2))),
    claim(
        "173c",
        BY_A1,
        turned(slope_a1),
        turned(slope_a1),
        error_times_w2,
        declare=f"layout numerator; {DECK['declare']}",
        given=DECK["given"],
    ),
    in_words("174", "z^{[1]}"),
    misfit("175", BY_Z1, RIGHT),
    true_by_rows("175b", BY_Z1, rows(slope_z1), rows(slope_z1), rows(error_hidden), note="a(1 - a) is elementwise"),
    prose("176", "Element-wise product", "what * means on this slide"),
    claim(
        "177",
        f"{part('b^{[1]}')} = {chain('z^{[2]}', 'a^{[1]}', 'z^{[1]}', 'b^{[1]}')}",
        slope_b1,
        slope_z1,
        **DECK,
        note="a product of derivatives along a chain is contracted along the names that two factors share",
    ),
    misfit("178", BY_B1, RIGHT),
    true_by_rows("178b", BY_B1, rows(slope_b1), rows(error_hidden)),
    claim(
        "179",
        f"{part('w^{[1]}')} = {chain('z^{[2]}', 'a^{[1]}', 'z^{[1]}', 'w^{[1]}')}",
        slope_w1,
        turned(error_times_x),
        **DECK,
        note="the last factor has three indices, of which the first is summed",
    ),
    misfit("180", BY_W1, INNER),
    true_by_rows("180b", BY_W1, rows_turned(slope_w1), rows(error_times_x)),
    summary(
        "181",
        f"dz^{{[2]}} = {part('z^{[2]}')} = a^{{[2]}} - y",
        DECK,
        {"dz2": (), **DECK_SHAPES},
        lambda dz2: dz2,
        slope_z2,
        error,
    ),
    misfit("182", DZ1, SHORT, "definition|claim", with_dz2(DECK)),
    summary(
        "182b",
        DZ1,
        with_dz2(ROWS),
        {"dz1": (4, 1), **ROWS_SHAPES},
        lambda dz1: dz1,
        rows(slope_z1),
        rows(error_hidden),
        note="dz^{[2]} is a number, so that it may stand on the left of the column w^{[2]T}",
    ),
    summary(
        "183",
        f"db^{{[2]}} = {part('b^{[2]}')} = a^{{[2]}} - y",
        DECK,
        {"db2": (), **DECK_SHAPES},
        lambda db2: db2,
        slope_b2,
        error,
    ),
    misfit("184", DB1, SHORT, "definition|claim", with_dz2(DECK)),
    summary(
        "184b",
        DB1,
        with_dz2(ROWS),
        {"db1": (4, 1), **ROWS_SHAPES},
        lambda db1: db1,
        rows(slope_b1),
        rows(error_hidden),
    ),
    summary(
        "185",
        DW2,
        network(w2="W"),
        {"dW2": (4, 1), **capital(DECK_SHAPES, CAPITAL_2)},
        lambda dW2: dW2,
        of(by_place(slope_w2), *CAPITAL_2),
        of(error_times_a1, *CAPITAL_2),
        holds=False,
        note="W is the matrix w of the slides before, with a capital letter; the last side is transposed",
    ),
    summary(
        "185b",
        DW2,
        network(w2="W", transposed=False),
        {"dW2": (1, 4), **capital(ROWS_SHAPES, CAPITAL_2)},
        lambda dW2: dW2,
        of(rows_turned(slope_w2), *CAPITAL_2),
        of(rows(error_times_a1), *CAPITAL_2),
    ),
    misfit("186", DW1, SHORT, "definition|claim", with_dz2(network(w1="W"))),
    summary(
        "186b",
        DW1,
        with_dz2(network(w1="W", transposed=False)),
        {"dW1": (4, 3), **capital(ROWS_SHAPES, CAPITAL_1)},
        lambda dW1: dW1,
        of(rows_turned(slope_w1), *CAPITAL_1),
        of(rows(error_times_x), *CAPITAL_1),
        note="W^{[1]} with a capital letter, and w^{[2]} with a small one",
    ),
)
