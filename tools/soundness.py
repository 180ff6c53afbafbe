"""Measures the verdicts: thousands of wrong formulas of which none may be proved, and right ones of which none refuted.

    python tools/soundness.py --wrong 10000 --right 5000 --seed 1

Prints the counts by kind of mistake and of rewriting, and lists what is not as it should be. The exit code is 1 where a
wrong formula was not refuted or a right one was, where the checker raised anything, and where a rewriting of the tool
itself was wrong.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence

from twins.formulas import right_formulas
from twins.judging import Tally, judge_right, judge_wrong, right_twins, wrong_twins
from twins.wrong import KINDS

LISTED = 25
"""How many twins of one outcome are listed, unless more are asked for."""
WRONG_COLUMNS = ("refuted", "proved", "undecided", "raised", "named", "named otherwise", "not named")
RIGHT_COLUMNS = ("proved", "proved for some sizes", "refuted", "undecided", "undecided like its original", "raised")


def table(tally: Tally, columns: Sequence[str]) -> str:
    """The counts, a line for each kind."""
    widths = [max(len(column), 6) for column in columns]
    lines = [f"{'':44}  " + "  ".join(map(str.rjust, columns, widths))]
    totals = {"all": {column: tally.total(column) for column in columns}}
    for kind, counts in [*sorted(tally.counts.items()), *totals.items()]:
        numbers = (str(counts[column] or ".").rjust(width) for column, width in zip(columns, widths, strict=True))
        lines.append(f"{kind:44}  " + "  ".join(numbers))
    return "\n".join(lines)


def listed(tally: Tally, outcome: str, most: int) -> str:
    """The twins that had an outcome, at most so many of them."""
    found = tally.examples[outcome]
    lines = [f"  {twin}" for twin in found[:most]]
    lines += [f"  and {len(found) - most} more"] if len(found) > most else []
    return "\n".join([f"{outcome}:", *lines])


def wrong_report(tally: Tally, most: int) -> str:
    """What became of wrong formulas."""
    count = tally.total("refuted", "proved", "undecided", "raised")
    named = tally.total("named", "named otherwise")
    asked, bad = named + tally.total("not named"), ("raised", "proved", "undecided", "not named")
    return "\n".join(
        [
            f"{count} wrong formulas: {tally.total('proved')} proved, {tally.total('refuted')} refuted",
            f"of {asked} wrong gradients the mistake is named in {named} ({_share(named, asked)})",
            *_named_where_known(tally),
            f"slowest verdict {tally.slowest[0]:.3f} s: {tally.slowest[1]}",
            table(tally, WRONG_COLUMNS),
            *(listed(tally, outcome, most) for outcome in bad if tally.examples[outcome]),
        ]
    )


def _named_where_known(tally: Tally) -> list[str]:
    """The same for the kinds of mistakes that the diagnosis has a word for."""
    unknown = {kind.name for kind in KINDS if not kind.named}
    known = [counts for kind, counts in tally.counts.items() if kind not in unknown]
    named = sum(counts["named"] + counts["named otherwise"] for counts in known)
    asked = named + sum(counts["not named"] for counts in known)
    return [f"of {asked} with a mistake of a kind that it knows, in {named} ({_share(named, asked)})"]


def right_report(tally: Tally, most: int) -> str:
    """What became of right formulas."""
    count, proved = tally.total(*RIGHT_COLUMNS), tally.total("proved")
    decidable = count - tally.total("undecided like its original")
    bad = ("raised", "refuted", "rewritten wrongly", "proved for some sizes", "undecided")
    return "\n".join(
        [
            f"{count} right formulas: {tally.total('refuted')} refuted, {proved} proved for all sizes"
            f" ({_share(proved, count)}; {_share(proved, decidable)} where the original is proved)",
            f"slowest verdict {tally.slowest[0]:.3f} s: {tally.slowest[1]}",
            table(tally, RIGHT_COLUMNS),
            *(listed(tally, outcome, most) for outcome in bad if tally.examples[outcome]),
        ]
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 if a verdict is wrong."""
    parser = argparse.ArgumentParser(description="Measure verdicts on formulas that are known to be wrong or right.")
    parser.add_argument("--wrong", type=int, default=10_000, help="how many wrong formulas")
    parser.add_argument("--right", type=int, default=5_000, help="how many right formulas")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=1.0, help="the share of the corpora to take")
    parser.add_argument("--list", type=int, default=LISTED, dest="most", help="how many twins of an outcome to list")
    options = parser.parse_args(arguments)
    start = time.perf_counter()
    formulas = right_formulas(options.share, options.seed)
    print(f"{len(formulas)} right formulas of the corpora and the models, seed {options.seed}", flush=True)
    wrong = judge_wrong(wrong_twins(formulas, options.wrong, options.seed))
    print(wrong_report(wrong, options.most), flush=True)
    right = Tally()
    judge_right(right_twins(formulas, options.right, options.seed, right), right)
    print(right_report(right, options.most))
    print(f"{time.perf_counter() - start:.0f} s")
    unsound = wrong.total("proved", "undecided", "raised") + right.total("refuted", "rewritten wrongly", "raised")
    return 1 if unsound else 0


if __name__ == "__main__":
    sys.exit(main())
