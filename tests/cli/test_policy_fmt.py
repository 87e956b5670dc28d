"""`auditor policy fmt`: stable, keeps comments and meaning, and leaves alone what is arranged by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor import shipped
from auditor.authoring.layout import files_of, laid_out
from auditor.policy.yaml_file import read_yaml
from tests.cli.conftest import Auditor

PACKS = sorted(path.parent for path in shipped.folder("policies").glob("*/pack.yaml"))
MESSY = """\
# About the file.
title:   Who writes gets an answer
policy: first-reply


# When it opens
when: requester-message
duties:
  reply-in-time:
    # The limit is
    #   the desk's own
    within: 4h   # by hand
    must: [ public-reply,   public-reply ]
    severity: "medium"
    title: >-
      A person replies
      publicly
    clauses:
    - SB-1
  # The end
about: Last.
"""
TIDY = """\
# About the file.
policy: first-reply
title: Who writes gets an answer
about: Last.

# When it opens
when: requester-message
duties:
  reply-in-time:
    title: >-
      A person replies
      publicly
    clauses:
    - SB-1
    severity: "medium"
    must: [ public-reply,   public-reply ]
    # The limit is
    #   the desk's own
    within: 4h   # by hand
  # The end
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "service_basics" / "duties" / "first-reply.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_keys_are_in_order_and_every_comment_is_kept(tmp_path: Path) -> None:
    path = written(tmp_path, MESSY)
    before = read_yaml(path).content
    text = laid_out(path, tmp_path)
    assert text == TIDY
    assert read_yaml(written(tmp_path, text)).content == before


def test_twice_is_once(tmp_path: Path) -> None:
    once = laid_out(written(tmp_path, MESSY), tmp_path)
    assert laid_out(written(tmp_path, once), tmp_path) == once


def test_an_anchor_stays_before_its_alias(tmp_path: Path) -> None:
    text = "policy: p\ntitle: P\nduties: &d {}\ncontact_clauses: *d\n"
    assert laid_out(written(tmp_path, text), tmp_path) == text


def test_white_space_that_means_something_stays(tmp_path: Path) -> None:
    text = "policy: p\ntitle: P\nabout: |\n  one  \n\n\n  two\nduties: {}\n"
    path = written(tmp_path, text)
    assert read_yaml(written(tmp_path, laid_out(path, tmp_path))).content["about"] == "one  \n\n\ntwo\n"


@pytest.mark.parametrize("pack", PACKS, ids=[pack.name for pack in PACKS])
def test_the_shipped_packs_are_laid_out(pack: Path) -> None:
    assert [path.name for path in files_of(pack) if laid_out(path, pack.parent) != path.read_text()] == []


def test_check_writes_nothing_and_fmt_does(auditor: Auditor, pack: Path) -> None:
    path = pack / "duties" / "refund.yaml"
    path.write_text(path.read_text().replace("title: A promised", "title:   A promised"))
    messy = path.read_text()
    checked = auditor("policy", "fmt", "--check", pack)
    assert (checked.code, path.read_text()) == (1, messy)
    assert "would change" in checked.out
    assert auditor("policy", "fmt", pack).code == 0
    assert "title: A promised" in path.read_text()
    assert auditor("policy", "fmt", "--check", pack).code == 0


def test_a_file_that_is_no_yaml_is_told_and_nothing_is_written(auditor: Auditor, pack: Path) -> None:
    (pack / "signals.yaml").write_text("signals: [\n")
    answer = auditor("policy", "fmt", pack)
    assert (answer.code, answer.out) == (2, "")
    assert "signals.yaml:" in answer.err
