"""Faults that are sown in the real content are found by a check or an example."""

from __future__ import annotations

import pytest

from engine.coverage import Trial
from engine.load import content_root, load_content
from scripts.zaaifouten import SEED, code_of, harvest, is_fault, sow

TOPICS = ("ai-verordening/v1", "cloud/v1", "collectivisering/v1", "sociale-media/v1")


def test_faults_are_sown_evenly_and_always_the_same() -> None:
    trial = Trial(load_content(content_root()), "sociale-media/v1")
    sown = sow(trial, 16)
    assert SEED == 1
    assert [m.clause for m in sown] == [m.clause for m in sow(trial, 16)]
    assert len({m.operator for m in sown}) == 11
    assert all(is_fault(trial, m) for m in sown)
    assert code_of(trial, next(m for m in sown if m.operator == "opties verwisseld")) == "E001"


@pytest.mark.slow
def test_the_share_of_faults_found_does_not_fall() -> None:
    found = harvest()
    assert {topic: one.sown for topic, one in found.items()} == dict.fromkeys(TOPICS, 25)
    missed = {topic: [m.clause for m in one.missed] for topic, one in found.items()}
    assert missed == {topic: [] for topic in TOPICS}
