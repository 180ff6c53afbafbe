"""What the reader decides, what it refuses, and how it says so."""

import pytest
from reading_for_tests import ARRAYS, scope_with, text_of

from derive.ir import Symbol
from derive.notation.reading import read
from derive.notation.scope import OPEN
from derive.shapes import SCALAR, Shape


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"|S|", "det(S)"),
        (r"\frac{\partial^2 a}{\partial b^2}", "hessian(a, b, b)"),
        (r"w^T x", "matmul(transpose(w), x)"),
        (r"w^{T} x", "matmul(transpose(w), x)"),
        (r"w^{\top} x", "matmul(transpose(w), x)"),
        (r"w^\top x", "matmul(transpose(w), x)"),
        (r"w^\intercal x", "matmul(transpose(w), x)"),
        (r"w^{\mathsf T} x", "matmul(transpose(w), x)"),
        (r"w^\mathsf{T} x", "matmul(transpose(w), x)"),
        (r"w^{\mathrm{T}} x", "matmul(transpose(w), x)"),
        (r"w^{\rm T} x", "matmul(transpose(w), x)"),
        (r"w' x", "matmul(transpose(w), x)"),
        (r"wᵀx", "matmul(transpose(w), x)"),
        (r"\mathbf{w}^{\top} \mathbf{x}", "matmul(transpose(w), x)"),
        (r"{\bf w}^{\top} \bm x", "matmul(transpose(w), x)"),
        (r"W x", "matmul(W, x)"),
        (r"x w^T", "matmul(x, transpose(w))"),
        (r"w^T X", "matmul(transpose(w), X)"),
        (r"X A^T", "matmul(X, transpose(A))"),
        (r"w \cdot x", "matmul(transpose(w), x)"),
        (r"W \cdot x", "matmul(W, x)"),
        (r"u \odot v", "mul(u, v)"),
        (r"u \circ v", "mul(u, v)"),
        (r"u ∗ v", "mul(u, v)"),
        (r"S u \odot v", "mul(matmul(S, u), v)"),
        (r"u \odot S v", "mul(u, matmul(S, v))"),
        (r"\frac{a}{2} S v", "mul(broadcast(div(a, 2), shape=(m, 1)), matmul(S, v))"),
        (r"a(1-a)", "mul(a, add(1, neg(a)))"),
        (r"(a)(b)", "mul(a, b)"),
        (r"2a", "mul(2, a)"),
        (r"-2a", "mul(-2, a)"),
        (r"-a b", "neg(mul(a, b))"),
        (r"a \cdot -b", "mul(a, neg(b))"),
        (r"a - -b", "add(a, b)"),
        (r"a/b", "div(a, b)"),
        (r"½(a-b)²", "mul(div(1, 2), power(add(a, neg(b)), 2))"),
        (r"\frac12 a", "mul(div(1, 2), a)"),
        (r"\tfrac{1}{2}a", "mul(div(1, 2), a)"),
        (r"0.25a", "mul(div(1, 4), a)"),
        (r"-0.5a", "neg(mul(div(1, 2), a))"),
        (r"a - 2.0", "add(a, -2)"),
        (r"\sqrt{a}", "power(a, div(1, 2))"),
        (r"e^{-a}", "exp(neg(a))"),
        (r"\exp(-a)", "exp(neg(a))"),
        (r"\exp(a)^2", "power(exp(a), 2)"),
        (r"\sigma(a)", "sigmoid(a)"),
        (r"\sigma\left(w^T x\right)^2", "power(sigmoid(matmul(transpose(w), x)), 2)"),
        (r"\operatorname{sigmoid}(a)", "sigmoid(a)"),
        (r"sigmoid(a)", "sigmoid(a)"),
        (r"\log a + b", "add(log(a), b)"),
        (r"y \log a - b", "add(mul(y, log(a)), neg(b))"),
        (r"\tanh(a)", "tanh(a)"),
        (r"\tanh a", "tanh(a)"),
        (r"\tanh(a)^2", "power(tanh(a), 2)"),
        (r"\max(0, w)", "relu(w)"),
        (r"\max\{a, b\}", "max(a, b)"),
        (r"\min(a, b)", "min(a, b)"),
        (r"\operatorname{ReLU}(w)", "relu(w)"),
        (r"\mathrm{softmax}(w)", "softmax(w)"),
        (r"softplus(a)", "softplus(a)"),
        (r"\sigma'(w)", "sigmoid_prime(w)"),
        (r"\sigma^{\prime}(a)^2", "power(sigmoid_prime(a), 2)"),
        (r"\tanh'(a)", "tanh_prime(a)"),
        (r"\log'(a)", "div(1, a)"),
        (r"\operatorname{ReLU}'(a)", "step(a)"),
        (r"w'(u - v)", "matmul(transpose(w), add(u, neg(v)))"),
        (r"|a|", "abs(a)"),
        (r"|a||b|", "mul(abs(a), abs(b))"),
        (r"2|a| + |b|", "add(mul(2, abs(a)), abs(b))"),
        (r"\log|a|", "log(abs(a))"),
        (r"\left|\frac{a}{b}\right|", "abs(div(a, b))"),
        (r"\| w \|", "norm(w)"),
        (r"\lVert w \rVert_2", "norm(w)"),
        (r"\| u - v \|^2", "sum(power(add(u, neg(v)), broadcast(2, shape=(m, 1))))"),
        (r"\| W \|_F^2", "sum(power(W, broadcast(2, shape=(h, m))))"),
        (r"\|w\|_1", "sum(abs(w))"),
        (r"\langle u, v \rangle", "matmul(transpose(u), v)"),
        (r"W X + W v", "add(matmul(W, X), spread(matmul(W, v), shape=(h, n)))"),
        (r"X + w", "add(X, spread(w, shape=(m, n)))"),
        (r"X + Y", "add(X, spread(Y, shape=(m, n)))"),
        (r"u(1 - u)", "mul(u, add(broadcast(1, shape=(m, 1)), neg(u)))"),
        (r"(1 - u)u", "mul(add(broadcast(1, shape=(m, 1)), neg(u)), u)"),
        (r"u(1 + u)", "mul(u, add(broadcast(1, shape=(m, 1)), u))"),
        (r"S(1 - S)", "matmul(S, add(broadcast(1, shape=(m, m)), neg(S)))"),
        (r"\sum_i x^{(i)} x^{(i)T}", "matmul(X, transpose(X))"),
        (r"\sum_i \sum_j x_j^{(i)}", "sum(X)"),
        (
            r"\sum_{i=1}^n (x^{(i)} + w)",
            "matmul(add(X, spread(w, shape=(m, n))), broadcast(1, shape=(n, 1)))",
        ),
        (r"\log 2a", "log(mul(2, a))"),
        (r"\log\frac{a}{b}", "log(div(a, b))"),
        (r"ylog(a)", "mul(y, log(a))"),
        (r"\log a \log b", "mul(log(a), log(b))"),
        (r"\log_{10} a", "div(log(a), log(10))"),
        (r"a^{b}", "power(a, b)"),
        (r"a^{-1-1}", "power(a, add(-1, -1))"),
        (r"\frac{\partial a}{\partial b}", "total(a, b)"),
        (r"∂a/∂b", "total(a, b)"),
        (r"da/db", "total(a, b)"),
        (r"\nabla_w a", "total(a, w)"),
        (r"\frac{d}{da} 3a^2", "derivative(mul(3, power(a, 2)), a)"),
        (r"\frac{d}{da}(a^2) b", "mul(derivative(power(a, 2), a), b)"),
        (r"\cancel{a} \boxed{b} \textcolor{red}{y}", "mul(a, b, y)"),
        (r"\underbrace{a + b}_{z} y", "mul(add(a, b), y)"),
        (r"\sum_{j=1}^m w_j x_j", "sum(mul(w, x))"),
        (r"\sum_j w_j x_j", "sum(mul(w, x))"),
        (r"\sum w_j x_j", "sum(mul(w, x))"),
        (r"\sum_{j=1}^m w_j x_j^{(1)}", ""),
        (r"\sum_{i=1}^n x^{(i)} y^{(i)}", "matmul(X, transpose(Y))"),
        (r"a % a comment", "a"),
        (r"a \, b\;\!", "mul(a, b)"),
        (r"\displaystyle a \label{eq}", "a"),
    ],
)
def test_expressions(text: str, expected: str) -> None:
    if not expected:
        assert read(text, ARRAYS).error is not None
        return
    assert text_of(text) == expected


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        ("", "unreadable", "no formula"),
        ("% only a comment", "unreadable", "no formula"),
        (r"\frac{1}{2", "unreadable", "never closed"),
        (r"a + b)", "unreadable", "closes nothing"),
        (r"\left( a ]", "unreadable", "closed by"),
        (r"(a]", "unreadable", "closed by"),
        (r"\left( a \right", "unreadable", "needs a bracket"),
        (r"\begin{aligned} a", "unreadable", "never closed"),
        (r"\begin{foo} a \end{foo}", "unreadable", "unknown environment"),
        (r"\frac{1}", "unreadable", "needs an argument"),
        (r"\frac{}{2}", "unreadable", "empty argument"),
        (r"\sqrt", "unreadable", "needs an argument"),
        (r"a^b^2", "unreadable", "two superscripts"),
        (r"a_1_2", "unreadable", "two subscripts"),
        (r"a^", "unreadable", "nothing behind it"),
        (r"a^{}", "unreadable", "empty script"),
        (r"\foo a", "unreadable", "unknown command"),
        (r"\partial a", "unreadable", "has no ∂ below it"),
        (r"\frac{a}{\partial b}", "unreadable", "below the bar"),
        (r"\frac{\partial a}{b}", "unreadable", "has no ∂ below it"),
        (r"a + + b", "unreadable", "two signs"),
        (r"a \cdot \cdot b", "unreadable", "needs something on its left"),
        (r"= = a", "unreadable", "missing"),
        (r"\sum_{i=1}^n", "unreadable", "nothing behind it"),
        (r"\sigma + a", "unreadable", "is a function"),
        (r"a ☃ b", "unreadable", "SNOWMAN"),
        (r"c = a, 2b", "unreadable", "comma"),
        (r"q + a", "unbound", "nothing is known about q"),
        (r"f(a)", "unbound", "nothing is known about f"),
        (r"sofmax(a)", "unbound", "nothing is known about sofmax"),
        (r"z^{(i)} + 2", "unbound", "as its example"),
        (r"z^{(i)} = 2a", "ambiguous", "one side only"),
        (r"da", "unbound", "no loss"),
        (r"w x", "ill-shaped", "inner sizes"),
        (r"w^T * x", "ill-shaped", "entry by entry"),
        (r"w^T * u(1 - u)", "ill-shaped", "entry by entry"),
        (r"w + W", "ill-shaped", "spreading"),
        (r"A Y", "ill-shaped", "inner sizes"),
        (r"\frac{a}{w} W", "ill-shaped", "inner sizes"),
        (r"x^10", "ambiguous", "first digit"),
        (r"{a+b}a", "ambiguous", "braces"),
        (r"{a+b}^2", "ambiguous", "braces"),
        (r"a/2b", "ambiguous", "slash"),
        (r"\log a b", "ambiguous", "two readings"),
        (r"\log(a)^2", "ambiguous", "two readings"),
        (r"\frac{d}{da} a y a", "ambiguous", "how far"),
        (r"S^{1/2}", "ambiguous", "matrix"),
        (r"W^2", "ill-shaped", "square"),
        (r"S \times S", "ambiguous", "two readings"),
        (r"\sum a", "ambiguous", "which index"),
        (r"a = w_j x_j", "ambiguous", "index j"),
        (r"a + b = w_j x_j", "unbound", "index j"),
        (r"|a", "not-yet", "alone"),
        (r"a|b", "not-yet", "alone"),
        (r"|a|b|y|", "ambiguous", "paired"),
        (r"|w|", "ambiguous", "bars around an array"),
        (r"\|W\|", "ambiguous", "which norm"),
        (r"\|w\|_3", "not-yet", "norm"),
        (r"\max(a)", "unreadable", "two arguments"),
        (r"\sigma^T(a)", "not-yet", "scripts on a function"),
        (r"\log^T a", "not-yet", "between a function"),
        (r"\sigma'''(a)", "not-yet", "as a function"),
        (r"q'(a)", "not-yet", "of one argument"),
        (r"\operatorname{softmax}(W)", "ambiguous", "rows or its columns"),
        (r"\prod_{i=1}^n a", "not-yet", "products over an index"),
        (r"a + \ldots + b", "not-yet", "dots"),
        (r"[a \ 2b]", "not-yet", "square brackets"),
        (r"a \pm b", "never", "two formulas"),
        (r"a^{9^{9^9}}", "never", "exponent"),
        (r"a^{99999999}", "never", "exponent"),
        (r"\sum_{k=1}^{1000} q_k", "never", "terms"),
    ],
)
def test_refusals(text: str, kind: str, part: str) -> None:
    error = read(text, ARRAYS).error
    assert error is not None
    assert (error.kind, part in error.message) == (kind, True), error
    assert 0 <= error.span.start <= error.span.end <= len(text) + 1


