"""Whatever the text, a reading comes out: never an exception, and errors lie inside the text."""

import importlib.util
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from derive.notation.declarations import declared, parse_declarations
from derive.notation.reading import Reading, read
from derive.notation.scope import OPEN, Scope


def _corpus() -> list[str]:
    texts = []
    for path in sorted((Path(__file__).parents[2] / "corpus").glob("*.py")):
        spec = importlib.util.spec_from_file_location(f"fuzzed_{path.stem}", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        texts += [entry[0] for entry in module.ENTRIES] + module.DEFINITIONS
    return texts


def _scope() -> Scope:
    scope = Scope()
    declarations = "shape w,x: m; shape X: m,n; shape Y,A,Z: 1,n; shape a,b,y,z: scalar; shape W: h,m"
    for declaration in parse_declarations(declarations)[0]:
        scope = declared(scope, declaration)
    for text in (r"J = \sum_{i=1}^n y^{(i)} a^{(i)}",):
        scope = read(text, scope).after(scope)
    return scope


TEXTS, SCOPE = _corpus(), _scope()
LIST = r"""
\frac \frac{ }{ { } ( ) [ ] \left( \right) \left. \right| ^ _ ^{ _{ ' \top T d \partial \sum
\sum_{i=1}^{n} \log \exp \sigma + - \cdot \times / \odot * = := \rightarrow \in , \quad \\ & \ ~ % $
a b w x W X Y A y z i j n m 1 2 10 0.5 .1 ^{(i)} _j ^{[1]} \hat \mathbf \mathbb{R} \cancel
\underbrace \text{and} \begin{aligned} \end{aligned} \begin{cases} \end{cases} \sqrt \nabla_ e^ dw
dZ ŷ ᵀ ² ∂ ½ | \| ! ? . : ; < > \dots log sum foo \foo \bm \rm \color \textcolor{red} \label{a}
"""
PIECES = LIST.split()


def check(text: str, scope: Scope) -> None:
    reading = read(text, scope)
    assert isinstance(reading, Reading)
    reading.after(scope)
    for one in (reading, *reading.statements):
        if one.error is not None:
            assert one.error.message
            assert one.error.render(text)
            assert 0 <= one.error.span.start <= one.error.span.end <= len(text) + 1
        elif one.kind not in ("prose", "declaration", "statements", "notation", "fragment"):
            assert one.sides


@given(st.lists(st.sampled_from(PIECES), max_size=25), st.sampled_from(["", " "]), st.booleans())
def test_random_pieces(pieces: list[str], between: str, is_open: bool) -> None:
    check(between.join(pieces), OPEN if is_open else SCOPE)


@given(st.data())
def test_mutations_of_the_corpus(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(TEXTS))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 6)))
        put = data.draw(st.one_of(st.sampled_from(PIECES), st.text(max_size=3), st.sampled_from(TEXTS)))
        text = text[:start] + put + text[end:]
    check(text, SCOPE)


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    check(text, OPEN)


@given(st.text(max_size=60))
def test_any_declaration(text: str) -> None:
    found, errors = parse_declarations(text)
    scope = OPEN
    for declaration in found:
        scope = declared(scope, declaration)
    assert all(error.message for error in errors)
