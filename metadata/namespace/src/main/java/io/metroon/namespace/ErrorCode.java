package io.metroon.namespace;

/** Why the namespace refused, in the operating system's words. A refusal changes nothing and is the same everywhere. */
public enum ErrorCode {
    /** Malformed argument. */
    EINVAL,
    /** A name or path beyond its bound. */
    ENAMETOOLONG,
    /** No such entry. */
    ENOENT,
    /** The name is taken. */
    EEXIST,
    /** A directory that still has entries. */
    ENOTEMPTY,
    /** A path component, or the operand, is not a directory. */
    ENOTDIR,
    /** The operand is a directory. */
    EISDIR,
    /** The root, or an entry in use. */
    EBUSY,
    /** Too many symbolic links on the way. */
    ELOOP,
    /** Too many links to one inode. */
    EMLINK,
    /** The bytes, attribute, layout or lock are not here. */
    ENODATA,
    /** Content larger than the namespace holds inline. */
    EFBIG,
    /** Extended attributes or a list beyond their bound. */
    E2BIG,
    /** A cursor or revision whose history is gone. */
    ESTALE,
    /** A version precondition that does not hold. */
    ECONDITION,
    /** An idempotency key used before with another request. */
    EKEYREUSED,
    /** The idempotency table is full; nothing happened, try later. */
    EKEYSFULL,
    /** Not permitted. */
    EPERM,
    /** Locked, and the request names no lock that allows it. */
    ELOCKED,
    /** No room. */
    ENOSPC
}
