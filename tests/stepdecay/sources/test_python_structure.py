"""Pieces that come, go and become others: rewritten in the file's own words, with its names and comments kept."""

from __future__ import annotations

from textwrap import dedent

import pytest

from stepdecay import CosineDecay, ExponentialDecay, JoinSchedules, LinearSchedule, ScheduleError, StepDecay
from stepdecay.schedule.kinds import Schedule
from stepdecay.sources.files import find_in
from stepdecay.sources.python.replacement import replaced
from stepdecay.sources.python.sites import sites_in

WARMUP = LinearSchedule(0, 1e-3, 100)
COSINE = CosineDecay(1e-3, 900)
TAIL = LinearSchedule(1e-5, 1e-5, 1)
BOTH = JoinSchedules([WARMUP, COSINE], [100])
ADDED = "join_schedules, linear_schedule"
NEW_WARMUP = "linear_schedule(0.0, 0.001, 100)"


def written(text: str, schedule: Schedule, index: int = 0, values: dict | None = None) -> str:
    data = dedent(text).encode()
    found = find_in(data, "train.py")[index].with_values(values or {})
    new = found.replace(schedule)
    starts = [one.with_values(values or {}) for one in find_in(new, "train.py")]
    assert schedule in [one.schedule for one in starts]
    space: dict = {"args": None}
    if not values:
        exec(new, space)
    return new.decode()


def notes(text: str, schedule: Schedule) -> tuple[str, ...]:
    return find_in(dedent(text).encode(), "train.py")[0].notes(schedule)


def last_line(text: str, schedule: Schedule, **options) -> str:
    return written(text, schedule, **options).strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("imports", "call", "new"),
    [
        ("import mlx.optimizers as optim", "optim.{}", "optim.{}"),
        ("from mlx import optimizers as opt", "opt.schedulers.{}", "opt.schedulers.{}"),
        ("import mlx.optimizers", "mlx.optimizers.{}", "mlx.optimizers.{}"),
        ("from mlx.optimizers.schedulers import *", "{}", "{}"),
        ("import mlx.optimizers as o\nfrom mlx.optimizers import cosine_decay", "{}", "o.{}"),
        ("import mlx.optimizers\nfrom mlx.optimizers import cosine_decay", "{}", "mlx.optimizers.{}"),
        ("from mlx.optimizers import cosine_decay, schedulers as s", "{}", "s.{}"),
        ("from mlx.optimizers import cosine_decay, join_schedules, linear_schedule", "{}", "{}"),
        ("import mlx.optimizers as o\ncosine_decay = o.cosine_decay", "{}", "o.{}"),
    ],
)
def test_an_added_warmup_is_spelled_like_the_rest_of_the_file(imports, call, new):
    text = f"{imports}\nlr = {call.format('cosine_decay')}(1e-3, 900)  # it\n"
    join, warmup = new.format("join_schedules"), new.format(NEW_WARMUP)
    kept = call.format("cosine_decay") + "(1e-3, 900)"
    assert written(text, BOTH) == f"{imports}\nlr = {join}([{warmup}, {kept}], [100])  # it\n"
    assert notes(text, BOTH) == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from mlx.optimizers import cosine_decay", f"from mlx.optimizers import cosine_decay, {ADDED}"),
        (
            "from mlx.optimizers import (\n    Adam,\n    cosine_decay as cosine,  # it\n)",
            f"from mlx.optimizers import (\n    Adam,\n    cosine_decay as cosine, {ADDED},  # it\n)",
        ),
        (
            "from mlx.optimizers import cosine_decay; linear_schedule = None",
            f"from mlx.optimizers import cosine_decay, {ADDED} as mlx_linear_schedule; linear_schedule = None",
        ),
    ],
)
def test_names_that_the_import_lacks_are_added_to_it_and_a_person_is_told(before, after):
    call = "cosine" if "as cosine" in before else "cosine_decay"
    text = f"{before}\nlr = {call}(1e-3, 900)\n"
    warmup = ("mlx_" if "None" in before else "") + NEW_WARMUP
    assert written(text, BOTH) == f"{after}\nlr = join_schedules([{warmup}, {call}(1e-3, 900)], [100])\n"
    assert notes(text, BOTH) == ("join_schedules and linear_schedule are added to the import in line 1",)


def test_a_warmup_is_written_around_a_call_whose_layout_stays():
    text = """\
        import mlx.optimizers as optim
        lr = optim.cosine_decay(
            1e-3,  # peak
            1_000,
        )
        """
    assert written(text, JoinSchedules([WARMUP, COSINE], [100])) == dedent(
        f"""\
        import mlx.optimizers as optim
        lr = optim.join_schedules([optim.{NEW_WARMUP}, optim.cosine_decay(
            1e-3,  # peak
            900,
        )], [100])
        """
    )


NAMED = """\
    import mlx.optimizers as optim
    warmup = optim.linear_schedule(0, 1e-3, 100)
    cosine = optim.cosine_decay(1e-3, 900)
    steps = 100
    lr = optim.join_schedules([
        warmup,  # first
        (cosine), # then
    ], [steps,])
    print(steps)
    """


