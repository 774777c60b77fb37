"""Limits that a process puts on itself before it opens a file from outside; they hold until it ends.

Memory, processor time and the size of files are limited on every Unix system. Leaving the network and writing only in
a few folders need Linux (its own network namespace, Landlock), and are second safeguards: where the system doesn't
allow one, the process goes on without it.
"""

import ctypes
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

if sys.platform != "win32":  # which has no such limits
    import resource

#: What one clip may take of memory: 4K fills a third. What asks for more unpacks to far more than it is.
CLIP_DATA_BYTES: Final = 6_000_000_000
CLIP_FILE_BYTES: Final = 8_000_000_000  #: the largest file that may be written on the way
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # CLONE_NEWUSER, CLONE_NEWNET
_THREAD_BYTES: Final = 250_000_000
_CREATE_RULES, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # system calls of Landlock, the same on every processor
_VERSION_FLAG: Final = 1
_PATH_BENEATH: Final = 1
_NO_NEW_PRIVILEGES: Final = 38
#: Rights of Landlock that write: to a file; remove, make of any kind; move between folders and cut short came later.
_WRITE_FILE: Final = 1 << 1
_CHANGE_FOLDERS: Final = sum(1 << bit for bit in range(4, 13))
_MOVE, _MOVE_SINCE = 1 << 13, 2
_CUT_SHORT, _CUT_SHORT_SINCE = 1 << 14, 3
_TCP, _TCP_SINCE = 0b11, 4  # bind and connect


def for_clips(*, threads: int = 1) -> None:
    """Leave the network and limit memory and files to what clips need, for a process that measures them.

    Parameters
    ----------
    threads
        How many decode at a time: each has frames and memory of its own.
    """
    leave_network()
    limit(data_bytes=CLIP_DATA_BYTES + threads * _THREAD_BYTES, file_bytes=CLIP_FILE_BYTES)


def limit(
    *,
    memory_bytes: int | None = None,
    data_bytes: int | None = None,
    cpu_s: int | None = None,
    file_bytes: int | None = None,
    open_files: int | None = None,
) -> None:
    """Limit this process, and write no memory image when it crashes; None leaves a limit as it is.

    Parameters
    ----------
    memory_bytes
        All addresses, mapped files included.
    data_bytes
        Memory that is the process's own; of networks and libraries only what is written to.
    cpu_s
        Processor time, after which the system ends the process.
    file_bytes
        Size of any file that it writes.
    open_files
        Number of files that may be open.
    """
    if sys.platform == "win32":
        return
    for name, most in (
        ("RLIMIT_AS", memory_bytes),
        ("RLIMIT_DATA", data_bytes),
        ("RLIMIT_CPU", cpu_s),
        ("RLIMIT_FSIZE", file_bytes),
        ("RLIMIT_NOFILE", open_files),
        ("RLIMIT_CORE", 0),
    ):
        if most is not None:
            _lower(getattr(resource, name), most)


def _lower(what: int, most: int) -> None:
    """Set a limit; one that is lower already stays."""
    _, hard = resource.getrlimit(what)
    if hard == resource.RLIM_INFINITY or most < hard:
        resource.setrlimit(what, (most, most))


def leave_network() -> bool:
    """Move into a network without interfaces, and return whether the system allows it.

    This is a second safeguard only: FFmpeg may open local video files and nothing else.
    """
    if sys.platform != "linux":
        return False
    user, group = os.getuid(), os.getgid()
    unshare = ctypes.CDLL(None).unshare
    if unshare(_NEW_NETWORK) == 0:  # root, who keeps the right to read others' files that way
        return True
    if unshare(_NEW_USER | _NEW_NETWORK) != 0:
        return False
    # Without these the process would seem to own nothing: libraries that ask for the user would be misled.
    for name, told in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        try:
            Path("/proc/self", name).write_text(told, encoding="ascii")
        except OSError:
            return True
    return True


def write_only_in(folders: Iterable[Path]) -> bool:
    """Let this process, and its threads from now on, change nothing outside some folders; return whether it holds.

    Devices such as /dev/null stay open to it; reading is free. Where it can be, TCP connections end, too.

    Parameters
    ----------
    folders
        Those that are not there are passed over.
    """
    version = _landlock(_CREATE_RULES, None, 0, _VERSION_FLAG) if sys.platform == "linux" else -1
    if version < 1:
        return False
    rights = _WRITE_FILE | _CHANGE_FOLDERS
    rights |= _MOVE if version >= _MOVE_SINCE else 0
    rights |= _CUT_SHORT if version >= _CUT_SHORT_SINCE else 0
    handled = (ctypes.c_uint64 * 2)(rights, _TCP if version >= _TCP_SINCE else 0)
    size = ctypes.sizeof(handled) if version >= _TCP_SINCE else ctypes.sizeof(ctypes.c_uint64)
    rules = _landlock(_CREATE_RULES, handled, size, 0)
    if rules < 0:
        return False
    try:
        for folder in (*folders, Path("/dev")):
            _allow(rules, folder, rights)
        ctypes.CDLL(None).prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        return _landlock(_RESTRICT_SELF, rules, 0) == 0
    finally:
        os.close(rules)


def _allow(rules: int, folder: Path, rights: int) -> None:
    try:
        place = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        beneath = rights.to_bytes(8, sys.byteorder) + place.to_bytes(4, sys.byteorder)
        _landlock(_ADD_RULE, rules, _PATH_BENEATH, beneath, 0)
    finally:
        os.close(place)


def _landlock(call: int, *arguments: object) -> int:
    return int(ctypes.CDLL(None, use_errno=True).syscall(call, *arguments))
