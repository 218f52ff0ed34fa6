"""What saving would change of a file that others have changed."""

from __future__ import annotations

import pytest

from designer.filing.difference import difference


def test_lines_that_differ_have_three_lines_around_them():
    there, here = (f"1\n2\n3\n4\n{line}\n6\n7\n8\n9\n".encode() for line in ("old", "new"))
    assert difference(there, here)[3:] == [" 2", " 3", " 4", "-old", "+new", " 6", " 7", " 8"]
    assert difference(there, there) == []


@pytest.mark.parametrize(("lines", "shown"), [(1997, 2000), (1998, 2000), (1996, 1999)])
def test_two_thousand_lines_of_it_are_shown_at_most(lines, shown):
    assert len(difference(b"", b"line\n" * lines)) == shown, "three are its head"