@pytest.mark.parametrize(
    ("schedule", "old", "new"),
    [
        (
            JoinSchedules([WARMUP, COSINE, TAIL], [100, 900]),
            "(cosine), # then\n], [steps,])",
            "(cosine), optim.linear_schedule(1e-5, 1e-5, 1), # then\n], [steps, 900,])",
        ),
        (
            JoinSchedules([TAIL, WARMUP, COSINE], [5, 100]),
            "    warmup,  # first\n    (cosine), # then\n], [steps,])",
            "    optim.linear_schedule(1e-5, 1e-5, 1), warmup,  # first\n    (cosine), # then\n], [5, steps,])",
        ),
        (
            JoinSchedules([WARMUP, StepDecay(1e-3, 0.5, 30)], [100]),
            "(cosine), # then",
            "(optim.step_decay(1e-3, 0.5, 30)), # then",
        ),
        (
            JoinSchedules([COSINE], []),
            "    warmup,  # first\n    (cosine), # then\n], [steps,])",
            "    (cosine), # then\n], [])",
        ),
        (
            JoinSchedules([WARMUP], []),
            "warmup,  # first\n    (cosine), # then\n], [steps,])",
            "warmup, # then\n], [])",
        ),
        (
            JoinSchedules([COSINE, WARMUP, WARMUP], [100, 200]),
            "warmup,  # first\n    (cosine), # then\n], [steps,])",
            "cosine, warmup, warmup, # then\n], [steps, 200,])",
        ),
    ],
    ids=["added behind", "added in front", "another kind", "first removed", "last removed", "in another order"],
)
def test_named_pieces_and_comments_of_a_join_stay_when_others_come_and_go(schedule, old, new):
    text = dedent(NAMED)
    assert text.count(old) == 1
    assert written(NAMED, schedule) == text.replace(old, new)


def test_pieces_that_nothing_uses_any_more_are_named():
    assert notes(NAMED, JoinSchedules([WARMUP], [])) == ("cosine (line 3) is no longer used",)


def test_a_join_of_one_becomes_a_plain_call():
    text = """\
        import mlx.optimizers as optim
        lr = optim.join_schedules([optim.linear_schedule(0, 1e-3, 1_00), optim.cosine_decay(1e-3, 900)], [100])"""
    assert last_line(text, CosineDecay(1e-3, 950)) == "lr = optim.cosine_decay(1e-3, 950)"
    assert last_line(text, WARMUP) == "lr = optim.linear_schedule(0, 1e-3, 1_00)"
    assert last_line(text, ExponentialDecay(0.1, 0.9)) == "lr = optim.exponential_decay(0.1, 0.9)"


def test_another_kind_keeps_the_arguments_that_both_have():
    text = "import mlx.optimizers as optim\nlr = optim.cosine_decay(init=1e-03, decay_steps=900, end=1_0e-6)\n"
    new = LinearSchedule(1e-3, 1e-5, 100)
    assert last_line(text, new) == "lr = optim.linear_schedule(init=1e-03, end=1_0e-6, steps=100)"
    text = "import mlx.optimizers as optim\ndef f(args):\n    return optim.cosine_decay(args.lr, args.n)\n"
    line = last_line(text, StepDecay(0.1, 0.5, 10), values={"args.lr": 0.1, "args.n": 50})
    assert line == "    return optim.step_decay(args.lr, 0.5, 10)"


def test_a_list_that_is_repeated_is_written_out_when_its_pieces_differ():
    text = """\
        import mlx.optimizers as optim
        c = optim.cosine_decay(1e-3, 10)
        lr = optim.join_schedules([c] * 3, [10, 20])
        """
    one, two = CosineDecay(1e-3, 10), CosineDecay(1e-3, 20)
    assert last_line(text, JoinSchedules([one, two, one], [10, 20])).startswith(
        "lr = optim.join_schedules([c, optim.cosine_decay(1e-3, 20), c], "
    )
    assert "c = optim.cosine_decay(1e-3, 20)\n" in written(text, JoinSchedules([two] * 3, [10, 20]))


@pytest.mark.parametrize(
    "use", ["print(cosine)", "other = optim.join_schedules([cosine, cosine], [9])", "x = [cosine]"]
)
def test_a_piece_that_is_used_elsewhere_too_is_written_anew_in_the_join(use):
    text = f"{dedent(NAMED)}{use}\n"
    new = JoinSchedules([WARMUP, CosineDecay(1e-3, 950)], [100])
    assert "(optim.cosine_decay(1e-3, 950)), # then" in written(text, new)
    assert "\ncosine = optim.cosine_decay(1e-3, 900)\n" in written(text, new)
    assert notes(text, new) == ("cosine (line 3) is used elsewhere too, so its new values are written in line 5",)


