"""A design under another name: what kind of file that is to be, and what is written into it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from designer.model.design import Design
from designer.model.source import Source, place_text
from stepdecay import ScheduleError
from stepdecay.schedule.kinds import Schedule

OPEN_FILTERS = (
    "Python and mlx-lm configs (*.py *.yaml *.yml *.json);;Python (*.py);;"
    "mlx-lm configs (*.yaml *.yml *.json);;All files (*)"
)
SAVE_FILTERS = {
    "Python (*.py)": ".py",
    "mlx-lm config, YAML (*.yaml *.yml)": ".yaml",
    "mlx-lm config, JSON (*.json)": ".json",
}
NEW_NAME = "schedule.py"


@dataclass(frozen=True)
class Content:
    """What is to be written into a file.

    Attributes:
        data: The whole file.
        expected: What is there now and was read for it; None writes over whatever is there.
        is_new_kind: Whether it is a file by itself, not the document's under another name.
        remark: What a person should know about it, to be said behind the file's name.
    """

    data: bytes
    expected: bytes | None = None
    is_new_kind: bool = False
    remark: str = ""


def filters_for(name: str) -> str:
    """Return the filters of a Save dialog, the kind that a name has first."""
    return ";;".join(sorted(SAVE_FILTERS, key=lambda text: _kind(name) != SAVE_FILTERS[text]))


def path_for(given: str, chosen_filter: str) -> Path:
    """Return the path to save to: a name whose ending doesn't say the kind that was chosen gets that one's.

    >>> path_for("lora", "mlx-lm config, YAML (*.yaml *.yml)").name, path_for("train.v2", "Python (*.py)").name
    ('lora.yaml', 'train.v2')
    """
    path, suffix = Path(given), SAVE_FILTERS.get(chosen_filter, "")
    if not path.suffix:
        return path.with_name(path.name + (suffix or ".py"))
    if path.suffix.lower() == ".py" or _kind(path.name) != ".py" or suffix in ("", ".py"):
        return path
    return path.with_name(path.name + suffix)


def content_for(path: Path, source: Source | None, design: Design, optimizer: str) -> Content:
    """Return what is written into a file that a person has chosen.

    That is the document's whole file with the schedule, where it stays a file of its kind; else the schedule alone. A
    config that is there already keeps everything but its schedule.

    Args:
        path: The file.
        source: The document's own; None for an untitled one.
        design: The design.
        optimizer: The optimizer class for a new Python file.

    Raises:
        ScheduleError: A file of that kind can't say it, or what is there is no config of mlx-lm.
    """
    if source is not None and _kind(path.name) == _kind(source.path.name):
        return Content(source.written(design))
    if _kind(path.name) == ".py":
        from stepdecay import to_python

        return Content(to_python(design.schedule, optimizer=optimizer).encode(), is_new_kind=True)
    if path.exists():
        return _put_into(path, design)
    from stepdecay.writers.config import new_config

    left_out = f", without the rest of {source.path.name}" if source is not None and source.is_config else ""
    text = new_config(design.schedule, design.run, is_json=_kind(path.name) == ".json")
    return Content(text.encode(), is_new_kind=True, remark=left_out)


def as_mlx_lm_joins(path: Path, schedule: Schedule) -> Schedule | None:
    """Return the nearest schedule that a config can say, for one that it can't; None where there is none.

    Args:
        path: The file that it is for.
        schedule: The schedule, such as a warm-up that goes on at once, without mlx-lm's second update at the peak.
    """
    from stepdecay.sources.files import is_config
    from stepdecay.trainers.mlx_lm import conformed, lora_schedule

    fitting = conformed(schedule, schedule)
    if not is_config(path.name) or fitting == schedule:
        return None
    try:
        lora_schedule(fitting)
    except ScheduleError:
        return None
    return fitting


def _put_into(path: Path, design: Design) -> Content:
    """Return a config with another schedule; its run stays as it is."""
    from stepdecay.sources.edits import read_file
    from stepdecay.sources.files import find_in

    data = read_file(path)
    try:
        found = find_in(data, path.name)
    except ScheduleError as error:
        raise ScheduleError(f"{error}; it was left as it is: save under another name") from None
    if not found:
        raise ScheduleError(f"{path.name} is there already and is no config of mlx-lm: save under another name")
    if found[0].problem is not None:
        raise ScheduleError(f"{place_text(path, found[0])}: {found[0].problem}; it was left as it is")
    return Content(found[0].replace(design.schedule), data, is_new_kind=True, remark="; all else in it stayed")


def _kind(name: str) -> str:
    """Return `.py`, `.yaml` or `.json`: how a file of that name is read."""
    from stepdecay.sources.files import is_config

    if not is_config(name):
        return ".py"
    return ".json" if name.lower().endswith(".json") else ".yaml"
