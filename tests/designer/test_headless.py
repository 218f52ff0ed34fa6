"""`lr-designer --picture`: what is drawn, of what, and what can't be."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[2]
TWO = """import mlx.optimizers as optim

first = optim.step_decay(0.1, 0.9, 10)
second = optim.cosine_decay(1e-3, 500)
third = optim.cosine_decay(args.lr, 500)
"""


@pytest.fixture
def draw(tmp_path):
    """Runs `lr-designer --picture` where Qt and pyqtgraph can't be imported, unless it is told otherwise."""

    def run(*arguments: str, has_qt: bool = False) -> subprocess.CompletedProcess[str]:
        blocked = "" if has_qt else "sys.modules.update(dict.fromkeys(('PySide6', 'shiboken6', 'pyqtgraph')));"
        code = f"import sys; {blocked} from designer.__main__ import main; sys.exit(main())"
        kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "QT_QPA_PLATFORM")}
        path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))
        return subprocess.run(
            [sys.executable, "-c", code, "--picture", *arguments], cwd=tmp_path, env={**kept, "PYTHONPATH": path},
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    return run


def texts(path: Path) -> list[str]:
    return [text.text or "" for text in ElementTree.parse(path).iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize(
    ("subject", "first"),
    [
        ([], "optim.step_decay(0.1, 0.9, 10)"),
        (["step_decay(1e-3, 0.5, 100)"], "optim.step_decay(0.001, 0.5, 100)"),
        ([str(ROOT / "resources/examples/lora_config.yaml")], "lora_config.yaml"),
        ([(ROOT / "resources/examples/warmup_cosine.py").as_uri()], "warmup_cosine.py"),
    ],
)
def test_a_schedule_a_script_and_a_config_are_drawn_without_qt(draw, tmp_path, subject, first):
    done = draw("curve.svg", *subject)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert texts(tmp_path / "curve.svg")[0] == first


def test_a_configs_run_is_drawn_as_it_says(draw, tmp_path):
    (tmp_path / "lora.yaml").write_text(
        "iters: 600\nlr_schedule:\n  name: cosine_decay\n  arguments: [1e-5, 1000, 1e-7]\n".replace("1e-", "1.0e-")
    )
    assert draw("curve.svg", "lora.yaml").returncode == 0
    assert "600" in texts(tmp_path / "curve.svg")
    assert "1k" not in texts(tmp_path / "curve.svg")


def test_of_several_schedules_the_first_is_drawn_and_the_others_are_named(draw, tmp_path):
    (tmp_path / "two.py").write_text(TWO)
    done = draw("curve.svg", "two.py")
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        "lr-designer: two.py has 3 schedules, and this is line 3's; the others are two.py:4, two.py:5"
    ]
    assert texts(tmp_path / "curve.svg")[:2] == ["two.py, line 3", "optim.step_decay(0.1, 0.9, 10)"]
    done = draw("curve.svg", "two.py:4")
    assert (done.returncode, done.stderr) == (0, "")
    assert texts(tmp_path / "curve.svg")[1] == "optim.cosine_decay(0.001, 500)"


def test_a_file_with_a_colon_in_its_name_is_that_file(draw, tmp_path):
    (tmp_path / "train.py:4").write_text(TWO.replace("0.1", "0.7"))
    (tmp_path / "train.py").write_text(TWO)
    draw("curve.svg", "train.py:4")
    assert texts(tmp_path / "curve.svg")[1] == "optim.step_decay(0.7, 0.9, 10)"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["curve.txt"], "must end with .svg, .png or .pdf"),
        (["nowhere/curve.svg"], "there is no such folder"),
        (["curve.svg", "gone.py"], "gone.py can't be opened: it is not there"),
        (["curve.svg", "two.py:1"], "two.py has no schedule that begins in line 1, but in 3, 4, 5"),
        (["curve.svg", "two.py:5"], "two.py, line 5: the text does not tell what args.lr is"),
        (["curve.svg", "step_decay(0.1, 0.9, 0)"], "step_size must be at least 1, got 0"),
        (["curve.svg", "two.py", "two.py"], "got 2 arguments"),
        (["curve.svg", "empty.py"], "empty.py has no schedule of mlx.optimizers"),
    ],
)
def test_what_cannot_be_drawn_is_a_sentence_and_leaves_the_picture_alone(draw, tmp_path, arguments, words):
    (tmp_path / "two.py").write_text(TWO)
    (tmp_path / "empty.py").touch()
    (tmp_path / "curve.svg").write_text("the last one")
    done = draw(*arguments)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert words in line
    assert (tmp_path / "curve.svg").read_text() == "the last one"


def test_a_picture_is_written_through_a_link_and_leaves_nothing_beside_it(draw, tmp_path):
    (tmp_path / "real.svg").write_text("the last one")
    (tmp_path / "curve.svg").symlink_to("real.svg")
    assert draw("curve.svg").returncode == 0
    assert (tmp_path / "curve.svg").is_symlink()
    assert (tmp_path / "real.svg").read_text().startswith("<svg ")
    assert {path.name for path in tmp_path.iterdir()} == {"curve.svg", "real.svg"}


def test_the_logarithmic_axis_is_an_option(draw, tmp_path):
    draw("curve.svg", "--log-scale", "step_decay(0.1, 0.1, 10)")
    assert {"1e-4", "1e-6"} <= set(texts(tmp_path / "curve.svg"))


@pytest.mark.parametrize(("suffix", "magic"), [(".png", b"\x89PNG"), (".pdf", b"%PDF")])
def test_a_png_and_a_pdf_are_the_windows_picture_and_need_no_screen(draw, tmp_path, qapp, suffix, magic):
    from PySide6.QtGui import QImage

    from designer.look.theme import LIGHT

    done = draw(f"curve{suffix}", "step_decay(0.1, 0.9, 10)", has_qt=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / f"curve{suffix}").read_bytes().startswith(magic)
    if suffix == ".png":
        image = QImage(str(tmp_path / "curve.png"))
        assert image.width() == 2000
        at = [image.pixelColor(x, y).name() for x in range(200, 2000, 7) for y in range(0, 1120, 3)]
        assert at.count(LIGHT.curve) > 100