def test_an_error_is_shown_at_its_place() -> None:
    text = "a +\nb + \\frac{1} + c"
    error = read(text, ARRAYS).error
    assert error is not None
    assert error.render(text, "notes.md:3").splitlines() == [
        "notes.md:3: cannot be read: `\\frac` needs an argument here",
        "  b + \\frac{1} + c",
        "      ^^^^^",
        "  expected: an argument in braces",
    ]


def test_an_error_in_a_long_line_is_shown_in_a_window() -> None:
    text = "a + " * 200 + "q" + " + a" * 200
    error = read(text, ARRAYS).error
    assert error is not None
    line, caret = error.render(text).splitlines()[1:3]
    assert len(line) < 110
    assert line[caret.index("^")] == "q"


@pytest.mark.parametrize(
    ("declarations", "text", "expected"),
    [
        ("log 10", r"\log a", "div(log(a), log(10))"),
        ("log 10", r"\ln a", "log(a)"),
        ("log natural", r"\log a", "log(a)"),
    ],
)
def test_the_base_of_the_logarithm_is_declared(declarations: str, text: str, expected: str) -> None:
    assert text_of(text, scope_with(declarations, scope=ARRAYS)) == expected


def test_examples_may_stand_in_rows() -> None:
    scope = scope_with("examples rows; shape X: n,m; shape y: n; shape w: m")
    assert text_of(r"\sum_{i=1}^n y^{(i)} x^{(i)}", scope) == "matmul(transpose(X), y)"
    assert text_of(r"\sum_{i=1}^n w^T x^{(i)}", scope) == "sum(matmul(transpose(w), transpose(X)))"


