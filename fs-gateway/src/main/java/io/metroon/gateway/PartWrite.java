package io.metroon.gateway;

import io.metroon.gateway.HttpErrors.Status;
import io.metroon.namespace.Condition;
import io.metroon.namespace.Condition.Tag;
import io.metroon.namespace.ErrorCode;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.ReadMode;
import io.metroon.namespace.Refusal;
import io.metroon.namespace.Stat;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.streams.ReadStream;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A write of the part of a file that {@code Content-Range} names (RFC 9110, 14.4 and 14.5), from within it or from its end
 * on. The file gets a new content: what it has before the part, the octets sent, what it has behind them. That shows in one
 * step, and only if the file is what it was when its parts were taken.
 */
final class PartWrite {
    private static final Pattern RANGE = Pattern.compile("(?i)bytes\\s+(\\d{1,18})-(\\d{1,18})/(\\*|\\d{1,18})");

    private final Call call;
    private final ContentWrite write;
    private final ByteRange range;
    private final String total;

    private PartWrite(Call call, ContentWrite write, ByteRange range, String total) {
        this.call = call;
        this.write = write;
        this.range = range;
        this.total = total;
    }

    /**
     * The part that a request names.
     *
     * @param write the write as it would be without {@code Content-Range}
     */
    static PartWrite of(Call call, ContentWrite write) {
        Matcher matcher =
                RANGE.matcher(call.headers().get(HttpHeaders.CONTENT_RANGE).strip());
        if (!matcher.matches() || Long.parseLong(matcher.group(2)) < Long.parseLong(matcher.group(1))) {
            throw HttpErrors.invalid("Content-Range is \"bytes FIRST-LAST/SIZE\", or \"bytes FIRST-LAST/*\"");
        }
        ByteRange range = new ByteRange(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
        String length = call.headers().get(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            throw HttpErrors.lengthRequired();
        }
        if (Long.parseLong(length) != range.length()) {
            throw HttpErrors.invalid("Content-Range names " + range.length() + " octets, and " + length + " come");
        }
        if (call.headers().contains(HeaderNames.IDEMPOTENCY_KEY)) {
            throw HttpErrors.invalid(
                    "a part of a file is written without Idempotency-Key: to write it again does no harm");
        }
        return new PartWrite(call, write, range, matcher.group(3));
    }

    Future<Answer> from(ReadStream<Buffer> octets) {
        return call.read(write.path(), new ReadMode.Linearizable())
                .map(this::within)
                .recover(failure -> isAbsent(failure) ? Future.succeededFuture(asNew()) : Future.failedFuture(failure))
                .compose(whole -> call.write(whole, octets))
                .map(this::requireUnchanged);
    }

    private ContentWrite within(ContentRead old) {
        Stat stat = old.stat();
        if (Conditions.evaluate(write.condition(), stat, true) != Conditions.Outcome.PROCEED) {
            throw HttpErrors.preconditionFailed("the content is another, or changed");
        }
        long behind = range.last() + 1;
        requirePlace(stat.size(), Math.max(stat.size(), behind));
        ContentWrite whole = write.on(Conditions.unchanged(stat))
                .beginningWith(List.of(ContentWrite.Part.beginning(old, range.first())));
        return behind >= stat.size()
                ? whole
                : whole.endingWith(
                        List.of(new ContentWrite.Part(() -> Future.succeededFuture(old), behind, stat.size())));
    }

    private ContentWrite asNew() {
        if (write.condition().ifMatch() != null) {
            throw HttpErrors.preconditionFailed("there is no such file");
        }
        requirePlace(0, range.length());
        return write.on(new Condition(null, List.of(Tag.ANY)));
    }

    private void requirePlace(long size, long becomes) {
        if (range.first() > size) {
            throw HttpErrors.rangeNotSatisfiable(size);
        }
        if (!total.equals("*") && Long.parseLong(total) != becomes) {
            throw HttpErrors.invalid("the file would have " + becomes + " octets then, and not " + total);
        }
    }

    private static boolean isAbsent(Throwable failure) {
        return failure instanceof ProblemException refused
                && refused.problem().code().equals(ErrorCode.ENOENT.name());
    }

    /** The sender said nothing of the file's state, unless in a guard of his own: that it changed is no fault of his. */
    private Answer requireUnchanged(Answer answer) {
        if (answer.reply() instanceof Refusal refusal
                && refusal.code() == ErrorCode.ECONDITION
                && write.guard().anyOf().isEmpty()) {
            throw HttpErrors.refusedAs(
                    Status.CONFLICT,
                    "the file changed while a part of it was sent, and nothing was written: send it again");
        }
        return answer;
    }
}
