"""Loops over examples, folded into sums: right ones line by line, and the first wrong line of wrong ones."""

import derive
from derive.claims import check
from derive.findings import Finding
from derive.judging.loops import DIVIDED, NOT_DIVIDED, NOT_RESET, OTHER_ENTRY, judged_loop, lines_of
from derive.standpoints import grounds_of

MODEL = derive.model("logistic-regression")
VARIANT = MODEL.variants["n examples"]
GROUNDS = grounds_of(MODEL, VARIANT)
HEAD = r"\text{for } i = 1 \text{ to } n:"
LOSS = r"J += -\left( y^{(i)} \log a^{(i)} + (1 - y^{(i)}) \log(1 - a^{(i)}) \right)"


def findings(*texts: str) -> dict[str, Finding]:
    lines = lines_of(texts, GROUNDS)
    return {lines[number].own: finding for number, finding in judged_loop(lines, GROUNDS).items()}


def outcomes(*texts: str) -> dict[str, str]:
    return {text: finding.outcome for text, finding in findings(*texts).items()}


def test_a_right_loop_is_proved_line_by_line() -> None:
    found = findings(
        "J = 0, dw = 0, db = 0", HEAD,
        r"z^{(i)} = w^T x^{(i)} + b", r"dz^{(i)} = a^{(i)} - y^{(i)}",
        LOSS, r"dw += x^{(i)} dz^{(i)}", r"db = db + dz^{(i)}",
        "J /= n", r"dw = \frac{1}{n} dw", "db = db / n",
    )  # fmt: skip
    assert {text: finding.outcome for text, finding in found.items()} == {
        "J = 0": "update", "dw = 0": "update", "db = 0": "update",
        LOSS: "proved", r"dw += x^{(i)} dz^{(i)}": "proved", r"db = db + dz^{(i)}": "proved",
        "J = J / n": "proved", r"dw = \frac{1}{n} dw": "proved", "db = db / n": "proved",
    }  # fmt: skip
    assert not any(finding.hint for finding in found.values())


def test_a_sum_that_is_never_begun_at_0_is_told() -> None:
    found = findings(r"db += dz^{(i)}", "db /= n")
    assert found[r"db += dz^{(i)}"].hint == NOT_RESET
    assert found[r"db += dz^{(i)}"].outcome == "proved"


def test_the_first_wrong_line_is_the_one_that_adds() -> None:
    found = findings("dw = 0", r"dw -= x^{(i)} dz^{(i)}", "dw /= n")
    assert found[r"dw -= x^{(i)} dz^{(i)}"].outcome == "refuted"
    assert found[r"dw -= x^{(i)} dz^{(i)}"].mistake is not None
    assert found[r"dw -= x^{(i)} dz^{(i)}"].mistake["kind"] == "sign"
    assert found["dw = dw / n"].outcome == "update"
    assert outcomes(r"dw += x^{(i)} a^{(i)}", "dw /= n")[r"dw += x^{(i)} a^{(i)}"] == "refuted"
    wrong = LOSS.replace("(1 - y^{(i)})", "y^{(i)}")
    assert outcomes(wrong, "J /= n")[wrong] == "refuted"


def test_a_mean_that_is_not_taken_or_taken_twice() -> None:
    missing = findings(r"db += dz^{(i)}")[r"db += dz^{(i)}"]
    assert (missing.outcome, missing.mistake) == (
        "refuted",
        {"kind": "sum-mean", "message": NOT_DIVIDED.format("n"), "where": None},
    )
    lines = lines_of([r"db += dz^{(i)}", "db /= n", "db /= n"], GROUNDS)
    found = judged_loop(lines, GROUNDS)
    assert [found[k].outcome for k in range(3)] == ["update", "update", "refuted"]
    assert found[2].mistake == {"kind": "sum-mean", "message": DIVIDED.format("n"), "where": None}


def test_entries_of_one_number_are_added_to_that_entry() -> None:
    found = findings(
        "dw_1 = 0, dw_2 = 0", r"dw_1 += x_1^{(i)} dz^{(i)}", r"dw_2 += x_1^{(i)} dz^{(i)}", "dw_1 /= n", "dw_2 /= n"
    )
    assert found[r"dw_1 += x_1^{(i)} dz^{(i)}"].outcome == "proved"
    wrong = found[r"dw_2 += x_1^{(i)} dz^{(i)}"]
    assert (wrong.outcome, wrong.mistake) == ("refuted", {"kind": "index", "message": OTHER_ENTRY, "where": None})
    assert wrong.counterexample is not None


def test_without_a_line_that_adds_nothing_is_said() -> None:
    assert findings("dw = 0", r"dw = \frac{1}{n} X dZ^T", r"w := w - \alpha dw") == {}


def test_the_braces_of_deck_002() -> None:
    loop = r"\begin{cases} dz^{(i)} = a^{(i)} - y^{(i)} \\ dw = dw + dz^{(i)} x^{(i)} \\ db = db + dz^{(i)} \end{cases}"
    after = r"\begin{cases} dw = dw/n \\ db = db/n \\ w = w - \alpha dw \\ b = b - \alpha db \end{cases}"
    assert list(outcomes(loop, after).values()) == ["proved"] * 4
    assert list(outcomes(loop.replace("x^{(i)}", "w"), after).values()).count("refuted") == 1


def test_a_loop_within_one_formula_is_judged_by_check() -> None:
    text = r"\begin{aligned} dw &= 0 \\ dw &= dw + dz^{(i)} x^{(i)} \\ dw &= dw / n \end{aligned}"
    finding = check(text, MODEL, "n examples")
    assert [link.outcome for link in finding.links] == ["update", "proved", "proved"]
    assert check(text.replace("+", "-"), MODEL, "n examples").outcome == "refuted"


def test_a_loop_and_its_vectorised_form_say_the_same() -> None:
    for claim in (
        r"\frac{1}{n} \sum_{i=1}^n dz^{(i)} x^{(i)} = \frac{1}{n} X dZ^T",
        r"dw = \frac{1}{n} \sum_i dz^{(i)} x^{(i)}",
        r"z^{(i)} = w^T x^{(i)} + b",
        r"a^{(i)} = \sigma(z^{(i)})",
    ):
        assert check(claim, MODEL, "n examples").outcome == "proved"
    assert check(r"\sum_{i=1}^n dz^{(i)} x^{(i)} = \frac{1}{n} X dZ^T", MODEL, "n examples").outcome == "refuted"
    assert check(r"z^{(i)} = w^T x^{(i)} - b", MODEL, "n examples").outcome == "refuted"