# --- names


def test_a_superscript_is_a_layer_only_where_the_name_has_layers() -> None:
    scope = scope_with("shape W^{[1]}: h,m; shape x: m; shape c^{[2]}: scalar; shape a: scalar")
    assert text_of("W^{[1]} x", scope) == "matmul(W1, x)"
    assert text_of("W^{(1)} x", scope) == "matmul(W1, x)"
    assert text_of("W^1 x", scope) == "matmul(W1, x)"
    assert text_of("W^{[1]T}", scope) == "transpose(W1)"
    assert text_of("a^2", scope) == "power(a, 2)"
    both = scope.with_shape("c", SCALAR)
    error = read("c^2", both).error
    assert error is not None
    assert error.kind == "ambiguous"


def test_dw_is_a_gradient_a_defined_name_or_a_product() -> None:
    loss = scope_with("shape w,b,y: scalar; data y; parameter w,b", "z = w + b", "L = (z - y)^2")
    assert text_of("dw", loss) == "total(L, w)"
    assert text_of(r"\mathrm{d}w", loss) == "total(L, w)"
    assert text_of(r"\frac{dL}{dw}", loss) == "total(L, w)"
    assert text_of("dw", loss.with_shape("dw", Shape.of("m"))) == "dw"
    assert text_of("dw", loss.with_shape("d", SCALAR)) == "mul(d, w)"
    assert read("dz = 2(z - y)", loss).kind == "claim"
    assert read("dz = 2(z - y)", loss, defining=True).kind == "definition"


