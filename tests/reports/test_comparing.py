"""`derive compare`: in the terminal, in a file, and what it refuses."""

from __future__ import annotations

from reports import cli


def test_the_conventions_are_printed_side_by_side(capsys):
    assert cli.main(["compare", "logistic-regression", "--layouts"]) == 0
    told = capsys.readouterr().out
    assert "with the examples as rows               ∂J/∂w = (1/n) Xᵀ dZ   (m, 1)" in told
    assert "in numerator layout                     ∂J/∂w = (1/n) dZ Xᵀ   (1, m)" in told


def test_a_file_has_the_format_of_its_name(tmp_path, capsys):
    path = tmp_path / "layouts.md"
    assert cli.main(["compare", "linear-perceptron", "-o", str(path)]) == 0
    assert "conventions side by side" in path.read_text(encoding="utf-8")
    path.write_text("mine", encoding="utf-8")
    assert cli.main(["compare", "linear-perceptron", "-o", str(path)]) == 2
    assert "derive did not write it" in capsys.readouterr().err


def test_a_network_of_many_layers_is_refused_with_what_would_work(capsys):
    assert cli.main(["compare", "network", "--depth", "12", "--width", "3"]) == 2
    assert "take fewer, as with --layers 3,4,1" in capsys.readouterr().err
