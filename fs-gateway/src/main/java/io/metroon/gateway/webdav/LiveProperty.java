package io.metroon.gateway.webdav;

import io.metroon.gateway.Conditions;
import io.metroon.namespace.LockState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The properties whose values this service makes (RFC 4918, 15; RFC 4331; and Apache's {@code executable}). */
enum LiveProperty {
    CREATIONDATE("creationdate") {
        @Override
        void write(Shown shown, XmlOutput out) {
            // The time of birth is not kept; the least of the others is never after it by much.
            out.text(Dates.iso(Math.min(shown.stat().mtimeNanos(), shown.stat().ctimeNanos())));
        }
    },
    DISPLAYNAME("displayname") {
        @Override
        void write(Shown shown, XmlOutput out) {
            out.text(shown.path().isRoot() ? "/" : shown.path().name().toString());
        }
    },
    GETCONTENTLENGTH("getcontentlength") {
        @Override
        boolean has(Shown shown) {
            return !shown.isCollection();
        }

        @Override
        void write(Shown shown, XmlOutput out) {
            out.text(Long.toString(shown.stat().size()));
        }
    },
    GETCONTENTTYPE("getcontenttype") {
        @Override
        boolean has(Shown shown) {
            return !shown.isCollection();
        }

        @Override
        void write(Shown shown, XmlOutput out) {
            out.text(Contents.MEDIA_TYPE);
        }
    },
    GETETAG("getetag") {
        @Override
        void write(Shown shown, XmlOutput out) {
            out.text(Conditions.entityTag(shown.stat(), true));
        }
    },
    GETLASTMODIFIED("getlastmodified") {
        @Override
        void write(Shown shown, XmlOutput out) {
            out.text(Dates.http(shown.stat().mtimeNanos()));
        }
    },
    RESOURCETYPE("resourcetype") {
        @Override
        void write(Shown shown, XmlOutput out) {
            if (shown.isCollection()) {
                out.empty("collection");
            }
        }
    },
    SUPPORTEDLOCK("supportedlock") {
        @Override
        void write(Shown shown, XmlOutput out) {
            for (String scope : new String[] {"exclusive", "shared"}) {
                out.start("lockentry");
                out.start("lockscope").empty(scope).end();
                out.start("locktype").empty("write").end();
                out.end();
            }
        }
    },
    LOCKDISCOVERY("lockdiscovery") {
        @Override
        void write(Shown shown, XmlOutput out) {
            for (LockState lock : shown.locks()) {
                ActiveLock.write(lock, out);
            }
        }
    },
    QUOTA_AVAILABLE_BYTES("quota-available-bytes") {
        @Override
        boolean has(Shown shown) {
            return shown.isCollection();
        }

        @Override
        void write(Shown shown, XmlOutput out) {
            out.text(Long.toString(shown.quota().availableBytes()));
        }
    },
    QUOTA_USED_BYTES("quota-used-bytes") {
        @Override
        boolean has(Shown shown) {
            return shown.isCollection();
        }

        @Override
        void write(Shown shown, XmlOutput out) {
            out.text(Long.toString(shown.quota().usedBytes()));
        }
    },
    EXECUTABLE("http://apache.org/dav/props/", "executable") {
        @Override
        boolean has(Shown shown) {
            return !shown.isCollection();
        }

        @Override
        void write(Shown shown, XmlOutput out) {
            out.text((shown.stat().mode() & EXECUTE_BITS) != 0 ? "T" : "F");
        }
    };

    /** Execution by anybody. */
    static final int EXECUTE_BITS = 0111;

    private static final Map<PropertyName, LiveProperty> BY_NAME = new HashMap<>();

    static {
        for (LiveProperty property : values()) {
            BY_NAME.put(property.property(), property);
        }
    }

    private final String namespace;
    private final String local;

    LiveProperty(String local) {
        this(PropertyName.DAV, local);
    }

    LiveProperty(String namespace, String local) {
        this.namespace = namespace;
        this.local = local;
    }

    static Optional<LiveProperty> of(PropertyName name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    PropertyName property() {
        return new PropertyName(namespace, local);
    }

    /** Whether {@code allprop} shows it: RFC 4331, 3 and 4 leave the quota out, which costs a question of its own. */
    boolean isInAllprop() {
        return !isQuota();
    }

    boolean isQuota() {
        return this == QUOTA_AVAILABLE_BYTES || this == QUOTA_USED_BYTES;
    }

    /** Whether a client may set it; what it sets a display name to is kept as a dead property. */
    boolean isProtected() {
        return this != EXECUTABLE && this != DISPLAYNAME;
    }

    /** Whether an entry has it. */
    boolean has(Shown shown) {
        return true;
    }

    /** Writes its value. */
    abstract void write(Shown shown, XmlOutput out);
}
