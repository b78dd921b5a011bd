package io.metroon.namespace;

import io.metroon.namespace.NamespaceService.Answer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides commands: each takes effect as a whole or not at all. A refusal met half-way takes back what was done before
 * it. Apply thread only.
 */
final class CommandHandler implements Command.Handler<Reply> {
    private final Rows rows;
    private final KeyTable keys;
    private final CreateHandler create;
    private final ContentHandler content;
    private final SetAttributesHandler setAttributes;
    private final DeleteHandler delete;
    private final RenameHandler rename;
    private final BatchHandler batch;
    private final ReclaimHandler reclaim;
    private final LockHandler lock;
    private final CopyHandler copy;
    private final LockRules lockRules;
    private final Limits limits;

    CommandHandler(Rows rows, Tree tree, KeyTable keys, Limits limits) {
        AttributeRules attributeRules = new AttributeRules(tree, limits);
        this.rows = rows;
        this.keys = keys;
        this.limits = limits;
        LockTable locks = new LockTable(rows, tree, keys);
        lockRules = new LockRules(tree, locks, limits);
        create = new CreateHandler(tree, attributeRules, lockRules, limits);
        content = new ContentHandler(tree, attributeRules, lockRules, limits);
        setAttributes = new SetAttributesHandler(tree, attributeRules, lockRules, limits);
        delete = new DeleteHandler(tree, lockRules, limits);
        rename = new RenameHandler(tree, lockRules, limits);
        batch = new BatchHandler(this, new QueryHandler(tree, locks, limits, rows::revision), limits);
        reclaim = new ReclaimHandler(tree, keys, locks);
        lock = new LockHandler(rows, tree, locks, create, limits);
        copy = new CopyHandler(tree, attributeRules, lockRules, limits);
    }

    /** Decides a command, once for each key. */
    Answer decide(Command command, @Nullable IdempotencyKey key) {
        if (key == null) {
            return new Answer(rows.revision(), decide(command), false);
        }
        try {
            return keys.once(key, () -> decide(command));
        } catch (RefusedException e) {
            return new Answer(rows.revision(), e.refusal(), false);
        }
    }

    private Reply decide(Command command) {
        rows.savepoint();
        try {
            return command.dispatch(this);
        } catch (RefusedException e) {
            rows.rollback();
            return e.refusal();
        }
    }

    @Override
    public Reply handle(Command.Create command) {
        return create.handle(command);
    }

    @Override
    public Reply handle(Command.PutContent command) {
        return content.handle(command);
    }

    @Override
    public Reply handle(Command.SetAttributes command) {
        return setAttributes.handle(command);
    }

    @Override
    public Reply handle(Command.Delete command) {
        return delete.handle(command);
    }

    @Override
    public Reply handle(Command.Rename command) {
        return rename.handle(command);
    }

    @Override
    public Reply handle(Command.Batch command) {
        return batch.handle(command);
    }

    @Override
    public Reply handle(Command.Reclaim command) {
        return reclaim.handle(command);
    }

    @Override
    public Reply handle(Command.Lock command) {
        return lock.handle(command);
    }

    @Override
    public Reply handle(Command.RefreshLock command) {
        return lock.handle(command);
    }

    @Override
    public Reply handle(Command.Unlock command) {
        return lock.handle(command);
    }

    @Override
    public Reply handle(Command.Copy command) {
        return copy.handle(command);
    }

    @Override
    public Reply handle(Command.Guarded command) {
        lockRules.hold(command.guard());
        try {
            return command.command().dispatch(this);
        } finally {
            lockRules.release();
        }
    }

    /** What one of them refuses takes back the others: the savepoint is before the first. */
    @Override
    public Reply handle(Command.Transaction transaction) {
        Checks.requireTransaction(transaction, limits);
        List<Reply.Result> results = new ArrayList<>(transaction.commands().size());
        long replyBytes = 0;
        for (Command command : transaction.commands()) {
            Reply reply = command.dispatch(this);
            replyBytes += ReplyCodec.bytes(reply);
            Checks.requireReplyFits(replyBytes);
            results.add(new Reply.Result(reply, false));
        }
        return new Reply.Results(results);
    }

    @Override
    public Reply handle(Command.StageChunks command) {
        return content.handle(command);
    }

    @Override
    public Reply handle(Command.PutChunks command) {
        return content.handle(command);
    }
}
