r"""Formulas of numbers for two readers: the project's own and latex2sympy2, which must agree or be explained.

`FORMULAS` are read without declarations; the formulas of numbers in the other files of this folder are read in the
scopes of those files. `DIFFERENCES` says of every formula that latex2sympy2 reads in another way who is right and why.
"""

from dataclasses import dataclass

# What the tests over this folder ask every file for: the formulas here come without a written meaning.
DECLARATIONS = ""
DEFINITIONS = []
ENTRIES = []


@dataclass(frozen=True)
class Difference:
    """Formulas that the two readers take differently, who is right about them, and the reason."""

    right: str
    reason: str
    formulas: tuple[str, ...]


FORMULAS = r"""
a + b
a - b + c
a - (b + c)
-a + b
-a - b
-(a - b)
a b
a b c
2 a b
3 x^2 y
a \cdot b + c
a \times b \times c
a (b + c)
(a + b)(c + d)
(a - y) x
(a - b)(a + b)
2(x + 1)
(x + 1)2
-2 x
a (-b)
-x^2
(-x)^2
x^{-1}
x^{-2} y
x^{10}
x^10
x^2 y^3
x^{2} + x^{3}
x^{a + b}
x^{a b}
x^{y^2}
(x^y)^2
(a + b)^2
(a + b)^{n + 1}
2^x
2^{x + 1}
\frac{a}{b}
\frac12
\frac{1}{2} x
\frac12 x^2
\frac{a + b}{c - d}
\frac{a}{b} \frac{c}{d}
\frac{a}{b} \cdot c
\frac{\frac{a}{b}}{c}
\frac{a}{\frac{b}{c}}
\dfrac{x}{y} + 1
\tfrac{1}{2} (a - y)^2
-\frac{a}{b}
\frac{-a}{b}
\frac{a}{-b}
a / b
a / b + c
a / (b + c)
(a + b) / c
a / b / c
a / b \cdot c
a \cdot b / c
1 / x
1 / (1 + x)
a / b c
x / 2 y
e^x
e^{-x}
e^{x + y}
e^{-z^2}
e^{2 x} e^{-y}
(e^x)^2
\exp(x)
\exp(-x)
\exp(x + y)
\exp(-(x + y)^2)
1 + e^{-z}
\frac{1}{1 + e^{-z}}
(1 + e^{-z})^{-1}
\frac{e^{-z}}{(1 + e^{-z})^2}
\frac{e^x}{e^x + e^y}
\frac{e^{x} - e^{-x}}{e^{x} + e^{-x}}
\ln x
\ln(x)
\ln(x y)
\ln(1 + x)
\ln x + \ln y
\ln(1 + e^{x})
-y \ln a
-y \ln(a) - (1 - y) \ln(1 - a)
-(y \ln a + (1 - y) \ln(1 - a))
\frac{\ln x}{y}
\ln \frac{x}{y}
x \ln x
\ln x y
\ln 2 x
\ln x + 1
\ln x^2
(\ln x)^2
\log x
\log(x)
\log(1 - a)
-y \log a - (1 - y) \log(1 - a)
x \log y
\sqrt{x}
\sqrt{x + y}
\sqrt{x^2 + y^2}
\frac{1}{\sqrt{x}}
\sqrt{\frac{x}{y}}
2 \sqrt{x} y
\sqrt x + 1
\tanh x
\tanh(x)
\tanh(x + y)
\tanh x + 1
1 - \tanh^2 x
1 - \tanh(x)^2
1 - (\tanh x)^2
\tanh^2(x)
\tanh x y
|x|
|x - y|
|x| + |y|
2 |x| y
\left| x - y \right|
\max(0, z)
\max(x, y)
\min(x, y)
\max(0, x) + \max(0, -x)
\max(x, 1 - x)
\sigma(z)
\sigma(z) + 1
\sigma(z)(1 - \sigma(z))
\sigma(x + y)
\sigma(w x + b)
1 - \sigma(-z)
\alpha + \beta
\alpha \beta
\alpha x + \beta y
\gamma^2
\lambda \theta^2
\frac{\lambda}{2} w^2
\epsilon + \delta
\eta (a - y) x
\mu + \rho^2
x_1 + x_2
w_1 x_1 + w_2 x_2 + b
x_1^2
x_1^{2} x_2^{3}
x_{12} + x_{1}
x_{12} y
w_{ij} + b_j
a_i b_i
x_n
\alpha_1 + \alpha_2
\hat{y} - y
(y - \hat{y})^2
\frac{1}{2} (y - \hat{y})^2
-(y - \hat{y}) x
-x_1 (y - \hat{y})
\hat{y} (1 - \hat{y})
\bar{x} + x
\tilde{x} y
\hat{y}_1 - y_1
\frac{a - y}{a (1 - a)}
\frac{-y}{a} + \frac{1 - y}{1 - a}
-\frac{y}{a} + \frac{1 - y}{1 - a}
\left( \frac{-y}{a} + \frac{1 - y}{1 - a} \right) a (1 - a)
\left( a - y \right) x
\left[ a + b \right] c
[a + b] c
\left\{ a + b \right\} c
\{ a + b \} c
{a + b} c
0.5 x
0.5 (a - y)^2
.5 x
3.25 + x
10 x + 2.5
1000 x
x 2
2 3 x
w x + b
w - \alpha (a - y) x
w - \eta \frac{a - y}{n} x
a \, b
a \quad b
a ~ b
a \; b
a \! b
x + - y
x - - y
x \cdot - y
a * b
a * b + c
a \div b
a \ast b
a : b
x!
y = w x + b
z = w x + b
a = \frac{1}{1 + e^{-z}}
L = \frac{1}{2} (y - \hat{y})^2
L = -(y \ln a + (1 - y) \ln(1 - a))
(a + b)^2 = a^2 + 2 a b + b^2
\tanh x = \frac{e^x - e^{-x}}{e^x + e^{-x}}
w \leftarrow w - \alpha (a - y) x
b \leftarrow b - \alpha (a - y)
\frac{d}{dx} x^2
\frac{d}{dx} (x^2 + 3 x)
\frac{d}{dx} x^2 = 2 x
\frac{d}{dx} x^2 + 1
\frac{d}{dx} (x^2) y
\frac{d}{dx} e^{-x}
\frac{d}{dz} \ln z
\frac{d}{dz} \frac{1}{z}
\frac{d}{dz} (1 + e^{-z})^{-1}
\frac{d}{dz} \sigma(z)
\frac{\partial}{\partial x} (x^2 y)
\frac{\partial}{\partial y} (x^2 y + y^3)
\frac{\partial}{\partial a} (-y \ln a - (1 - y) \ln(1 - a))
\frac{\partial L}{\partial w}
\frac{\partial L}{\partial w} = (a - y) x
\frac{\partial L}{\partial a} \frac{\partial a}{\partial z}
\frac{\partial L}{\partial a} \cdot \frac{\partial a}{\partial z}
\frac{\partial L}{\partial a} \times \frac{\partial a}{\partial z} \times \frac{\partial z}{\partial w}
\frac{\partial L}{\partial w_1}
\frac{\partial L}{\partial \hat{y}}
\frac{dL}{dw}
\frac{dL}{da} \frac{da}{dz}
\frac{d L}{d w}
\frac{d^2}{dx^2} x^3
dz
dw = (a - y) x
dx
f(x)
f(x) = x^2
f(x + y)
x(y + z)
L(a, y)
\sin x
\cos^2 x
\tan x
\sin x \cos x
\sin 2 x
\sin^2 x + \cos^2 x
\sinh x
\cosh(x + y)
\cosh^2 x - \sinh^2 x
\frac{d}{dx} \sin x
\frac{d}{dx} \cos(x y)
\frac{d}{dx} \tan x
\ln^2 x
\tanh^3 x
\pi x
2 \pi x
\sin(\pi x)
\frac{1}{\sqrt{2 \pi}} e^{-x^2 / 2}
\infty
i x
j x
i j
I x
d x
e
2 e
E x
x e^{y}
T x
x^T
x^T y
w^T x + b
x'
\sum_{i=1}^{3} i
\sum_{i=1}^{n} x_i
\frac{1}{n} \sum_{i=1}^{n} (a_i - y_i)
\prod_{i=1}^{3} i
\int x dx
\lim_{x \to 0} x
x^{(1)}
x^{(i)}
w^{[1]}
a^{[2]} - y
w^{[1]T} x
x < y
x \leq y
x \neq y
x, y
\mathrm{d}x
\mathbf{x} + 1
\mathcal{L} + 1
\operatorname{sigmoid}(x)
\operatorname{tanh}(x)
\text{sigmoid}(x)
\mathrm{log}(x)
log(x)
exp(x)
\|x\|
\binom{n}{2}
\lfloor x \rfloor
5\%
1,000 x
""".strip().splitlines()


