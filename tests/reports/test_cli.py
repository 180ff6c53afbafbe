"""The command line: what each command prints and writes, its exit codes, and what it says to bad input."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import derive
from derive import models
from reports import cli, exits, formats

ROOT = Path(__file__).resolve().parents[2]
SUFFIX_OF = {"pdf": ".pdf", "latex": ".tex", "html": ".html", "markdown": ".md", "text": ".txt"}
STARTS = {"pdf": "%PDF-", "latex": "%", "html": "<!DOCTYPE html", "markdown": "<!--", "text": ""}
WRONG = r"\frac{\partial L}{\partial w} = (y - a) x"
RIGHT = r"\frac{\partial L}{\partial w} = (a - y) x"
RIDGE = """# One weight with a penalty
<!-- derive: data x, y; parameter w -->
## Model
$$\\hat{y} = w x$$
## Loss
$$L = \\frac{1}{2} (y - \\hat{y})^2 + \\frac{1}{2} w^2$$
"""


def process(*arguments: str, where: Path, **more: Any) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-m", "reports.cli", *arguments],
        cwd=where, env=environment, capture_output=True, text=True, timeout=60, check=False, **more,
    )  # fmt: skip


def refused(result: Any, *said: str) -> None:
    """The command failed, said so in a line of its own, and left nothing beside what was there."""
    assert result.code == exits.FAILED
    assert result.err.startswith("derive: ")
    assert result.out == ""
    for text in said:
        assert text in result.err


# --- models, show, version


def test_models_are_listed_one_line_each(run: Any) -> None:
    lines = run("models").out.splitlines()
    assert [line.split()[0] for line in lines] == sorted([*models.names(), *models.families()])
    assert len({len(re.match(r"\S+ +", line)[0]) for line in lines}) == 1  # type: ignore[index]


def test_version_and_no_command(run: Any) -> None:
    assert run("--version").out == f"derive {derive.__version__}\n"
    nothing = run()
    assert nothing.code == exits.FAILED
    assert "usage: derive" in nothing.out


def test_show_has_the_equations_all_derivatives_and_the_updates(run: Any) -> None:
    shown = run("show", "logistic-regression")
    assert shown.code == exits.FINE
    for line in (
        "  z = wᵀx + b",
        "  a = σ(z)",
        "  d/dz σ(z) = σ(z)(1 − σ(z))",
        "  ∂L/∂w = ∂L/∂z · ∂z/∂w = (a − y) x",
        "  ∂L/∂b = ∂L/∂z · ∂z/∂b = a − y",
        "  w ← w − α ∂L/∂w",
        "For n examples",
        "  ∂J/∂b = (1/n) Σᵢ₌₁ⁿ dz⁽ⁱ⁾",
    ):
        assert line in shown.out.splitlines()


def test_show_with_steps_has_every_line_with_its_reason(run: Any) -> None:
    shown = run("show", "logistic-regression", "--steps").out
    assert len(shown.splitlines()) > 2 * len(run("show", "logistic-regression").out.splitlines())
    assert re.search(r"= 1/\(1 \+ e⁻ᶻ\) − 1/\(1 \+ e⁻ᶻ\)² +cancel$", shown, re.M)
    bare = [line for line in shown.splitlines() if re.match(r" +(\S+ )?= ", line) and not re.search(r"\S {3,}\S", line)]
    assert all(re.match(r"  [zaLZAJ]|  dZ", line) for line in bare), "only equations stand without a reason"


@pytest.mark.parametrize(
    ("order", "product"),
    [("outer-inner", "∂L/∂w = ∂L/∂z · ∂z/∂w"), ("inner-outer", "∂L/∂w = ∂z/∂w · ∂L/∂z")],
)
def test_order_is_the_order_of_the_factors(order: str, product: str, run: Any) -> None:
    assert product in run("show", "logistic-regression", "--order", order).out
    run("report", "logistic-regression", "--order", order, "-o", "out.txt", "--components", "0")
    assert product.split(" = ")[1] in Path("out.txt").read_text(encoding="utf-8")


def test_show_of_what_cannot_be_derived_is_a_calm_line(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("derive.calculus._candidates", lambda body, v: ())
    Path("m.md").write_text("# T\n<!-- derive: data x; parameter w -->\n## Model\n$$L = x w$$\n", encoding="utf-8")
    refused(run("show", "m.md"), "did not check: no rule of differentiation fits")


# --- report: formats and options


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """One report of the linear perceptron in every format."""
    folder = tmp_path_factory.mktemp("written")
    found = {}
    for name, suffix in SUFFIX_OF.items():
        path = folder / f"report{suffix}"
        assert cli.main(["report", "linear-perceptron", "-o", str(path)]) == exits.FINE
        found[name] = path.read_bytes()
    return found


@pytest.mark.parametrize("name", formats.FORMATS)
def test_every_format_is_written_and_recognised_as_ours(name: str, written: dict[str, bytes], tmp_path: Path) -> None:
    assert written[name].startswith(STARTS[name].encode())
    path = tmp_path / "again"
    path.write_bytes(written[name])
    assert formats.is_ours(path)


@pytest.mark.parametrize("name", formats.FORMATS)
def test_format_overrides_the_suffix_and_names_the_default_file(name: str, run: Any, written: dict[str, bytes]) -> None:
    assert run("report", "linear-perceptron", "--format", name, "-o", "report.dat").code == exits.FINE
    assert Path("report.dat").read_bytes() == written[name]
    assert run("report", "linear-perceptron", "--format", name).code == exits.FINE
    assert Path(f"linear-perceptron{SUFFIX_OF[name]}").read_bytes() == written[name]


def test_by_default_a_pdf_lies_beside_you_and_the_lines_are_calm(run: Any, folder: Path) -> None:
    made = run("report", "logistic-regression")
    assert (made.code, made.err) == (exits.FINE, "")
    assert [path.name for path in folder.iterdir()] == ["logistic-regression.pdf"]
    assert Path("logistic-regression.pdf").read_bytes().startswith(b"%PDF-")
    lines = made.out.splitlines()
    assert lines[0] == "For one example: ∂L/∂w = (a − y) x   ∂L/∂b = a − y"
    assert lines[1].startswith("For n examples: ∂J/∂w = ")
    assert lines[2].startswith("In components, for 2 features: ∂L/∂w₁ = ")
    assert re.fullmatch(r"\d+ equalities replayed, .*", lines[3])
    assert re.fullmatch(r"worst cross-check error \de−\d+ \(relative\)", lines[4])
    assert re.fullmatch(r"(\d+) of \1 published formulas proved", lines[5])
    assert lines[6:] == ["written to logistic-regression.pdf"]


WRONG_CLAIM = r"""# A wrong claim
<!-- derive: data x, y; parameter w -->
## Model
$$\hat{y} = w x$$
## Loss
$$L = \frac{1}{2} (y - \hat{y})^2$$
## Claims
$$dw = (y - \hat{y}) x$$
"""


def test_a_published_formula_that_is_wrong_is_said_and_makes_the_exit_code(run: Any, folder: Path) -> None:
    Path("wrong.md").write_text(WRONG_CLAIM, encoding="utf-8")
    made = run("report", "wrong.md")
    assert made.code == exits.WRONG
    assert made.out.splitlines()[-3:-1] == ["0 of 1 published formulas proved", "  refuted: ∂L/∂w = (y − ŷ) x"]
    assert Path("wrong.pdf").is_file()


def text_of(run: Any, *arguments: str) -> str:
    assert run("report", *arguments, "-o", "out.txt", "--force").code == exits.FINE
    return Path("out.txt").read_text(encoding="utf-8")


def test_brief_is_shorter_than_full_and_ends_the_same(run: Any) -> None:
    full = text_of(run, "perceptron-classifier")
    brief = text_of(run, "perceptron-classifier", "--detail", "brief")
    assert len(brief.splitlines()) < 0.8 * len(full.splitlines())
    assert "common denominator" in full
    assert "common denominator" not in brief
    for text in (full, brief):
        assert "−(y − ŷ) x₁" in text
        assert "∂L/∂ŷ · ∂ŷ/∂w₁" in text


def test_the_seed_changes_the_points_of_the_cross_check_and_nothing_else(run: Any) -> None:
    texts = [text_of(run, "linear-perceptron", "--seed", seed) for seed in ("0", "1", "0")]
    assert texts[0] == texts[2] != texts[1]
    assert "seed 0" in texts[0]
    assert "seed 1" in texts[1]
    numbers = re.compile(r"\s*(seed \d|\d · 10⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\b0$|\b0 (?= ))\s*")
    changed = [
        (before, after)
        for before, after in zip(texts[0].splitlines(), texts[1].splitlines(), strict=True)
        if numbers.sub("", before) != numbers.sub("", after)
    ]
    assert changed == []


@pytest.mark.parametrize("count", [0, 1, 3])
def test_components(count: int, run: Any) -> None:
    text = text_of(run, "logistic-regression", "--components", str(count))
    assert ("In components" in text) is bool(count)
    assert ("w₃" in text) is (count == 3)
    assert ("w₁" in text) is bool(count)


@pytest.mark.parametrize("count", ["-1", "13"])
def test_components_beyond_reason(count: str, run: Any) -> None:
    refused(run("report", "logistic-regression", "--components", count), f"--components is {count}, expected 0 to 12")


def test_values_in_yaml_and_in_json_give_the_same_report(run: Any) -> None:
    values = {"x_1": 1, "x_2": -2, "y": 0.5, "w_1": 0.25, "w_2": 1, "b": 3, "alpha": 0.1}
    Path("v.json").write_text(json.dumps(values), encoding="utf-8")
    Path("v.yaml").write_text("".join(f"{k}: {v}\n" for k, v in values.items()), encoding="utf-8")
    as_yaml, as_json = (text_of(run, "linear-perceptron", "--at", f"v.{kind}") for kind in ("yaml", "json"))
    assert as_yaml == as_json
    assert "Worked numbers" in as_yaml
    assert "Worked numbers" not in text_of(run, "linear-perceptron")
    assert "0.28125" in as_yaml, "L = ½ (0.5 − 1.25)²"


def test_base_10_logarithms(run: Any) -> None:
    natural = text_of(run, "logistic-regression", "--components", "0")
    base_10 = text_of(run, "logistic-regression", "--components", "0", "--log", "10")
    assert "0.717399" in natural
    assert "0.717399" not in base_10
    assert "0.311562" in base_10
    assert "0.005682" in base_10


# --- report: what it refuses to do


@pytest.mark.parametrize("name", ["mine.txt", "mine.pdf", "mine.md"])
def test_a_file_of_others_is_kept_unless_forced(name: str, run: Any) -> None:
    Path(name).write_bytes(b"%PDF- my thesis" if name.endswith("pdf") else b"my thesis")
    before = Path(name).read_bytes()
    refused(run("report", "linear-perceptron", "-o", name), name, "derive did not write it", "force")
    assert Path(name).read_bytes() == before
    assert run("report", "linear-perceptron", "-o", name, "--force").code == exits.FINE
    assert Path(name).read_bytes() != before
    assert run("report", "linear-perceptron", "-o", name).code == exits.FINE, "now it is ours"


def test_the_default_name_is_refused_as_well(run: Any) -> None:
    Path("linear-perceptron.pdf").write_text("mine", encoding="utf-8")
    refused(run("report", "linear-perceptron"), "linear-perceptron.pdf is there already")
    assert Path("linear-perceptron.pdf").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("no/such/folder/x.txt", "cannot write no/such/folder/x.txt: there is no folder no/such/folder; make it first"),
        ("a-file/x.txt", "cannot write a-file/x.txt: a-file is no folder"),
        ("a-folder.txt", "cannot write a-folder.txt: it is a folder"),
        ("x.docx", "the suffix '.docx' is none of .pdf, .tex"),
        ("x", "the suffix '' is none of"),
        ("x" * 300 + ".txt", "File name too long"),
    ],
)
def test_places_that_cannot_be_written(output: str, said: str, run: Any, folder: Path) -> None:
    Path("a-file").write_text("mine", encoding="utf-8")
    Path("a-folder.txt").mkdir()
    refused(run("report", "linear-perceptron", "-o", output), said)
    assert sorted(path.name for path in folder.iterdir()) == ["a-file", "a-folder.txt"]
    assert Path("a-file").read_text(encoding="utf-8") == "mine"


class FullDisk:
    """A file on a full disk: it takes a few bytes and then no more."""

    def __init__(self, file: Any) -> None:
        self.file = file

    def __enter__(self) -> FullDisk:
        return self

    def __exit__(self, *error: object) -> None:
        self.file.close()

    def write(self, content: bytes) -> int:
        self.file.write(content[:10])
        self.file.flush()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("old", [None, "an old report"])
@pytest.mark.parametrize("fault", ["open", "write", "fsync", "rename"])
def test_no_half_written_file_is_left(
    fault: str, old: str | None, run: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if old is not None:
        Path("out.txt").write_text(old, encoding="utf-8")

    def refuse(number: int) -> Any:
        def refusing(*_: object, **__: object) -> None:
            raise OSError(number, os.strerror(number))

        return refusing

    faults: dict[str, tuple[Any, str, Any, str]] = {
        "open": (formats.tempfile, "mkstemp", refuse(errno.EACCES), "Permission denied"),
        "write": (formats.os, "fdopen", lambda handle, mode, of=os.fdopen: FullDisk(of(handle, mode)), "No space left"),
        "fsync": (formats.os, "fsync", refuse(errno.EIO), "Input/output error"),
        "rename": (formats.Path, "replace", refuse(errno.EXDEV), "cross-device"),
    }
    where, name, replacement, said = faults[fault]
    with monkeypatch.context() as patched:
        patched.setattr(where, name, replacement)
        result = run("report", "linear-perceptron", "-o", "out.txt", "--force")
    assert result.code == exits.FAILED
    assert result.err.startswith("derive: cannot write out.txt: ")
    assert said in result.err
    assert [path.name for path in folder.iterdir()] == (["out.txt"] if old else [])
    if old:
        assert Path("out.txt").read_text(encoding="utf-8") == old


def test_a_report_is_written_beside_and_renamed(run: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("out.txt").write_text("an old report", encoding="utf-8")
    seen: list[tuple[str, str, bool]] = []
    rename = Path.replace

    def watched(self: Path, target: Path) -> Path:
        seen.append((self.name, Path("out.txt").read_text(encoding="utf-8"), self.parent.resolve() == folder.resolve()))
        assert "Linear perceptron" in self.read_text(encoding="utf-8"), "it is whole before it is renamed"
        return rename(self, target)

    monkeypatch.setattr(formats.Path, "replace", watched)
    assert run("report", "linear-perceptron", "-o", "out.txt", "--force").code == exits.FINE
    [(name, before, beside)] = seen
    assert name.startswith(".out.txt.")
    assert name.endswith(".part")
    assert before == "an old report", "the old report stands until the new one is whole"
    assert beside
    assert [path.name for path in folder.iterdir()] == ["out.txt"]


def test_a_process_killed_while_it_writes_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "out.txt").write_text("an old report", encoding="utf-8")
    program = (
        "import os, signal\n"
        "from reports import cli, formats\n"
        "formats.os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)\n"
        "cli.main(['report', 'linear-perceptron', '-o', 'out.txt', '--force'])\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, timeout=60, check=False
    )
    assert done.returncode == -9
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == "an old report"
    assert not [path for path in tmp_path.iterdir() if not path.name.startswith(".") and path.name != "out.txt"]


def test_an_interrupt_says_that_nothing_was_written(run: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(formats.os, "fsync", interrupted)
    result = run("report", "linear-perceptron", "-o", "out.txt")
    assert result.code == 130
    assert result.err == "derive: interrupted; nothing was written\n"
    assert list(folder.iterdir()) == []


# --- unknown names and options, bad files


@pytest.mark.parametrize("command", [["show"], ["report"], ["check"]])
def test_an_unknown_model_names_the_nearest(command: list[str], run: Any) -> None:
    claim = ["dw = 0"] if command == ["check"] else []
    refused(run(*command, "logistic", *claim), "there is no model 'logistic'; did you mean logistic-regression")


@pytest.mark.parametrize(
    "arguments",
    [
        ["frobnicate"], ["report"], ["check", "logistic-regression"], ["show", "logistic-regression", "--colour"],
        ["report", "logistic-regression", "--components", "two"], ["report", "logistic-regression", "--order", "both"],
    ],
)  # fmt: skip
def test_unknown_commands_and_options(arguments: list[str], run: Any) -> None:
    result = run(*arguments)
    assert result.code == exits.FAILED
    assert "usage: derive" in result.err
    assert "error: " in result.err


def test_a_model_document(run: Any) -> None:
    Path("ridge.md").write_text(RIDGE, encoding="utf-8")
    assert run("check", "ridge.md", r"dw = -(y - \hat{y}) x + w").code == exits.FINE
    assert run("check", "ridge.md", r"dw = -(y - \hat{y}) x").code == exits.WRONG
    made = run("report", "ridge.md")
    assert made.code == exits.FINE
    assert made.out.splitlines()[-1] == "written to ridge.pdf"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "m.md: cannot be read: No such file or directory"),
        (b"\xff\xfe", "m.md: this is no UTF-8 text: byte 1 is 0xff"),
        (b"", "m.md: line 1: "),
        (b"# T\n## Model\n$$L = (w$$\n", "m.md: line 3: cannot be read: `(` is never closed\n  L = (w\n      ^"),
        (RIDGE.replace("data x", "dat x").encode(), "m.md: line 2: cannot be read: unknown declaration 'dat'"),
    ],
)
def test_a_bad_model_document_is_named_with_its_line(content: bytes | None, said: str, run: Any) -> None:
    if content is not None:
        Path("m.md").write_bytes(content)
    for command in (["show"], ["report"], ["check"]):
        refused(run(*command, "m.md", *(["dw = 0"] if command == ["check"] else [])), said)


def test_bad_numbers_in_a_model_document_are_named_with_its_line(run: Any) -> None:
    Path("m.md").write_text(RIDGE + "## Numbers\n```yaml\nx: 1\ny: two\nw: 3\n```\n", encoding="utf-8")
    refused(run("report", "m.md"), "m.md:10: y is the text 'two', expected a number")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"x: 1\ny: 2\n", "v.yaml: w is missing; expected a number"),
        (b"x: 1\ny: 2\nw: [1, 2]\n", "v.yaml:3: w is a list of 2, expected a number"),
        (b"x: 1\ny: two\nw: 3\n", "v.yaml:2: y is the text 'two', expected a number"),
        (b"x: 1\nx: 1\n", "v.yaml:2: x is given twice, first on line 1"),
        (b"x: &a 1\ny: *a\n", "v.yaml:1: anchors and aliases are not allowed here"),
        (b"x: [" + b"1," * 600_000, "v.yaml: is larger than 1,000,000 bytes"),
        (b"\x80\x81", "v.yaml: is not a text file in UTF-8"),
        (b"x: .nan\ny: 2\nw: 3\n", "v.yaml:1: x is the text '.nan', expected a number"),
        (b"x: 1e300\ny: 2\nw: 3\n", "v.yaml: L is no finite number"),
        (b"", "v.yaml:1: expected names with values, such as 'w: 0.7'"),
        (None, "v.yaml: cannot be read: Is a directory"),
    ],
)
def test_a_bad_file_of_values_is_named_with_its_line(content: bytes | None, said: str, run: Any) -> None:
    Path("m.md").write_text(RIDGE, encoding="utf-8")
    if content is None:
        Path("v.yaml").mkdir()
    else:
        Path("v.yaml").write_bytes(content)
    refused(run("report", "m.md", "--at", "v.yaml", "-o", "out.txt"), said)
    assert not Path("out.txt").exists()


# --- real processes


def test_the_module_runs_and_ends_with_the_exit_code(tmp_path: Path) -> None:
    done = process("check", "logistic-regression", RIGHT, WRONG, where=tmp_path)
    assert (done.returncode, done.stderr) == (exits.WRONG, "")
    assert done.stdout.startswith("proved for all sizes:  ∂L/∂w = (a − y) x\n")
    failed = process("show", "nothing", where=tmp_path)
    assert (failed.returncode, failed.stdout) == (exits.FAILED, "")
    assert failed.stderr.startswith("derive: there is no model 'nothing'")


@pytest.mark.parametrize("command", ["show logistic-regression --steps", "models", "report linear-perceptron"])
def test_a_closed_pipe_is_silent(command: str, tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with os.fdopen(write, "wb") as pipe:
        done = subprocess.run(
            [sys.executable, "-m", "reports.cli", *command.split()],
            cwd=tmp_path, env=environment, stdout=pipe, stderr=subprocess.PIPE, timeout=60, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (exits.FINE, b"")


@pytest.mark.parametrize("options", [("--components", "2"), ("--at", "v.yaml")])
def test_an_equation_that_leads_to_no_loss_and_has_no_value_is_no_crash(options: tuple[str, str], run: Any) -> None:
    text = RIDGE.replace("parameter w", "parameter w; shape w,x: m").replace("w x", "w^T x").replace("w^2", "w^T w")
    text = text.replace("## Loss", "$$t = q \\hat{y}$$\n$$k = t + 1$$\n## Loss")
    Path("side.md").write_text(text, encoding="utf-8")
    Path("v.yaml").write_text("w: [2, 1]\nx: [3, 5]\ny: 4\n")
    result = run("report", "side.md", *options, "-o", "o.txt")
    assert (result.code, result.err) == (0, "")
    report = Path("o.txt").read_text(encoding="utf-8")
    assert "k = t + 1" in report
    assert "∂L/∂w" in report
