"""The formulas of a text: found between all delimiters, at their places, and not where there are none."""

from __future__ import annotations

import random

import pytest

from derive.documents import (
    MAX_BYTES,
    MAX_CHARACTERS,
    MAX_FORMULAS,
    BadDocument,
    Document,
    Piece,
    decoded,
    document,
    format_of,
)


def texts(text: str, format: str | None = None) -> list[str]:
    return [" ".join(piece.text.split()) for piece in document(text, format=format).pieces if piece.kind == "formula"]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "so $a = b$ holds",
        "so $$a = b$$ holds",
        "so \\(a = b\\) holds",
        "so \\[a = b\\] holds",
        "\\begin{equation}a = b\\end{equation}",
        "\\begin{equation*}\na = b\n\\end{equation*}",
        "\\begin{align}a = b\\end{align}",
        "\\begin{gather*}a = b\\end{gather*}",
        "\\begin{eqnarray}a = b\\end{eqnarray}",
        "\\begin{multline}a = b\\end{multline}",
        "\\[\\begin{aligned}[t]a = b\\end{aligned}\\]",
        "$$\\begin{alignedat}{2}a = b\\end{alignedat}$$",
        "$$\n\na = b\n\n$$",
    ],
)
@pytest.mark.parametrize("format", ["latex", "markdown"])
def test_each_delimiter_is_found(text: str, format: str) -> None:
    assert texts(text, format) == ["a = b"]


@pytest.mark.parametrize(
    "text",
    [
        "```\n$a = b$\n```",
        "~~~python\na = b\n~~~",
        "`$a = b$` is code",
        "<!-- $a = b$ -->",
        "it costs $5 and $6, not more",
        "a = b".join(["https://x.org/?", ""]),
        "====\n----",
        "# a = b",
        "| a = b | c |",
    ],
)
def test_what_is_no_formula_in_markdown(text: str) -> None:
    assert texts(text, "markdown") == []


@pytest.mark.parametrize(
    "text",
    [
        "% $a = b$\n$c$",
        "\\begin{verbatim}$a = b$\\end{verbatim}$c$",
        "\\begin{lstlisting}\n$a = b$\n\\end{lstlisting}$c$",
        "\\verb|$a = b$| $c$",
        "\\usepackage{x}$a = b$\\begin{document}$c$",
        "\\begin{document}$c$\\end{document}$a = b$",
        "\\begin{comment}$a = b$\\end{comment}$c$",
        "a = b is bare, and $c$ is not",
    ],
)
def test_what_is_no_formula_in_latex(text: str) -> None:
    assert texts(text, "latex") == ["c"]


def test_a_percent_sign_is_no_comment() -> None:
    assert texts("\\% $a = b$ \\\\% $c$", "latex") == ["a = b"]


def test_a_fence_of_mathematics_is_a_display() -> None:
    assert texts("```math\na = b\n```", "markdown") == ["a = b"]


def test_quotations_and_lists_are_seen_through() -> None:
    assert texts("> $$\n> a = b\n> $$\n\n- $$c = d$$\n  1. e = f", "markdown") == ["a = b", "c = d", "e = f"]


def test_definitions_of_macros_are_formulas() -> None:
    text = "\\newcommand{\\pd}[2]{\\frac{#1}{#2}}\\def\\R{\\mathbb{R}}\n\\begin{document}$a$"
    assert texts(text, "latex") == ["\\newcommand{\\pd}[2]{\\frac{#1}{#2}}", "\\def\\R{\\mathbb{R}}", "a"]


@pytest.mark.parametrize(
    "text", ["$$a = b", "\\[a = b", "\\(a = b", "\\begin{align}a = b", "\\begin{align}x\\end{align*}"]
)
def test_a_delimiter_that_is_never_closed_is_told_with_its_place(text: str) -> None:
    found = document(f"x\n {text}", format="latex").pieces
    [problem] = [piece for piece in found if piece.kind == "problem"]
    assert "is never closed" in problem.problem
    assert document(f"x\n {text}").place(problem.start) == (2, 2)


def test_a_declaration_in_a_formula_comes_before_it() -> None:
    source = document("$a$\n$$\nb % derive: shape b: m\n$$", format="markdown")
    assert [(p.kind, p.text.strip()) for p in source.pieces] == [
        ("formula", "a"), ("declaration", "shape b: m"), ("formula", "b"),
    ]  # fmt: skip


