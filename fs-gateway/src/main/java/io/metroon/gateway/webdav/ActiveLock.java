package io.metroon.gateway.webdav;

import io.metroon.namespace.LockState;

/** A lock as {@code DAV:activelock} (RFC 4918, 14.1). */
final class ActiveLock {
    private ActiveLock() {}

    static void write(LockState lock, XmlOutput out) {
        out.start("activelock");
        out.start("locktype").empty("write").end();
        out.start("lockscope").empty(lock.exclusive() ? "exclusive" : "shared").end();
        out.text("depth", lock.infinite() ? "infinity" : "0");
        if (lock.owner().length > 0) {
            out.start("owner").raw(lock.owner()).end();
        }
        out.text("timeout", "Second-" + lock.remainingMillis() / 1_000);
        out.start("locktoken").text("href", lock.token()).end();
        out.start("lockroot").text("href", Hrefs.of(lock.path(), false)).end();
        out.end();
    }
}
