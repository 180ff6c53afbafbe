"""The worked examples of the slides come out to six digits, row by row, through what a user types.

Each row is a command and the numbers that it must give. Nothing here computes anything: a number is read out of what
`derive train` prints as JSON, or is a claim for `derive check`, which refutes a wrong last digit.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reports import exits

HALF_A_UNIT = 5.1e-7
"""Half of the sixth digit behind the point, and a little for those that are printed rounded the other way."""

FILES = {
    "whole.csv": "x,y\n1,0\n2,0\n3,1\n",
    "chain1.csv": "x,y\n9,1\n",
    "chain0.csv": "x,y\n9,0\n",
    "two.csv": "x_1,x_2,y_1,y_2\n1,-1,0,0\n0,0,0,0\n",
    "thirds.csv": "x_1,x_2,x_3,y\n1,2,3,0\n",
}

POINTS = "train logistic-regression --data points --rate 1 --steps 1"
EACH = f"{POINTS} --line-by-line sum --values"
AT_START = "--start w=0.7,b=0.1"
ROUNDED = "--start w=0.687,b=-0.13"
NET = (
    "train network --layers 2,2,2,2 --output sigmoid --loss half-squared-error --data two.csv --steps 1 --values "
    "--start W1=[[1,-2],[-1,1]],b1=[1,0],W2=[[2,-1],[-2,-1]],b2=[0,0],W3=[[3,-1],[-1,4]],b3=[-2,2]"
)
HOUSES = "train linear-perceptron --data houses --steps 1 --rate 1e-9"
ERRORS = "--start w_1=15,w_2=0,b=0"
SIZES = "--columns x_1=x_1,y=y"

ROWS: dict[str, tuple[str, dict[str, Any]]] = {
    "003 three points: z, a, a - y": (
        f"{POINTS} {AT_START} --values",
        {
            "values.start.Z": [0.170000, 0.240000, 0.310000],
            "values.start.A": [0.542398, 0.559714, 0.576885],
            "values.start.dZ": [0.542398, 0.559714, -0.423115],
            "loss.before": 0.717399,
            "history.0.gradient.w": [0.013083],
            "history.0.gradient.b": 0.226332,
            "parameters.w": [0.686917],
            "parameters.b": -0.126332,
            "values.end.A": [0.485594, 0.502763, 0.519925],
            "loss.after": 0.672500,
        },
    ),
    "003 three points: loss terms, ln": (
        f"{EACH} {AT_START}",
        {
            "values.start.L": [0.781755, 0.820330, 0.550112],
            "values.start.dL/dw": [[0.054240], [0.111943], [-0.126934]],
            "values.start.dL/db": [0.542398, 0.559714, -0.423115],
            "loss.before": 2.152197,
            "history.0.gradient.w": [0.039248],
            "history.0.gradient.b": 0.678997,
        },
    ),
    "003 three points: loss terms, log10": (
        f"{EACH} {AT_START} --log 10",
        {"values.start.L": [0.339512, 0.356265, 0.238911], "loss.before": 0.934687},
    ),
    "003 three points: mean loss and gradients, log10": (
        f"{POINTS} {AT_START} --log 10",
        {"loss.before": 0.311562, "history.0.gradient.w": [0.005682], "history.0.gradient.b": 0.098295},
    ),
    "003 after the printed step, ln": (
        f"{EACH} {ROUNDED}",
        {
            "values.start.z": [-0.061300, 0.007400, 0.076100],
            "values.start.a": [0.484680, 0.501850, 0.519016],
            "values.start.L": [0.662967, 0.696854, 0.655821],
            "loss.before": 2.015642,
        },
    ),
    "003 after the printed step, log10": (
        f"{EACH} {ROUNDED} --log 10",
        {"values.start.L": [0.287923, 0.302640, 0.284819], "loss.before": 0.875382},
    ),
    "003 after the printed step, mean": (f"{POINTS} {ROUNDED}", {"loss.before": 0.671881}),
    "003 after the printed step, mean, log10": (f"{POINTS} {ROUNDED} --log 10", {"loss.before": 0.291794}),
    "003 after the exact step: sum and terms, ln": (
        f"{EACH} {AT_START} --rate 0.3333333333333333",
        {"values.end.L": [0.664742, 0.698688, 0.654070], "loss.after": 2.017501},
    ),
    "003 after the exact step, log10": (
        f"{EACH} {AT_START} --rate 0.7675283643313486 --log 10",
        {"loss.after": 0.876189},
    ),
    "003 after the exact step, mean, log10": (
        f"{POINTS} {AT_START} --rate 2.302585092994046 --log 10",
        {"loss.after": 0.292063, "parameters.w": [0.686917]},
    ),
    "003 prediction with exact w, b, and before": (
        f"{POINTS} {AT_START} --query x=0.4",
        {"query.after": 0.537041, "query.before": 0.593873},
    ),
    "003 prediction with the printed w and -.127": (
        f"{POINTS} --start w=0.687,b=-0.127 --query x=0.4",
        {"query.before": 0.536883},
    ),
    "003 prediction with the printed w and -.13": (f"{POINTS} {ROUNDED} --query x=0.4", {"query.before": 0.536137}),
    "003 read as x = 1, 2, 3": (
        f"{EACH} {AT_START} --data whole.csv",
        {"values.start.a": [0.689974, 0.817574, 0.900250], "loss.before": 2.977597},
    ),
    "003 read as x = 1, 2, 3: slopes": (
        f"{POINTS} {AT_START} --data whole.csv",
        {"history.0.gradient.w": [0.675291], "history.0.gradient.b": 0.469266},
    ),
    "003 chain, y = 1": (
        "train chain --data chain1.csv --steps 1 --values --start w_1=0.1,b_1=0.2,w_2=0.2,b_2=0.2",
        {
            "values.start.z_1": [1.1],
            "values.start.a_1": [0.750260],
            "values.start.z_2": [0.350052],
            "values.start.a_2": [0.586630],
            "loss.before": 0.533361,
            "history.0.gradient.w_2": -0.310135,
            "history.0.gradient.b_2": -0.413370,
            "history.0.gradient.w_1": -0.139415,
            "history.0.gradient.b_1": -0.015491,
        },
    ),
    "003 chain, y = 0": (
        "train chain --data chain0.csv --steps 1 --start w_1=0.1,b_1=0.2,w_2=0.2,b_2=0.2",
        {
            "loss.before": 0.883413,
            "history.0.gradient.w_2": 0.440125,
            "history.0.gradient.b_2": 0.586630,
            "history.0.gradient.w_1": 0.197850,
            "history.0.gradient.b_1": 0.021983,
        },
    ),
    "002 net 2-2-2-2": (
        NET,
        {
            "parameter_count": 18,
            "values.start.z1": [[4, -2], [1, 0]],
            "values.start.a1": [[0.982014, 0.119203], [0.731059, 0.500000]],
            "values.start.z2": [[1.844825, -2.083230], [0.962117, -1.962117]],
            "values.start.a2": [[0.863518, 0.110737], [0.723545, 0.123238]],
            "values.start.z3": [[0.479817, 1.579431], [0.047398, 1.769407]],
            "values.start.a3": [[0.617705, 0.829124], [0.511847, 0.854384]],
        },
    ),
    "002 net 2-2-2-2 in the other layout": (
        f"{NET} --weights columns",
        {"values.start.a3": [[0.576703, 0.901710], [0.404814, 0.908085]]},
    ),
    "004 houses: the exact fit": (
        "train linear-perceptron --data houses --method newton --steps 4",
        {"parameters.w_1": -10, "parameters.w_2": 10000, "parameters.b": 10000, "loss.after": 0, "parameter_count": 3},
    ),
    "004 houses: least squares of the size alone": (
        "train network --layers 1,1 --output identity --loss mean-squared-error --data houses "
        "--columns x=x_1 --method newton --steps 4",
        {"parameters.W1": 15.000000, "parameters.b1": 3333.333333, "loss.after": 5555555.555556},
    ),
    "004 error table: y_hat, halves, their sum, its gradient": (
        f"{HOUSES} {ERRORS} --line-by-line sum --values",
        {
            "values.start.y_hat": [15000, 30000, 45000],
            "values.start.L": [12500000, 0, 12500000],
            "loss.before": 25000000,
            "history.0.gradient.w_1": -20000000,
            "history.0.gradient.w_2": -45000,
            "history.0.gradient.b": -10000,
        },
    ),
    "004 error table: the mean of halves": (f"{HOUSES} {ERRORS}", {"loss.before": 8333333.333333}),
    "004 error table: squares": (
        "train network --layers 2,1 --output identity --loss mean-squared-error --data houses --steps 1 --rate 1e-9 "
        "--start W1=[15,0],b1=0 --line-by-line sum --values",
        {"values.start.L": [25000000, 0, 25000000], "loss.before": 50000000},
    ),
    "004 error table: MSE": (
        "train network --layers 2,1 --output identity --loss mean-squared-error --data houses --steps 1 --rate 1e-9 "
        "--start W1=[15,0],b1=0",
        {"loss.before": 16666666.666667},
    ),
    "004 words at w = b = 0": (
        "train perceptron-classifier --data sentences --steps 1 --values",
        {
            "values.start.y_hat": [0.5] * 4,
            "values.start.L": [0.693147] * 4,
            "history.0.gradient.w_1": -0.5,
            "history.0.gradient.w_2": 0.5,
            "history.0.gradient.b": 0,
        },
    ),
    "2,2,1 parameters": ("train network --layers 2,2,1 --data sentences --steps 1", {"parameter_count": 9}),
    "3-4-1 parameters": ("train network --layers 3,4,1 --data thirds.csv --steps 1", {"parameter_count": 21}),
}

CLAIMS: dict[str, tuple[str, list[str]]] = {
    "003 from the printed a, log10": (
        "log 10",
        [
            r"-\log 0.46 = 0.337242",
            r"-\log 0.45 = 0.346787",
            r"-\log 0.57 = 0.244125",
            r"-\log 0.46 - \log 0.45 - \log 0.57 = 0.928155",
            r"\frac{1}{3}(-\log 0.46 - \log 0.45 - \log 0.57) = 0.309385",
            r"-\log 0.52 = 0.283997",
            r"-\log 0.50 = 0.301030",
            r"-\log 0.52 - \log 0.50 - \log 0.52 = 0.869023",
            r"\frac{1}{3}(-\log 0.52 - \log 0.50 - \log 0.52) = 0.289674",
            r"(0.28 + 0.3 + 0.28)/3 = 0.286667",
        ],
    ),
    "003 from the printed a, ln": (
        "log natural",
        [
            r"-\log 0.46 = 0.776529",
            r"-\log 0.45 = 0.798508",
            r"-\log 0.57 = 0.562119",
            r"-\log 0.46 - \log 0.45 - \log 0.57 = 2.137155",
            r"\frac{1}{3}(-\log 0.46 - \log 0.45 - \log 0.57) = 0.712385",
            r"-\log 0.52 - \log 0.50 - \log 0.52 = 2.001000",
            r"\frac{1}{3}(-\log 0.52 - \log 0.50 - \log 0.52) = 0.667000",
        ],
    ),
    "003 small checks": (
        "log natural",
        [
            r"\sigma(0.24) = 0.559714",
            r"(-0.56)(0.2) = -0.112000",
            r"0.54 \cdot 0.54 \cdot 0.1 = 0.029160",
            r"0.54 \cdot 0.1 = 0.054000",
            r"0.1 - 0.1 \cdot 0.227 = 0.077300",
            r"0.687 \cdot 0.4 - 0.127 = 0.147800",
            r"e^{-0.1478} = 0.862604",
            r"\sigma(0.35) = 0.586618",
        ],
    ),
    "003 the bogus table": (
        "log natural",
        [
            r"\sigma(1) = 0.731059",
            r"\sigma(2) = 0.880797",
            r"\frac{1}{1 + e^{1}} = 0.268941",
            r"\frac{1}{1 + e^{2}} = 0.119203",
        ],
    ),
    "003 L155 as printed": ("log 10", [r"-\log(1-0.54) - \log(1-0.55) - \log(1-0.57) = 1.050561"]),
    "004 RMSE": ("log natural", [r"\sqrt{16666666.666667} = 4082.482905"]),
    "001 spot values": (
        "log natural",
        [
            r"2/1.5 = 1.333333",
            r"\frac{1}{1.5^2} \cdot 2^{1.5} = 1.257079",
            r"-(0 \cdot \log 0.8 + (1 - 0) \log(1 - 0.8)) = 1.609438",
            r"\sigma(0.659046) = 0.659046",
        ],
    ),
}


def at(found: Any, path: str) -> Any:
    for part in path.split("."):
        found = found[int(part)] if part.isdigit() else found[part]
    return found


@pytest.mark.parametrize("name", ROWS)
def test_a_row_of_worked_numbers_comes_out(name: str, run: Any, folder: Path) -> None:
    for file, text in FILES.items():
        (folder / file).write_text(text, encoding="utf-8")
    command, numbers = ROWS[name]
    result = run(*command.split(), "--format", "json")
    assert result.code == exits.FINE, result.err
    found = json.loads(result.out)
    for path, expected in numbers.items():
        np.testing.assert_allclose(at(found, path), expected, rtol=0, atol=HALF_A_UNIT, err_msg=path)


@pytest.mark.parametrize("name", CLAIMS)
def test_a_row_of_printed_numbers_is_proved_and_another_last_digit_refuted(name: str, run: Any) -> None:
    declared, claims = CLAIMS[name]
    result = run("check", "--declare", declared, "--format", "json", "--", *claims)
    assert [finding["outcome"] for finding in json.loads(result.out)] == ["proved"] * len(claims)
    wrong = claims[0][:-1] + ("5" if claims[0][-1] != "5" else "8")
    result = run("check", "--declare", declared, "--", wrong)
    assert result.code == exits.WRONG


def test_the_slopes_of_the_computation_graph_are_proved(run: Any) -> None:
    slopes = {"v": "3", "a": "3", "u": "3", "b": "3c", "c": "3b"}
    claims = [rf"\frac{{dJ}}{{d{name}}} = {slope}" for name, slope in slopes.items()]
    found = json.loads(run("check", "computation-graph", "--format", "json", *claims, r"\frac{dJ}{db} = 3b").out)
    assert [finding["outcome"] for finding in found] == ["proved"] * 5 + ["refuted"]