def test_the_last_loss_is_what_gradients_are_of() -> None:
    scope = scope_with("shape w,y: scalar", "L = (w - y)^2", "J = 2 L")
    assert text_of("dw", scope) == "total(J, w)"
    assert text_of("dw", scope.with_loss("L")) == "total(L, w)"


def test_a_derivative_by_a_name_reaches_through_equations() -> None:
    scope = scope_with("shape z: scalar", r"a = \sigma(z)")
    assert text_of(r"\frac{d}{dz} (1 - a)", scope) == "derivative(add(1, neg(sigmoid(z))), z)"
    assert text_of(r"\frac{d}{dz} a", scope) == "total(a, z)"
    error = read(r"\frac{\partial}{\partial z} (z a)", scope).error
    assert error is not None
    assert error.kind == "ambiguous"


def test_an_open_scope_takes_unknown_names_for_numbers() -> None:
    assert text_of("p q + r_1", OPEN) == "add(mul(p, q), r_1)"
    called = read("u(p)", OPEN).error
    assert called is not None
    assert called.kind == "unbound"
    assert read("f(p)", OPEN).functions == (Symbol("f"),)
    assert text_of(r"\sum_{i=1}^n p_i", OPEN) == "sum(p)"
    assert text_of(r"\sum_{i=1}^n i", OPEN) == "sum(positions(size=n))"


