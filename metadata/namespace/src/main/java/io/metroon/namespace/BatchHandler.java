package io.metroon.namespace;

import io.metroon.namespace.NamespaceService.Answer;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides the operations of a batch, each alone. Their replies are bounded together, since the apply thread and a stored
 * reply carry them: once they pass the bound, the operations left are refused with E2BIG. A key on a query is not kept: asking again is harmless.
 */
final class BatchHandler {
    static final long REPLY_BYTES_MAX = 4 << 20;

    private final CommandHandler commands;
    private final QueryHandler queries;
    private final Limits limits;

    BatchHandler(CommandHandler commands, QueryHandler queries, Limits limits) {
        this.commands = commands;
        this.queries = queries;
        this.limits = limits;
    }

    Reply handle(Command.Batch batch) {
        Checks.requireBatchBound(batch, limits);
        List<Reply.Result> results = new ArrayList<>(batch.items().size());
        long replyBytes = 0;
        for (Command.Keyed item : batch.items()) {
            Reply.Result result = decide(item, replyBytes);
            replyBytes += ReplyCodec.bytes(result.reply());
            results.add(result);
        }
        return new Reply.Results(results);
    }

    private Reply.Result decide(Command.Keyed item, long replyBytes) {
        if (replyBytes >= REPLY_BYTES_MAX) {
            return new Reply.Result(
                    new Refusal(ErrorCode.E2BIG, "the replies of one batch pass " + REPLY_BYTES_MAX + " bytes", null),
                    false);
        }
        if (item.operation() instanceof Command command) {
            Answer answer = commands.decide(command, item.key());
            return new Reply.Result(answer.reply(), answer.replayed());
        }
        return new Reply.Result(queries.answer((Query) item.operation()), false);
    }
}
