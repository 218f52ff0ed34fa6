from __future__ import annotations

import numpy as np
import pytest

from stepdecay import find_translations, rates
from tests.stepdecay.helpers.framework_cases import CASES, HEADS, Case, real_rates, recorded

RECORDED = {framework: recorded(framework) for framework in HEADS}


def translated(case: Case) -> np.ndarray:
    """MLX's rates of a case, asked for no more than the updates per epoch."""
    [found] = find_translations(case.text)
    assert found.problem is None
    assert found.unknown == (("updates_per_epoch",) if case.framework == "torch" else ())
    schedule = found.with_values({"updates_per_epoch": case.per_epoch}).schedule
    assert schedule is not None
    return rates(schedule, range(case.updates))


def assert_same_rates(case: Case, theirs: list[float]) -> None:
    steps = slice(None, None, case.per_epoch if case.is_smooth else 1)
    rounding = 2**-23 * max(theirs)  # MLX's line from 0.1 to 0 ends at -7.5e-9 in float32
    np.testing.assert_allclose(translated(case)[steps], np.array(theirs)[steps], rtol=1e-5, atol=rounding)


@pytest.mark.parametrize("name", CASES)
def test_mlx_trains_with_the_rates_that_were_recorded_from_the_other_framework(name):
    theirs = RECORDED[CASES[name].framework]["rates"][name]
    assert len(theirs) == CASES[name].updates
    assert_same_rates(CASES[name], theirs)


@pytest.mark.parametrize("name", CASES)
def test_the_installed_framework_still_has_these_rates(name):
    case = CASES[name]
    pytest.importorskip(case.framework, reason=f"{case.framework} is of the optional group 'frameworks'")
    theirs = real_rates(case)
    assert_same_rates(case, theirs)
    np.testing.assert_allclose(theirs, RECORDED[case.framework]["rates"][name], rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("framework", HEADS)
def test_nothing_is_recorded_that_is_no_case_any_more(framework):
    names = [name for name, case in CASES.items() if case.framework == framework]
    assert list(RECORDED[framework]["rates"]) == names
    assert RECORDED[framework]["version"][0].isdigit()


def test_a_smooth_torch_schedule_is_the_same_at_every_update_where_it_is_stepped_after_each():
    smooth = [name for name, case in CASES.items() if case.is_smooth]
    assert len(smooth) >= 3
    for name in smooth:
        [found] = find_translations(CASES[name].text)
        once = found.with_values({"updates_per_epoch": 1})
        assert not [note for note in once.notes if "where an epoch begins" in note]
        assert [note for note in found.notes if "where an epoch begins" in note]


def test_a_torch_cosine_rises_again_and_the_note_says_so():
    [found] = find_translations(CASES["torch CosineAnnealingLR"].text)
    assert "torch rises again after T_max; MLX holds eta_min" in found.notes