def test_a_function_with_an_equation_is_read_at_other_arguments() -> None:
    scope = scope_with("shape a,b,y,t: scalar; shape w: m", "f(t) = t^2 + b", "g(a, t) = a t", "L(a, y) = a - y")
    for text, expected in {
        "f(t)": "f",
        "f(a)": "add(power(a, 2), b)",
        "f(2)": "add(power(2, 2), b)",
        "f(t + 1)^2": "power(add(power(add(t, 1), 2), b), 2)",
        "f(f(t))": "add(power(f, 2), b)",
        "g(t, a)": "mul(t, a)",
        "L(y, a)": "L",
        "f(w)": "add(power(w, broadcast(2, shape=(m, 1))), broadcast(b, shape=(m, 1)))",
    }.items():
        assert text_of(text, scope) == expected
    for text in ("f(a, b)", "g(a)", "f^{-1}(t)", "f^2(t)"):
        error = read(text, scope).error
        assert error is not None
        assert error.kind == "not-yet"


@pytest.mark.parametrize(
    ("text", "name", "number"),
    [("w_1 = 0.1", "w_1", "div(1, 10)"), ("w_{2} = 3", "w_2", "3"), (r"W_{12} = -\frac12", "W_12", "neg(div(1, 2))")],
)
def test_a_number_said_of_an_entry_is_a_printed_value(text: str, name: str, number: str) -> None:
    """Entries of an array without an equation; where it has one, that is claimed of it."""
    reading = read(text, scope_with("shape w: m; shape W: h,m; parameter w,W"))
    assert (reading.kind, reading.error, str(reading.expr)) == ("value", None, number)
    assert [symbol.plain for symbol in reading.defines] == [name]
    computed = read(text, scope_with("shape v: m; shape V: h,m; parameter v,V", "w = 2 v", "W = 2 V"))
    assert (computed.kind, computed.defines) == ("claim", ())


def test_a_name_that_stands_for_the_point_needs_no_declaration() -> None:
    scope = scope_with("shape s: scalar; shape w,x: m")
    assert text_of(r"\left. \frac{d}{dt} \sigma(t) \right|_{t=s}", scope) == (
        "evaluated(derivative(sigmoid(t), t), t, s)"
    )
    for text, name in {
        r"\left. \frac{\partial w^T x}{\partial \omega} \right|_{\omega=0}": "omega",
        r"\left. s^2 \right|_{t=s}": "t",
        r"\left. t^2 \right|_{t=s} + t": "t",
        r"\left. t^2 \right|_{t=t}": "t",
    }.items():
        error = read(text, scope).error
        assert error is not None
        assert (error.kind, name in error.message) == ("unbound", True), text


