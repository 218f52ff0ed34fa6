"""Whether Qt can open a window here, asked before Qt is: it would end the process in words of its own.

Qt itself says whether its plugin for a platform can be loaded, which it needs anyway; only where it can't, this finds
out what is missing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from stepdecay.engine import installed_engines

if TYPE_CHECKING:
    from PySide6.QtCore import QMessageLogContext, QtMsgType


class Packages(NamedTuple):
    """Where a library comes from.

    Attributes:
        apt: Its package in Debian and Ubuntu.
        dnf: Its package in Fedora.
    """

    apt: str
    dnf: str


ALWAYS = {
    "libEGL.so.1": Packages("libegl1", "libglvnd-egl"),
    "libGL.so.1": Packages("libgl1", "libglvnd-glx"),
    "libX11.so.6": Packages("libx11-6", "libX11"),
    "libxkbcommon.so.0": Packages("libxkbcommon0", "libxkbcommon"),
    "libfontconfig.so.1": Packages("libfontconfig1", "fontconfig"),
    "libfreetype.so.6": Packages("libfreetype6", "freetype"),
    "libglib-2.0.so.0": Packages("libglib2.0-0", "glib2"),
    "libgthread-2.0.so.0": Packages("libglib2.0-0", "glib2"),
    "libdbus-1.so.3": Packages("libdbus-1-3", "dbus-libs"),
    "libzstd.so.1": Packages("libzstd1", "libzstd"),
    "libz.so.1": Packages("zlib1g", "zlib"),
}
"""What Qt takes from Linux wherever it draws."""

OF_PLATFORM = {
    "xcb": {
        "libxkbcommon-x11.so.0": Packages("libxkbcommon-x11-0", "libxkbcommon-x11"),
        "libxcb-cursor.so.0": Packages("libxcb-cursor0", "xcb-util-cursor"),
        "libxcb-icccm.so.4": Packages("libxcb-icccm4", "xcb-util-wm"),
        "libxcb-image.so.0": Packages("libxcb-image0", "xcb-util-image"),
        "libxcb-keysyms.so.1": Packages("libxcb-keysyms1", "xcb-util-keysyms"),
        "libxcb-render-util.so.0": Packages("libxcb-render-util0", "xcb-util-renderutil"),
        "libxcb-util.so.1": Packages("libxcb-util1", "xcb-util"),
        "libX11-xcb.so.1": Packages("libx11-xcb1", "libX11-xcb"),
        "libxcb.so.1": Packages("libxcb1", "libxcb"),
        "libxcb-randr.so.0": Packages("libxcb-randr0", "libxcb"),
        "libxcb-render.so.0": Packages("libxcb-render0", "libxcb"),
        "libxcb-shape.so.0": Packages("libxcb-shape0", "libxcb"),
        "libxcb-shm.so.0": Packages("libxcb-shm0", "libxcb"),
        "libxcb-sync.so.1": Packages("libxcb-sync1", "libxcb"),
        "libxcb-xfixes.so.0": Packages("libxcb-xfixes0", "libxcb"),
        "libxcb-xkb.so.1": Packages("libxcb-xkb1", "libxcb"),
    },
    "wayland": {
        "libwayland-client.so.0": Packages("libwayland-client0", "libwayland-client"),
        "libwayland-cursor.so.0": Packages("libwayland-cursor0", "libwayland-cursor"),
    },
}
"""What it takes besides for a window, by Qt's name of the platform: X11's and Wayland's."""

WITHOUT = "lr-designer --picture curve.svg draws without a window"
"""What can be done instead."""


class ScreenError(Exception):
    """Qt can't open a window here. The message is one sentence: why, and what to do."""


def check() -> None:
    """Load Qt, and on Linux its plugin for the screen that there is.

    Raises:
        ScreenError: One of them can't be loaded or isn't installed, or there is no screen.
    """
    is_linux = sys.platform == "linux"
    platforms = wanted_platforms(os.environ) if is_linux else []
    if is_linux and not platforms:
        raise ScreenError(f"there is no screen: neither DISPLAY nor WAYLAND_DISPLAY is set; {WITHOUT}")
    try:
        from PySide6 import QtWidgets  # noqa: F401
    except ModuleNotFoundError:
        raise ScreenError(_lack_of_packages()) from None
    except ImportError as error:
        raise ScreenError(_lack(platforms, str(error))) from None
    if find_spec("pyqtgraph") is None:
        raise ScreenError(_lack_of_packages())
    problems = [_plugin_problem(platform) for platform in platforms]
    if problems and all(problems):
        raise ScreenError(_lack(platforms, problems[0]))


