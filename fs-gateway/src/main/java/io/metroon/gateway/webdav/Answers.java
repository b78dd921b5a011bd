package io.metroon.gateway.webdav;

import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.HttpErrors.Status;
import io.metroon.namespace.ErrorCode;
import io.metroon.namespace.FilePath;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.Refusal;
import io.metroon.namespace.Reply;
import io.metroon.namespace.Stat;
import java.util.List;

/** What the service's refusals are in RFC 4918, which tells a missing parent from a missing entry. */
final class Answers {
    private Answers() {}

    /** The reply to a read, or to a change of an entry that should be there; a refusal is thrown. */
    static Reply found(Answer answer) {
        if (answer.reply() instanceof Refusal refusal) {
            throw switch (refusal.code()) {
                // A file on the way, or one that is asked for as a collection: nothing has this URL.
                case ENOTDIR -> HttpErrors.refusedAs(Status.NOT_FOUND, refusal, answer.revision());
                case EBUSY, EPERM -> HttpErrors.refusedAs(Status.FORBIDDEN, refusal, answer.revision());
                default -> HttpErrors.refused(refusal, answer.revision(), List.of());
            };
        }
        return answer.reply();
    }

    /** The reply to the making of an entry; a missing parent is a conflict (RFC 4918, 9.3.1, 9.7.1, 9.8.5). */
    static Reply made(Answer answer) {
        if (answer.reply() instanceof Refusal refusal) {
            throw switch (refusal.code()) {
                case ENOENT, ENOTDIR -> HttpErrors.refusedAs(Status.CONFLICT, refusal, answer.revision());
                case EISDIR -> HttpErrors.refusedAs(Status.METHOD_NOT_ALLOWED, refusal, answer.revision());
                case EBUSY, EPERM -> HttpErrors.refusedAs(Status.FORBIDDEN, refusal, answer.revision());
                default -> HttpErrors.refused(refusal, answer.revision(), List.of());
            };
        }
        return answer.reply();
    }

    /** The reply to a move or copy: what is missing is the source, or a parent of the destination. */
    static Reply transferred(Answer answer, FilePath from) {
        if (answer.reply() instanceof Refusal refusal) {
            FilePath failed = refusal.path();
            boolean source = failed != null && isOnTheWay(failed, from);
            boolean missing = refusal.code() == ErrorCode.ENOENT || refusal.code() == ErrorCode.ENOTDIR;
            if (missing && source) {
                throw HttpErrors.refusedAs(Status.NOT_FOUND, refusal, answer.revision());
            }
            if (refusal.code() == ErrorCode.EEXIST) {
                throw HttpErrors.refusedAs(Status.PRECONDITION_FAILED, refusal, answer.revision());
            }
            if (refusal.code() == ErrorCode.EINVAL) {
                throw HttpErrors.refusedAs(Status.FORBIDDEN, refusal, answer.revision());
            }
        }
        return made(answer);
    }

    private static boolean isOnTheWay(FilePath prefix, FilePath path) {
        int depth = prefix.names().size();
        return depth <= path.names().size() && path.prefix(depth).equals(prefix);
    }

    /** The stat of an entry that was asked for. */
    static Stat stat(Answer answer) {
        return ((Reply.Stated) found(answer)).stat();
    }
}