def test_a_differential_of_the_loss_is_refused() -> None:
    scope = scope_with("shape w: m; shape y: scalar", "L = y w^T w")
    error = read(r"dL = 2 y w^T dw", scope).error
    assert error is not None
    assert (error.kind, "differential" in error.message) == ("not-yet", True)


def test_an_index_on_the_line_is_an_examples_index() -> None:
    scope = scope_with("shape Z^{[1]}: h,n; shape A^{[1]}: h,n; shape a: scalar")
    reading = read(r"a^{[1]}(i) = \sigma(z^{[1]}(i))", scope)
    assert (reading.defines, str(reading.expr)) == ((Symbol("A", layer="1"),), "sigmoid(Z1)")
    assert "(i) behind a^{[1]} is an example's index" in reading.choices
    error = read(r"a(i)", scope).error
    assert error is not None
    assert error.kind == "unbound"


def test_a_power_of_e_before_brackets_is_a_factor() -> None:
    assert text_of("e^{-a}(1 + b)") == "mul(exp(neg(a)), add(1, b))"
    assert text_of("e^{-a}(1 + b)", OPEN) == "mul(exp(neg(a)), add(1, b))"


def test_words_beside_a_formula_claim_nothing() -> None:
    reading = read(r"\frac{\partial a}{\partial b} = \text{derivative of } a", ARRAYS)
    assert (reading.kind, reading.error, str(reading.sides)) == ("notation", None, "(total(a, b),)")


def test_choices_and_names_are_told() -> None:
    reading = read("a(1-a)", ARRAYS)
    assert reading.choices == ("a(1-a) is a product, because a is a quantity",)
    assert [(use.symbol.letter, use.meaning) for use in reading.names] == [("a", "a number")]
    assert read(r"w \cdot x", ARRAYS).choices == (r"· in w \cdot x is the dot product",)


NETWORK = scope_with(
    "shape X: d,n; shape W: h,d; shape b: h; shape v: 1,h; data X; parameter W,b,v",
    "Z = W X + b",
    r"A = \sigma(Z)",
    "Y = v A",
    r"J = \sum_i y^{(i)}",
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            r"\frac{\partial J}{\partial A} \frac{\partial A}{\partial Z} \frac{\partial Z}{\partial W}",
            "vjp(vjp(total(J, A), A, Z), Z, W)",
        ),
        (r"\frac{\partial Z}{\partial b} \cdot \frac{\partial J}{\partial Z}", "vjp(total(J, Z), Z, b)"),
        (r"dZ \frac{\partial Z}{\partial W}", "vjp(total(J, Z), Z, W)"),
        (r"dA \odot \frac{\partial A}{\partial Z}", "mul(total(J, A), sigmoid_prime(Z))"),
        (
            r"\frac{\partial J}{\partial A} \frac{\partial A}{\partial W}",
            "pullback(total(J, A), sigmoid(add(matmul(W, X), spread(b, shape=(h, n)))), W)",
        ),
        (r"dW = dW + dz^{(i)} x^{(i)T}", "(total(J, W),)"),
    ],
)
def test_derivatives_of_arrays_join_up_to_chains(text: str, expected: str) -> None:
    assert text_of(text, NETWORK) == expected


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (r"\frac{\partial J}{\partial A} \frac{\partial Z}{\partial W}", "do not join up"),
        (r"X \frac{\partial Z}{\partial W}", "derivative of an array"),
        (r"v \frac{\partial A}{\partial Z}", "derivative of an array"),
        (r"\frac{\partial Z}{\partial W} = X", "derivative of an array"),
        (r"\frac{\partial A}{\partial Z} = W", "derivative of an array"),
    ],
)
def test_derivatives_of_arrays_that_join_nothing_are_refused(text: str, part: str) -> None:
    error = read(text, NETWORK).error
    assert error is not None
    assert (error.kind, part in error.message) == ("not-yet", True)
