#!/usr/bin/env python3
"""A file system that shows FOLDER at MOUNT as some network shares do: no file
without a name, no second name for a file, no renaming only where nothing stands.

    tests/writers/share.py FOLDER MOUNT

Stays until it is unmounted.  Wants python3-fusepy and /dev/fuse.
"""

import errno
import os
import sys

from fusepy import FUSE, FuseOSError, Operations


class Share(Operations):
    def __init__(self, folder):
        self.folder = folder

    def at(self, path):
        return self.folder + path

    def __call__(self, operation, path, *arguments):
        try:
            return super().__call__(operation, path, *arguments)
        except OSError as problem:
            raise FuseOSError(problem.errno) from problem

    def getattr(self, path, fh=None):
        seen = os.lstat(self.at(path))
        return {key: getattr(seen, key) for key in (
            "st_mode", "st_nlink", "st_uid", "st_gid", "st_size", "st_atime",
            "st_mtime", "st_ctime")}

    def readdir(self, path, fh):
        return [".", "..", *os.listdir(self.at(path))]

    def open(self, path, flags):
        return os.open(self.at(path), flags & ~os.O_EXCL)

    def create(self, path, mode, fi=None):
        return os.open(self.at(path), os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)

    def read(self, path, size, offset, fh):
        return os.pread(fh, size, offset)

    def write(self, path, data, offset, fh):
        return os.pwrite(fh, data, offset)

    def truncate(self, path, length, fh=None):
        os.truncate(self.at(path), length)

    def release(self, path, fh):
        os.close(fh)

    def fsync(self, path, datasync, fh):
        os.fsync(fh)

    def unlink(self, path):
        os.unlink(self.at(path))

    def mkdir(self, path, mode):
        os.mkdir(self.at(path), mode)

    def rmdir(self, path):
        os.rmdir(self.at(path))

    def rename(self, old, new):
        os.rename(self.at(old), self.at(new))

    def link(self, target, source):
        raise FuseOSError(errno.EPERM)

    def utimens(self, path, times=None):
        os.utime(self.at(path), times)

    def chmod(self, path, mode):
        os.chmod(self.at(path), mode)

    def statfs(self, path):
        seen = os.statvfs(self.at(path))
        return {key: getattr(seen, key) for key in (
            "f_bavail", "f_bfree", "f_blocks", "f_bsize", "f_files", "f_ffree",
            "f_frsize", "f_namemax")}


if __name__ == "__main__":
    FUSE(Share(sys.argv[1]), sys.argv[2], foreground=True, nothreads=True)
