"""The gallery of the documentation: its page is as the tool writes it, its commands run, its pictures are small."""

from __future__ import annotations

import re
import shlex

import gallery
import pictures
import pytest

from derive import models
from reports import cli, houses, styles
from reports.families import with_family


def parsed(command):
    argv = with_family(shlex.split(command))
    return cli._parser().parse_args(argv)


def test_the_page_is_as_the_tool_writes_it():
    assert gallery.PAGE.read_text(encoding="utf-8") == gallery.page()


@pytest.mark.parametrize("shown", gallery.PICTURES, ids=lambda shown: shown.name)
def test_each_command_is_one_and_names_a_model_of_the_library(shown):
    options = parsed(shown.typed.removeprefix("derive "))
    if hasattr(options, "model"):
        assert options.model.split()[0] in {*models.names(), *models.families()}
    if hasattr(options, "style"):
        assert styles.get(options.style)
        assert isinstance(houses.chosen(options.notation), tuple)


def test_the_pictures_are_those_of_the_page_and_small():
    files = {one.file for one in gallery.PICTURES}
    assert files == set(gallery.FOLDER.iterdir())
    assert len(files) == len(gallery.PICTURES)
    assert sum(file.stat().st_size for file in files) < gallery.LARGEST
    assert set(re.findall(r"\(gallery/([\w-]+\.png)\)", gallery.page())) == {file.name for file in files}


def test_a_picture_is_what_its_command_makes():
    """Others differ only by what they show: `python tools/gallery.py` makes all of them anew."""
    [network] = [one for one in gallery.PICTURES if one.name == "network"]
    new, kept = (pictures.grey(content) for content in (gallery.made(network), network.file.read_bytes()))
    assert pictures.differing(new, kept) <= pictures.TOLERANCE
    [graph] = [one for one in gallery.PICTURES if one.name == "graph"]
    assert pictures.differing(new, pictures.grey(graph.file.read_bytes())) > pictures.TOLERANCE
