"""Why the machine refuses something, in the program's own words.

The system's sentences are in the language of the system; the number of the error is the same
everywhere (POSIX, ``<errno.h>``).
"""

from __future__ import annotations

import errno

from agreement_gen.messages import N_, Template, Text

_REASONS = {
    errno.EACCES: Template(N_("permission denied")),
    errno.EAGAIN: Template(N_("resource temporarily unavailable")),
    errno.EBUSY: Template(N_("it is in use")),
    errno.EEXIST: Template(N_("it exists already")),
    errno.EFBIG: Template(N_("file too large")),
    errno.EINTR: Template(N_("it was interrupted")),
    errno.EIO: Template(N_("input/output error")),
    errno.EISDIR: Template(N_("it is a directory")),
    errno.ELOOP: Template(N_("its links lead in a circle")),
    errno.EMFILE: Template(N_("too many files are open")),
    errno.ENAMETOOLONG: Template(N_("the name is too long")),
    errno.ENFILE: Template(N_("too many files are open")),
    errno.ENODEV: Template(N_("there is no such device")),
    errno.ENOENT: Template(N_("no such file or directory")),
    errno.ENOMEM: Template(N_("there is not enough memory")),
    errno.ENOSPC: Template(N_("no space left on the device")),
    errno.ENOTDIR: Template(N_("not a directory")),
    errno.ENOTEMPTY: Template(N_("the directory is not empty")),
    errno.ENXIO: Template(N_("no such device or address")),
    errno.EPERM: Template(N_("it is not permitted")),
    errno.EPIPE: Template(N_("whoever should read it has ended")),
    errno.EROFS: Template(N_("the disk can only be read")),
    errno.ETIMEDOUT: Template(N_("it takes too long")),
    errno.EXDEV: Template(N_("it is on another disk")),
}
_QUOTA = getattr(errno, "EDQUOT", None)
_NO_QUOTA = Template(N_("no more space may be used on the disk"))
_OTHER = Template(N_("the system gives error {number}"))
_NOT_GIVEN = Template(N_("no reason is given"))


def reason_of(error: OSError) -> Text:
    """Why the machine refuses a call."""
    if error.errno is None:
        return _NOT_GIVEN()
    if error.errno == _QUOTA:
        return _NO_QUOTA()
    known = _REASONS.get(error.errno)
    return _OTHER(number=str(error.errno)) if known is None else known()
