#!/usr/bin/env python3
"""Compares two directory trees entry by entry, and says every difference.

usage: compare-trees.py [--ignore FIELD,...] [--absent FILE --below PATH] [--limit N] LEFT RIGHT

Of every entry: its name as octets, type, permission bits, owner, group, modification time in nanoseconds (of a link in
microseconds: the JDK sets it no finer); of a link its target; of a file its content; of a name that shares its inode with others, with which. Fields to ignore, by these names:
mode owner group mtime target content links. FILE is the list that `metroon export PATH` writes, a percent-encoded path of the
namespace a line, of files whose content was left out: of those only the content is not compared, and each must be empty in
RIGHT. Entries of other types (sockets, pipes, devices) in LEFT are counted and not expected in RIGHT.
Exit code: 0 equal, 1 different, 2 usage.
"""
import argparse
import os
import stat
import sys
from urllib.parse import unquote_to_bytes

TYPES = {stat.S_IFREG: "file", stat.S_IFDIR: "directory", stat.S_IFLNK: "symlink"}


def walk(root):
    """Yields (relative path, lstat) of everything below root, root itself as b'.', without following links."""
    yield b".", os.lstat(root)
    pending = [b""]
    while pending:
        directory = pending.pop()
        with os.scandir(os.path.join(root, directory)) as entries:
            for entry in entries:
                path = os.path.join(directory, entry.name)
                status = entry.stat(follow_symlinks=False)
                yield path, status
                if stat.S_ISDIR(status.st_mode):
                    pending.append(path)


def read(root):
    tree, other = {}, 0
    for path, status in walk(root):
        if stat.S_IFMT(status.st_mode) in TYPES:
            tree[path] = status
        else:
            other += 1
    return tree, other


def links(tree):
    """From path to all paths of the same inode, for files that have several inside the tree."""
    by_inode = {}
    for path, status in tree.items():
        if not stat.S_ISDIR(status.st_mode) and status.st_nlink > 1:
            by_inode.setdefault((status.st_dev, status.st_ino), []).append(path)
    return {path: sorted(paths) for paths in by_inode.values() if len(paths) > 1 for path in paths}


def content(path):
    with open(path, "rb") as file:
        return file.read()


def differences(left, right, a, b, path, ignore, absent):
    kinds = TYPES[stat.S_IFMT(a.st_mode)], TYPES[stat.S_IFMT(b.st_mode)]
    if kinds[0] != kinds[1]:
        yield "type", *kinds
        return
    kind = kinds[0]
    fields = [("owner", "st_uid", str), ("group", "st_gid", str)]
    grain = 1000 if kind == "symlink" else 1
    if "mtime" not in ignore and a.st_mtime_ns // grain != b.st_mtime_ns // grain:
        yield "mtime", a.st_mtime_ns, b.st_mtime_ns
    if kind != "symlink":
        fields.append(("mode", "st_mode", oct))
    for name, attribute, show in fields:
        if name not in ignore and getattr(a, attribute) != getattr(b, attribute):
            yield name, show(getattr(a, attribute)), show(getattr(b, attribute))
    one, other = os.path.join(left, path), os.path.join(right, path)
    if kind == "symlink" and "target" not in ignore and os.readlink(one) != os.readlink(other):
        yield "target", os.readlink(one), os.readlink(other)
    if path in absent:
        if b.st_size > 0:
            yield "content", "left out", f"{b.st_size} octets"
    elif kind == "file" and "content" not in ignore:
        if a.st_size != b.st_size or content(one) != content(other):
            yield "content", f"{a.st_size} octets", f"{b.st_size} octets"


def main():
    parser = argparse.ArgumentParser(usage=__doc__, add_help=True)
    parser.add_argument("--ignore", default="")
    parser.add_argument("--absent")
    parser.add_argument("--below", default="/")
    parser.add_argument("--limit", type=int, default=50)
    parser.add_argument("left", type=os.fsencode)
    parser.add_argument("right", type=os.fsencode)
    options = parser.parse_args()
    ignore = set(filter(None, options.ignore.split(",")))
    (left, skipped), (right, strange) = read(options.left), read(options.right)
    found = 0

    def say(path, what):
        nonlocal found
        found += 1
        if found <= options.limit:
            print(f"{os.fsdecode(path)!r}: {what}")

    absent = set()
    if options.absent:
        lines = content(options.absent).split(b"\n")
        absent = {os.path.relpath(unquote_to_bytes(line), os.fsencode(options.below)) for line in lines if line}
        if not absent <= left.keys():
            say(b".", f"{len(absent - left.keys())} of the paths in {options.absent} are not left")

    for path in sorted(left.keys() - right.keys()):
        say(path, "only left")
    for path in sorted(right.keys() - left.keys()):
        say(path, "only right")
    for path in sorted(left.keys() & right.keys()):
        for name, a, b in differences(options.left, options.right, left[path], right[path], path, ignore, absent):
            say(path, f"{name} is {a!r} left, {b!r} right")
    if "links" not in ignore:
        mine, theirs = links(left), links(right)
        for path in sorted(mine.keys() | theirs.keys()):
            if mine.get(path) != theirs.get(path):
                say(path, f"shares its inode with {mine.get(path)} left, {theirs.get(path)} right")
    if strange:
        say(b".", f"{strange} sockets, pipes or devices right")

    print(f"{len(left)} entries left ({skipped} sockets, pipes, devices besides), {len(right)} right, "
          f"{len(absent)} without content, {found} differences")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