def test_a_list_that_has_a_name_is_changed_there_or_written_at_the_call():
    text = """\
        import mlx.optimizers as optim
        pieces, steps = [optim.linear_schedule(0, 1e-3, 100), optim.cosine_decay(1e-3, 900)], [100]
        lr = optim.join_schedules(pieces, steps)
        """
    new = JoinSchedules([WARMUP, COSINE, TAIL], [100, 900])
    assert written(text, new) == dedent(text).replace("900)]", "900), optim.linear_schedule(1e-5, 1e-5, 1)]").replace(
        ", [100]", ", [100, 900]"
    )
    shared = dedent(text) + "print(pieces, steps)\n"
    after = written(shared, new)
    assert dedent(text).splitlines()[1] in after
    assert after.splitlines()[2].startswith("lr = optim.join_schedules([optim.linear_schedule(0, 1e-3, 100), ")


def test_a_name_that_means_another_thing_at_the_call_is_not_used_there():
    text = """\
        import mlx.optimizers as optim
        lr = 1e-3
        up = optim.linear_schedule(0, lr, 100)
        cosine = optim.cosine_decay(lr, 900)
        pieces = [up, cosine]
        def make(lr, up):
            import mlx.optimizers as o
            return o.join_schedules(pieces, [100])
        """
    line = last_line(text, JoinSchedules([WARMUP, StepDecay(1e-3, 0.5, 30)], [100]))
    assert line == f"    return o.join_schedules([o.{NEW_WARMUP}, o.step_decay(0.001, 0.5, 30)], [100])"
    line = last_line(text, JoinSchedules([WARMUP, COSINE, TAIL], [100, 900]))
    assert line.startswith(f"    return o.join_schedules([o.{NEW_WARMUP}, cosine, o.linear_schedule(")


def test_an_added_import_takes_no_name_that_the_file_has_from_elsewhere():
    text = """\
        from mlx.optimizers import cosine_decay
        from mine import *
        other = linear_schedule(1, 2, 3)
        lr = cosine_decay(1e-3, 900)
        """
    after = find_in(dedent(text).encode(), "train.py")[0].replace(BOTH).decode()
    assert after.splitlines()[0] == f"from mlx.optimizers import cosine_decay, {ADDED} as mlx_linear_schedule"
    assert [one.schedule for one in find_in(after.encode(), "train.py")] == [BOTH]


def test_nothing_is_written_where_another_schedule_would_not_be_what_it_was():
    text = b"from mlx.optimizers import *\na = step_decay(0.1, 0.9, 10)\nb = step_decay(0.1, 0.5, 7)\n"
    site, other = sites_in(text, "train.py")
    longer = sites_in(text + b"c = step_decay(1, 1, 1)\n", "train.py")
    changed = sites_in(text.replace(b"0.5, 7", b"0.5, 8"), "train.py")
    for sites in (longer, (site,), (site, changed[1])):
        with pytest.raises(ScheduleError, match=r"can't be written in line 2 of train\.py .* nothing was written"):
            replaced(site, sites, {}, frozenset(), StepDecay(0.1, 0.5, 10))
    assert b"0.1, 0.5, 10)\nb" in replaced(site, (site, other), {}, frozenset(), StepDecay(0.1, 0.5, 10))


def test_pieces_of_one_kind_that_change_places_keep_their_names():
    text = """\
        import mlx.optimizers as optim
        up = optim.linear_schedule(0, 1e-3, 100)
        down = optim.linear_schedule(1e-3, 0, 100)
        lr = optim.join_schedules([up, down], [100])
        """
    swapped = JoinSchedules([LinearSchedule(1e-3, 0, 100), WARMUP], [100])
    assert written(text, swapped) == dedent(text).replace("[up, down]", "[down, up]")


def test_a_computed_argument_goes_with_its_piece_when_another_takes_its_place():
    text = """\
        import mlx.optimizers as optim
        lr = optim.join_schedules([optim.cosine_decay(1e-3, 100), optim.cosine_decay(args.lr, 200)], [100])
        """
    first_removed = JoinSchedules([CosineDecay(0.5, 200), CosineDecay(1e-4, 300)], [200])
    assert written(text, first_removed, values={"args.lr": 0.5}) == dedent(text).replace(
        "[optim.cosine_decay(1e-3, 100), optim.cosine_decay(args.lr, 200)], [100]",
        "[optim.cosine_decay(args.lr, 200), optim.cosine_decay(0.0001, 300)], [200]",
    )


def test_joins_within_joins_change_inside():
    text = """\
        import mlx.optimizers as optim
        inner = optim.join_schedules([optim.linear_schedule(0, 1e-3, 100), optim.cosine_decay(1e-3, 900)], [100])
        lr = optim.join_schedules([inner, optim.exponential_decay(1e-5, 0.999)], [1_000])
        """
    tail = ExponentialDecay(1e-5, 0.999)
    deeper = JoinSchedules([JoinSchedules([WARMUP, CosineDecay(1e-3, 900, 1e-5)], [120]), tail], [2000])
    expected = dedent(text).replace("900)], [100]", "900, 1e-5)], [120]").replace("1_000", "2_000")
    assert written(text, deeper) == expected
    flat = JoinSchedules([WARMUP, COSINE, tail], [100, 1000])
    assert last_line(text, flat).endswith("optim.exponential_decay(1e-5, 0.999)], [100, 1_000])")