DIFFERENCES = (
    Difference(
        "we",
        "log is natural in this field unless something else is declared; latex2sympy2 takes it to base 10",
        (
            r"\log x",
            r"\log(x)",
            r"\log(1 - a)",
            r"-y \log a - (1 - y) \log(1 - a)",
            r"x \log y",
            r"\log|s|",
            r"\frac{\partial \mathcal{L}}{\partial a} = \frac{\partial}{\partial a}"
            r" (-y \log(a) - (1 - y) \log(1 - a))",
            r"\frac{d}{dx}\log x = \frac{1}{x}",
            r"\frac{d}{dx} \log(x^2) = \frac{1}{x^2} \cdot (2^x)",
        ),
    ),
    Difference(
        "we",
        "σ is the logistic function here; of an argument that is more than one letter latex2sympy2 makes a factor",
        (
            r"\sigma(x + y)",
            r"\sigma(w x + b)",
            r"1 - \sigma(-z)",
            r"\hat{y} = \sigma(w_1x_1 + w_2x_2 + b)",
        ),
    ),
    Difference(
        "we",
        "an index in round or square brackets is a layer or an example; latex2sympy2 takes it as a power",
        (r"x^{(1)}", r"x^{(i)}", r"w^{[1]}", r"a^{[2]} - y", r"w^{[1]T} x"),
    ),
    Difference(
        "we",
        "an upper T is a transpose and needs an array; latex2sympy2 drops it from a number without a word",
        (r"x^T", r"x^T y", r"w^T x + b"),
    ),
    Difference(
        "we",
        "a prime is a derivative or a transpose; latex2sympy2 drops it, or makes a power of it",
        (r"x'", r"f'(t)", r"\sigma''(s)", r"\sigma^{\prime}(s)"),
    ),
    Difference(
        "we",
        "a letter before a bracket may be called or multiplied, and nothing says which: we report both readings,"
        " latex2sympy2 takes a product, of f(x + y) too",
        (
            r"a (-b)",
            r"f(x)",
            r"f(x + y)",
        ),
    ),
    Difference(
        "we",
        "TeX prints x¹0 for it: only the first digit is in the script, which latex2sympy2 does not know",
        (r"x^10",),
    ),
    Difference(
        "we",
        "what a slash without brackets divides by has two readings, which we report; latex2sympy2 takes the product",
        (r"a / b c", r"x / 2 y"),
    ),
    Difference(
        "we",
        "a number before a number is no product that anybody writes, and may be one number with a gap in it;"
        " latex2sympy2 multiplies them",
        (r"2 3 x",),
    ),
    Difference(
        "we",
        "how far a function without brackets reaches has two readings, which we report; latex2sympy2 takes all",
        (r"\ln x y", r"\tanh x y"),
    ),
    Difference(
        "we",
        "braces print no brackets, so that it reads otherwise on paper than in LaTeX; latex2sympy2 follows the braces",
        (r"{a + b} c",),
    ),
    Difference(
        "they",
        "sound mathematics that gradients of networks hardly need, and that we do not read yet",
        (
            r"a : b",
            r"x!",
            r"\infty",
            r"\int x dx",
            r"\lim_{x \to 0} x",
            r"\binom{n}{2}",
            r"\lfloor x \rfloor",
            r"5\%",
        ),
    ),
    Difference(
        "they",
        "three digits behind a comma are thousands, or two numbers in a list: we report both readings",
        (r"1,000 x",),
    ),
    Difference(
        "both",
        "the same sum or product; what latex2sympy2 returns has bounds, which are not translated for the comparison",
        (r"\sum_{i=1}^{3} i", r"\prod_{i=1}^{3} i", r"\frac{1}{n}\sum_{i=1}^n 1"),
    ),
    Difference(
        "we",
        "x with an index in a sum is an array here, entry by entry; latex2sympy2 sums the name x_i",
        (r"\sum_{i=1}^{n} x_i", r"\frac{1}{n} \sum_{i=1}^{n} (a_i - y_i)"),
    ),
    Difference(
        "we",
        "a differential alone is a gradient where a loss is known, and otherwise an error; latex2sympy2 takes a name",
        (
            r"dz",
            r"dx",
            r"d x",
            r"\mathrm{d}x",
            r"dz = \frac{\partial \mathcal{L}}{\partial z} = a - y",
            r"db = \frac{\partial \mathcal{L}}{\partial b} = a - y",
            r"b = b - \alpha db",
        ),
    ),
    Difference(
        "both",
        "a name with its arguments listed is the name here, and an undefined function there",
        (
            r"L(a, y)",
            r"L(y, \hat{y})",
            r"f(x) = x^2",
            r"\mathcal{L}(\mathbf{w}, \mathbf{b})",
            r"L(y, \hat{y}) = \frac{1}{2}(y - \hat{y})^2",
            r"L(y, \hat{y}) = -y \ln(\hat{y}) - (1 - y) \ln(1 - \hat{y})",
            r"L(y, \hat{y}) \quad L(y, \hat{y}) = -y \ln(\hat{y}) - (1 - y) \ln(1 - \hat{y})",
            r"b = b - \alpha \frac{\partial \mathcal{L}(\mathbf{w}, \mathbf{b})}{\partial b}",
        ),
    ),
    Difference(
        "we",
        "a bold letter is a vector; latex2sympy2 knows numbers only",
        (r"\mathbf{x} + 1",),
    ),
    Difference(
        "we",
        "the derivative of a function at a point; latex2sympy2 leaves out the prime, and multiplies",
        (r"f'(s)",),
    ),
    Difference(
        "we",
        "I is a matrix or a name in this field; latex2sympy2 takes it for the imaginary unit",
        (r"I x",),
    ),
    Difference(
        "both",
        "inequalities and lists are no values: we keep their sides, latex2sympy2 the relation or the list",
        (r"x < y", r"x \leq y", r"x \neq y", r"x, y", r"w_1, w_2, b", r"w_1 , w_2 , b"),
    ),
    Difference(
        "we",
        "a word is one name or function; latex2sympy2 makes a product of its letters, or a function of that spelling",
        (
            r"\mathrm{log}(x)",
            r"log(x)",
            r"exp(x)",
            r"Loss(a, y) = -(ylog(a) + (1 - y)log(1 - a))",
        ),
    ),
    Difference(
        "we",
        "this is a sentence and no formula; latex2sympy2 makes a product of the letters of its first words",
        ("Find weights and bias that will optimise the predictions.",),
    ),
)
