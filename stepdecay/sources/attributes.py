"""What a file has besides its content: owner, mode, access lists, extended attributes such as Finder's tags."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

_NONE = (errno.ENOTSUP, errno.ENOSYS, errno.EINVAL)
"""What a file system says that has no attributes."""

_COPYFILE_ACL, _COPYFILE_XATTR = 1 << 0, 1 << 2
"""Flags of `copyfile`, from its header on a Mac."""


def takes_over(copy: Path, target: Path, found: os.stat_result) -> bool:
    """Give a copy all that a file has, at no time letting in more people than the file does.

    Args:
        copy: A new file that only its owner may read.
        target: The file.
        found: What the system says of that.

    Returns:
        Whether it has all now; else it must not take the file's place.
    """
    try:
        own = copy.stat()
        if hasattr(os, "chown") and (found.st_uid, found.st_gid) != (own.st_uid, own.st_gid):
            os.chown(copy, found.st_uid, found.st_gid)
        # The access list first: without it, the mode's group bits would be the group's and not the mask of the list.
        if not _has_attributes_of(copy, target):
            return False
        mode = stat.S_IMODE(found.st_mode)
        if stat.S_IMODE(copy.stat().st_mode) != mode:
            copy.chmod(mode)
        return stat.S_IMODE(copy.stat().st_mode) == mode
    except OSError:
        return False


if sys.platform == "linux":

    def _has_attributes_of(copy: Path, target: Path) -> bool:
        """Let a copy have the extended attributes of a file, access lists among them, and no other ones."""
        wanted, there = _attributes(target), _attributes(copy)
        for name in there.keys() - wanted.keys():  # a folder gives new files an access list of its own
            os.removexattr(copy, name)
        for name, value in wanted.items():
            if there.get(name) != value:
                os.setxattr(copy, name, value)
        return _attributes(copy) == wanted

    def _attributes(path: Path) -> dict[str, bytes]:
        try:
            return {name: os.getxattr(path, name) for name in os.listxattr(path)}
        except OSError as error:
            if error.errno in _NONE:
                return {}
            raise

elif sys.platform == "darwin":

    def _has_attributes_of(copy: Path, target: Path) -> bool:
        """Let a copy have the extended attributes and the access list of a file, by the system's own means."""
        import ctypes

        names = os.fsencode(target), os.fsencode(copy)
        return bool(ctypes.CDLL(None).copyfile(*names, None, _COPYFILE_ACL | _COPYFILE_XATTR) == 0)

else:

    def _has_attributes_of(copy: Path, target: Path) -> bool:
        """Leave it at what the folder gives to new files, as Windows does."""
        return True
