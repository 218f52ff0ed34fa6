"""Where Qt can't open a window: one sentence with what to install, and never Qt's own end."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from designer import screen
from designer.screen import ALWAYS, OF_PLATFORM, wanted_platforms
from tests.designer.helpers.shared_objects import needed

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has Qt's libraries in packages of its own")
SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "QT_QPA_PLATFORM")
C_LIBRARIES = {"libstdc++.so.6", "libm.so.6", "libgcc_s.so.1", "libc.so.6", "libpthread.so.0", "libdl.so.2"}


@pytest.fixture
def started(tmp_path):
    """Starts the program where some libraries can't be loaded; what else is in the environment are keywords."""

    def start(*missing: str, arguments: tuple[str, ...] = (), **screen: str) -> subprocess.CompletedProcess[str]:
        for name in missing:
            (tmp_path / name).touch()  # the loader finds it first, and it is no library
        inherited = {name: value for name, value in os.environ.items() if name not in SCREENS}
        folders = {name: str(tmp_path / name) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME")}
        return subprocess.run(
            [sys.executable, "-m", "designer", *arguments], cwd=Path(__file__).parents[2],
            env={**inherited, **folders, "LD_LIBRARY_PATH": str(tmp_path), **screen},
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    return start


def sentence(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 2, done.stderr
    (line,) = done.stderr.splitlines()
    assert line.startswith("lr-designer: ")
    return line


def packages(line: str) -> list[str]:
    return re.findall(r"(?:apt-get|dnf) install ([^;]+)", line)[0].split()


@linux
def test_without_a_screen_it_says_so_and_what_draws_without_one(started):
    line = sentence(started())
    assert "DISPLAY" in line
    assert "lr-designer --picture curve.svg" in line


@linux
def test_a_screen_that_does_not_answer_is_named(started, tmp_path):
    line = sentence(started(DISPLAY=":4711"))
    assert ":4711" in line or "install" in line, "here some of X11's libraries may be missing"


@linux
def test_what_is_missing_for_x11_is_named_with_the_command_that_installs_it(started):
    line = sentence(started("libxcb-cursor.so.0", DISPLAY=":0"))
    assert {"libxcb-cursor0", "xcb-util-cursor"} & set(packages(line))
    assert "libegl1" not in packages(line)


@linux
def test_what_only_x11_needs_is_not_asked_for_on_wayland(started):
    line = sentence(started("libxcb-cursor.so.0", "libwayland-cursor.so.0", WAYLAND_DISPLAY="wayland-0", DISPLAY=""))
    assert {"libwayland-cursor0", "libwayland-cursor"} & set(packages(line))
    assert not {"libxcb-cursor0", "xcb-util-cursor"} & set(packages(line))


@linux
@pytest.mark.parametrize("library", ["libEGL.so.1", "libGL.so.1", "libglib-2.0.so.0", "libfontconfig.so.1"])
def test_a_library_that_qt_takes_everywhere_is_named_too(started, library):
    line = sentence(started(library, QT_QPA_PLATFORM="offscreen"))
    assert {ALWAYS[library].apt, ALWAYS[library].dnf} & set(packages(line))


@linux
def test_a_platform_that_qt_does_not_have_is_named(started):
    assert "'moon'" in sentence(started(QT_QPA_PLATFORM="moon"))


@linux
def test_a_picture_as_svg_takes_none_of_qts_libraries_and_another_names_what_it_takes(started, tmp_path):
    lacking = ("libEGL.so.1", "libGL.so.1", "libX11.so.6")
    done = started(*lacking, arguments=("--picture", str(tmp_path / "curve.svg")))
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "curve.svg").read_text().startswith("<svg ")
    line = sentence(started(*lacking, arguments=("--picture", str(tmp_path / "curve.png"))))
    assert "libegl1" in packages(line) or "libglvnd-egl" in packages(line)
    assert not (tmp_path / "curve.png").exists()


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, []),
        ({"DISPLAY": ""}, []),
        ({"DISPLAY": ":0"}, ["xcb"]),
        ({"WAYLAND_DISPLAY": "wayland-0"}, ["wayland"]),
        ({"XDG_SESSION_TYPE": "wayland", "DISPLAY": ":0"}, ["wayland", "xcb"]),
        ({"QT_QPA_PLATFORM": "xcb", "WAYLAND_DISPLAY": "wayland-0"}, ["xcb"]),
        ({"QT_QPA_PLATFORM": "wayland;xcb"}, ["wayland", "xcb"]),
        ({"QT_QPA_PLATFORM": "vnc:size=800x600"}, ["vnc"]),
    ],
)
def test_platforms_are_those_that_qt_would_try(environment, expected):
    assert wanted_platforms(environment) == expected


@linux
@pytest.mark.parametrize("platform", ["xcb", "wayland", "offscreen"])
def test_every_library_that_the_installed_qt_takes_from_the_system_has_its_package(platform):
    from PySide6.QtCore import QLibraryInfo

    paths = QLibraryInfo.LibraryPath
    plugins, libraries = (Path(QLibraryInfo.path(one)) for one in (paths.PluginsPath, paths.LibrariesPath))
    seen: set[str] = set()
    todo = {plugins / f"platforms/libq{platform}.so", libraries / "libQt6Widgets.so.6", libraries / "libQt6Svg.so.6"}
    while todo:
        for name in needed(todo.pop()) - seen:
            seen.add(name)
            if (libraries / name).exists():
                todo.add(libraries / name)
    ours = {name for name in seen if (libraries / name).exists() or name.startswith("ld-linux")}
    assert len(ours) > 3
    assert seen - ours - C_LIBRARIES <= {*ALWAYS, *OF_PLATFORM.get(platform, {})}


def without_qt(folder: Path) -> str:
    """Return a path on which PySide6 isn't there."""
    (folder / "PySide6").mkdir()
    absent = "raise ModuleNotFoundError(\"No module named 'PySide6'\", name='PySide6')\n"
    (folder / "PySide6/__init__.py").write_text(absent, encoding="utf-8")
    return str(folder)


@pytest.mark.parametrize("arguments", [(), ("--picture", "curve.png")])
def test_without_qt_it_says_what_to_install(started, tmp_path, arguments):
    line = sentence(started(arguments=arguments, DISPLAY=":0", PYTHONPATH=without_qt(tmp_path)))
    assert "the window takes PySide6 and pyqtgraph: python -m pip install 'stepdecay[window]'" in line


def test_without_qt_an_svg_is_drawn(started, tmp_path):
    picture = tmp_path / "curve.svg"
    assert started(arguments=("--picture", str(picture)), PYTHONPATH=without_qt(tmp_path)).returncode == 0
    assert picture.read_text(encoding="utf-8").startswith("<svg")


def test_without_pyqtgraph_it_says_the_same(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(screen, "find_spec", lambda _: None)
    with pytest.raises(screen.ScreenError, match="takes PySide6 and pyqtgraph"):
        screen.check()


def test_beside_an_engine_for_a_gpu_no_other_one_is_advised(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(screen, "find_spec", lambda _: None)
    monkeypatch.setattr(screen, "installed_engines", lambda: {"mlx-cuda-12": "0.32.4"})
    with pytest.raises(screen.ScreenError) as caught:
        screen.check()
    advice = str(caught.value).partition("pip install ")[2].lower()
    assert "pyside6-essentials" in advice
    assert "pyqtgraph" in advice
    assert "mlx" not in advice
    assert "stepdecay" not in advice