def test_declarations_in_comments_are_found_in_their_order() -> None:
    for format in ("latex", "markdown"):
        source = document("% derive: shape w: m\n$w$\n<!-- derive: data x -->\n$x$", format=format)  # type: ignore[arg-type]
        assert [(p.kind, p.text.strip()) for p in source.pieces] == [
            ("declaration", "shape w: m"), ("formula", "w"), ("declaration", "data x"), ("formula", "x"),
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("\\documentclass{article}", "", "latex"),
        ("\\section{A}\n$x$", "", "latex"),
        ("\\begin{align}\na = b\n\\end{align}", "", "latex"),
        ("# A\n\\begin{align}\na = b\n\\end{align}", "", "markdown"),
        ("$a = b$", "", "markdown"),
        ("a = b", "", "markdown"),
        ("a = b", "x.tex", "latex"),
        ("\\section{A}", "x.md", "markdown"),
        ("\\section{A}", "x.TXT", "markdown"),
    ],
)
def test_the_format_is_told_by_the_name_or_the_commands(text: str, name: str, expected: str) -> None:
    assert format_of(text, name) == expected


def test_bare_lines_of_latex_are_formulas_where_nothing_is_delimited() -> None:
    assert texts("z = w x + b \\\\\na = \\sigma(z)", "latex") == ["z = w x + b \\\\", "a = \\sigma(z)"]


def test_places_count_code_points_from_one() -> None:
    source = document("ŷ😀 $a$\r\n\t$b$", format="markdown")
    assert [source.place(piece.start) for piece in source.pieces] == [(1, 5), (2, 3)]
    assert [source.place(piece.end) for piece in source.pieces] == [(1, 6), (2, 4)]


def test_a_piece_is_as_long_as_what_it_stands_for_and_its_rows_lie_in_it() -> None:
    rng = random.Random(4)
    scraps = ["$", "$$", "\\[", "\\]", "\\(", "\\)", "\\begin{align}", "\\end{align}", "\\begin{aligned}", "\\\\", "&",
              "= a", "\n", "\n\n", "> ", "- ", "`", "```", "%", "{", "}", "a = b", "\\newcommand", "<!--", "-->", "+ c",
              "<!-- derive:", "% derive: x", " "]  # fmt: skip
    for _ in range(1_500):
        text = "".join(rng.choices(scraps, k=rng.randrange(1, 25)))
        for format in ("latex", "markdown"):
            _check(document(text, format=format))  # type: ignore[arg-type]


def _check(source: Document) -> None:
    last = 0
    for piece in source.pieces:
        if piece.kind == "declaration":
            assert source.text[piece.start : piece.end] == piece.text
            continue
        assert 0 <= last <= piece.start <= piece.end <= len(source.text)
        assert all(0 <= start < end <= len(piece.text) for start, end in piece.rows)
        assert all(
            a in (b, " ") or b == "\n" for a, b in zip(piece.text, source.text[piece.start : piece.end], strict=True)
        )
        last = piece.end


# --- what is refused


def test_what_is_too_long_is_refused() -> None:
    with pytest.raises(BadDocument, match=f"at most {MAX_CHARACTERS:,} characters"):
        document("a" * (MAX_CHARACTERS + 1))
    with pytest.raises(BadDocument, match="too long"):
        decoded(b"a" * (MAX_BYTES + 1), "x.tex")
    with pytest.raises(BadDocument, match=f"more than {MAX_FORMULAS:,} formulas"):
        document("$a$\n\n" * (MAX_FORMULAS + 1), format="markdown")
    assert len(document("$a$\n\n" * MAX_FORMULAS, format="markdown").pieces) == MAX_FORMULAS


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"\x89PNG\0", "byte 5 is 0"), (b"a\xff", "byte 2 is 0xff"), ("ŷ".encode("utf-16"), "is 0")],
)
def test_what_is_no_text_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(BadDocument, match=f"x.tex: this is no .*{message}"):
        decoded(content, "x.tex")


def test_a_mark_of_the_byte_order_is_no_part_of_the_text() -> None:
    assert decoded("\ufeffa".encode(), "x") == "a"


@pytest.mark.parametrize(
    "scrap",
    ["$", "$$", "\\[", "\\(", "\\begin{align}", "\\begin{verbatim}", "{", "\\\\", "`", "``", "```", "> ", "- ", "<!--",
     "<!-- derive:", "\\verb|", "\\newcommand{\\a}{", "\\def", "a = ", "= ", "( ", "%", "\\", "\n", "\\left(",
     "a ", "w_", "\\item "],
)  # fmt: skip
def test_long_repetitions_are_gone_through_once(scrap: str) -> None:
    """Where time grew with the square of the length, these would take minutes; they may hold anything."""
    for text in (scrap * (200_000 // len(scrap)), f"$${scrap * (200_000 // len(scrap))}$$"):
        for format in ("latex", "markdown"):
            try:
                pieces: tuple[Piece, ...] = document(text, format=format).pieces  # type: ignore[arg-type]
            except BadDocument as refused:
                assert "more than" in str(refused)  # noqa: PT017 - either is an answer
            else:
                assert all(piece.end <= len(text) for piece in pieces)