def wanted_platforms(environment: Mapping[str, str]) -> list[str]:
    """Return the platforms that Qt tries one after the other on Linux, by its names; empty without a screen.

    >>> wanted_platforms({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}), wanted_platforms({"TERM": "xterm"})
    (['wayland', 'xcb'], [])
    >>> wanted_platforms({"QT_QPA_PLATFORM": "offscreen:size=800x600"})
    ['offscreen']
    """
    chosen = environment.get("QT_QPA_PLATFORM", "")
    if chosen:
        return [one.partition(":")[0] for one in chosen.split(";")]
    is_wayland = environment.get("XDG_SESSION_TYPE") == "wayland" or environment.get("WAYLAND_DISPLAY")
    return ["wayland"] * bool(is_wayland) + ["xcb"] * bool(environment.get("DISPLAY"))


def _plugin_problem(platform: str) -> str:
    """Return why Qt can't load its plugin for a platform; empty where it can."""
    from PySide6.QtCore import QLibraryInfo, QPluginLoader

    if "QT_QPA_PLATFORM_PLUGIN_PATH" in os.environ:  # somebody who has one of their own knows what it needs
        return ""
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"
    exact = folder / f"libq{platform}.so"
    files = [exact] if exact.exists() else sorted(folder.glob(f"libq{platform}-*.so"))  # Wayland's were two
    if not files:
        return f"it has no platform {platform!r}, which QT_QPA_PLATFORM asks for"
    loaders = [QPluginLoader(str(file)) for file in files]
    return "" if any(loader.load() for loader in loaders) else loaders[0].errorString()


def _lack_of_packages() -> str:
    """Say how to install what the window is made of.

    That is the extra `window`, whose engine for MLX must not come to lie over one for a GPU: beside that, the packages
    are named one by one.
    """
    wanted = "'stepdecay[window]'"
    if set(installed_engines()) - {"mlx-cpu", "mlx-metal"}:
        wanted = " ".join(f"'{one}'" for one in _of_window())
    return f"the window takes PySide6 and pyqtgraph: python -m pip install {wanted}; an .svg takes none of them"


def _of_window() -> list[str]:
    """Return what this distribution's extra `window` asks for besides an engine."""
    from importlib.metadata import requires

    extra = [one.partition("; ") for one in requires("stepdecay") or []]
    return sorted(
        name for name, _, marker in extra if 'extra == "window"' in marker.replace("'", '"') and "mlx" not in name
    )


def _lack(platforms: list[str], reason: str) -> str:
    """Say what is missing and how to get it; or else what Qt says."""
    missing = _missing({**ALWAYS, **OF_PLATFORM.get(platforms[0], {})}) if platforms else {}
    if not missing:
        return f"Qt can't be used here: {reason.rpartition('.so: ')[2]}"
    counted = "a library is missing" if len(missing) == 1 else f"{len(missing)} libraries are missing"
    instead = f"; {WITHOUT}" if platforms[0] in OF_PLATFORM else "; an .svg takes none of them"
    return f"Qt can't be used here, for {counted}: {_install(missing)}{instead}"


def _missing(libraries: dict[str, Packages]) -> dict[str, Packages]:
    """Return those that the system's loader doesn't find or can't load."""
    from ctypes import CDLL

    def is_missing(name: str) -> bool:
        try:
            CDLL(name)
        except OSError:
            return True
        return False

    return {name: packages for name, packages in libraries.items() if is_missing(name)}


def _install(missing: dict[str, Packages]) -> str:
    """Return the command that installs libraries, or their names where it isn't known."""
    import shutil

    as_root = "" if os.geteuid() == 0 else "sudo "
    for tool, names in (
        ("apt-get", [one.apt for one in missing.values()]),
        ("dnf", [one.dnf for one in missing.values()]),
    ):
        if shutil.which(tool):
            return f"{as_root}{tool} install {' '.join(dict.fromkeys(names))}"
    return ", ".join(missing)


def refusing(said: list[str]) -> Callable[[QtMsgType, QMessageLogContext, str], None]:
    """Return what listens to Qt while it begins, and ends the process with one sentence where Qt would abort it.

    Args:
        said: Gets what Qt says besides.
    """

    def listen(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if kind.name != "QtFatalMsg":
            said.append(message)
            return
        reason = said[0] if said else message.partition("\n")[0]
        if sys.stderr is not None:
            print(
                f"lr-designer: Qt can't open a window here: {reason.rstrip('.')}; {WITHOUT}",
                file=sys.stderr,
                flush=True,
            )
        os._exit(2)

    return listen
