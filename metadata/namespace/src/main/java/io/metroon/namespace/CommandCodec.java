package io.metroon.namespace;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.metroon.namespace.wire.BatchMessage;
import io.metroon.namespace.wire.CommandEnvelope;
import io.metroon.namespace.wire.GuardedMessage;
import io.metroon.namespace.wire.ItemMessage;
import io.metroon.namespace.wire.KeyMessage;
import io.metroon.namespace.wire.TransactionMessage;
import org.jspecify.annotations.Nullable;

/** Commands as the octets of a log entry ({@code command.proto}). */
public final class CommandCodec {
    /** The format that this version writes and reads. */
    static final int FORMAT = 1;

    private CommandCodec() {}

    /**
     * A command with its key, as decoded.
     *
     * @param key absent for none
     */
    record Request(Command command, @Nullable IdempotencyKey key) {}

    /**
     * The octets that {@link Namespace#apply} takes. Any thread.
     *
     * @throws RefusedException {@link ErrorCode#EINVAL} for a batch that holds a batch or housekeeping
     */
    public static byte[] encode(Command command, @Nullable IdempotencyKey key) {
        CommandEnvelope.Builder envelope = CommandEnvelope.newBuilder().setFormat(FORMAT);
        if (key != null) {
            envelope.setKey(key(key));
        }
        return command.dispatch(new EnvelopeBuilder(envelope)).build().toByteArray();
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws UnknownFormatException for a format of another version
     * @throws IllegalArgumentException for octets that are no command
     */
    static Request decode(byte[] octets) {
        CommandEnvelope envelope = parse(octets);
        UnknownFormatException.requireFormat("command", envelope.getFormat(), FORMAT);
        IdempotencyKey key = envelope.hasKey() ? key(envelope.getKey()) : null;
        return new Request(command(envelope), key);
    }

    private static CommandEnvelope parse(byte[] octets) {
        try {
            return CommandEnvelope.parseFrom(octets);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("not a command", e);
        }
    }

    private static Command command(CommandEnvelope envelope) {
        return switch (envelope.getCommandCase()) {
            case CREATE -> OperationMessages.create(envelope.getCreate());
            case PUT_CONTENT -> OperationMessages.putContent(envelope.getPutContent());
            case SET_ATTRIBUTES -> OperationMessages.setAttributes(envelope.getSetAttributes());
            case DELETE -> OperationMessages.delete(envelope.getDelete());
            case RENAME -> OperationMessages.rename(envelope.getRename());
            case BATCH ->
                new Command.Batch(envelope.getBatch().getItemsList().stream()
                        .map(CommandCodec::item)
                        .toList());
            case LOCK -> LockMessages.lock(envelope.getLock());
            case REFRESH_LOCK -> LockMessages.refreshLock(envelope.getRefreshLock());
            case UNLOCK -> LockMessages.unlock(envelope.getUnlock());
            case COPY -> OperationMessages.copy(envelope.getCopy());
            case GUARDED ->
                new Command.Guarded(
                        LockMessages.guard(envelope.getGuarded().getGuard()),
                        command(envelope.getGuarded().getCommand()));
            case RECLAIM -> OperationMessages.reclaim(envelope.getReclaim());
            case STAGE_CHUNKS -> OperationMessages.stageChunks(envelope.getStageChunks());
            case PUT_CHUNKS -> OperationMessages.putChunks(envelope.getPutChunks());
            case TRANSACTION ->
                new Command.Transaction(envelope.getTransaction().getCommandsList().stream()
                        .map(CommandCodec::command)
                        .toList());
            case COMMAND_NOT_SET ->
                throw new IllegalArgumentException("a command of a kind this version does not know");
        };
    }

    private static Command.Keyed item(ItemMessage item) {
        return new Command.Keyed(operation(item), item.hasKey() ? key(item.getKey()) : null);
    }

    private static Operation operation(ItemMessage item) {
        return switch (item.getOperationCase()) {
            case CREATE -> OperationMessages.create(item.getCreate());
            case PUT_CONTENT -> OperationMessages.putContent(item.getPutContent());
            case SET_ATTRIBUTES -> OperationMessages.setAttributes(item.getSetAttributes());
            case DELETE -> OperationMessages.delete(item.getDelete());
            case RENAME -> OperationMessages.rename(item.getRename());
            case COPY -> OperationMessages.copy(item.getCopy());
            case GET_STAT -> OperationMessages.getStat(item.getGetStat());
            case GET_PAGE -> OperationMessages.getPage(item.getGetPage());
            case GET_CONTENT -> OperationMessages.getContent(item.getGetContent());
            case OPERATION_NOT_SET ->
                throw new IllegalArgumentException("an operation of a kind this version does not know");
        };
    }

    private static KeyMessage key(IdempotencyKey key) {
        return KeyMessage.newBuilder()
                .setUser(key.user())
                .setKey(key.key())
                .setFingerprint(ByteString.copyFrom(key.fingerprint()))
                .build();
    }

    private static IdempotencyKey key(KeyMessage key) {
        return new IdempotencyKey(
                key.getUser(), key.getKey(), key.getFingerprint().toByteArray());
    }

    /** Puts a command into the envelope's field for it. */
    private record EnvelopeBuilder(CommandEnvelope.Builder envelope)
            implements Command.Handler<CommandEnvelope.Builder> {
        @Override
        public CommandEnvelope.Builder handle(Command.Create create) {
            return envelope.setCreate(OperationMessages.create(create));
        }

        @Override
        public CommandEnvelope.Builder handle(Command.PutContent putContent) {
            return envelope.setPutContent(OperationMessages.putContent(putContent));
        }

        @Override
        public CommandEnvelope.Builder handle(Command.SetAttributes setAttributes) {
            return envelope.setSetAttributes(OperationMessages.setAttributes(setAttributes));
        }

        @Override
        public CommandEnvelope.Builder handle(Command.Delete delete) {
            return envelope.setDelete(OperationMessages.delete(delete));
        }

        @Override
        public CommandEnvelope.Builder handle(Command.Rename rename) {
            return envelope.setRename(OperationMessages.rename(rename));
        }

        @Override
        public CommandEnvelope.Builder handle(Command.Batch batch) {
            BatchMessage.Builder message = BatchMessage.newBuilder();
            batch.items().forEach(item -> message.addItems(item(item)));
            return envelope.setBatch(message);
        }

        @Override
        public CommandEnvelope.Builder handle(Command.Reclaim reclaim) {
            return envelope.setReclaim(OperationMessages.reclaim(reclaim));
        }

        @Override
        public CommandEnvelope.Builder handle(Command.StageChunks stageChunks) {
            return envelope.setStageChunks(OperationMessages.stageChunks(stageChunks));
        }

        @Override
        public CommandEnvelope.Builder handle(Command.PutChunks putChunks) {
            return envelope.setPutChunks(OperationMessages.putChunks(putChunks));
        }

        @Override
        public CommandEnvelope.Builder handle(Command.Transaction transaction) {
            TransactionMessage.Builder message = TransactionMessage.newBuilder();
            for (Command command : transaction.commands()) {
                message.addCommands(command.dispatch(new EnvelopeBuilder(CommandEnvelope.newBuilder())));
            }
            return envelope.setTransaction(message);
        }

        @Override
        public CommandEnvelope.Builder handle(Command.Lock lock) {
            return envelope.setLock(LockMessages.lock(lock));
        }

        @Override
        public CommandEnvelope.Builder handle(Command.RefreshLock refreshLock) {
            return envelope.setRefreshLock(LockMessages.refreshLock(refreshLock));
        }

        @Override
        public CommandEnvelope.Builder handle(Command.Unlock unlock) {
            return envelope.setUnlock(LockMessages.unlock(unlock));
        }

        @Override
        public CommandEnvelope.Builder handle(Command.Copy copy) {
            return envelope.setCopy(OperationMessages.copy(copy));
        }

        @Override
        public CommandEnvelope.Builder handle(Command.Guarded guarded) {
            if (guarded.command() instanceof Command.Guarded || guarded.command() instanceof Command.Reclaim) {
                throw new RefusedException(ErrorCode.EINVAL, "neither housekeeping nor a guarded command is guarded");
            }
            return envelope.setGuarded(GuardedMessage.newBuilder()
                    .setGuard(LockMessages.guard(guarded.guard()))
                    .setCommand(guarded.command().dispatch(new EnvelopeBuilder(CommandEnvelope.newBuilder()))));
        }

        private static ItemMessage item(Command.Keyed item) {
            ItemMessage.Builder message = ItemMessage.newBuilder();
            if (item.key() != null) {
                message.setKey(key(item.key()));
            }
            ItemBuilder builder = new ItemBuilder(message);
            return item.operation() instanceof Command command
                    ? command.dispatch(builder).build()
                    : ((Query) item.operation()).dispatch(builder).build();
        }
    }

    /** Puts an operation into the batch item's field for it. */
    private record ItemBuilder(ItemMessage.Builder item)
            implements Command.Handler<ItemMessage.Builder>, Query.Handler<ItemMessage.Builder> {
        @Override
        public ItemMessage.Builder handle(Command.Create create) {
            return item.setCreate(OperationMessages.create(create));
        }

        @Override
        public ItemMessage.Builder handle(Command.PutContent putContent) {
            return item.setPutContent(OperationMessages.putContent(putContent));
        }

        @Override
        public ItemMessage.Builder handle(Command.SetAttributes setAttributes) {
            return item.setSetAttributes(OperationMessages.setAttributes(setAttributes));
        }

        @Override
        public ItemMessage.Builder handle(Command.Delete delete) {
            return item.setDelete(OperationMessages.delete(delete));
        }

        @Override
        public ItemMessage.Builder handle(Command.Rename rename) {
            return item.setRename(OperationMessages.rename(rename));
        }

        @Override
        public ItemMessage.Builder handle(Command.Batch batch) {
            throw new RefusedException(ErrorCode.EINVAL, "a batch must not hold a batch");
        }

        @Override
        public ItemMessage.Builder handle(Command.Reclaim reclaim) {
            throw new RefusedException(ErrorCode.EINVAL, "a batch must not hold housekeeping");
        }

        @Override
        public ItemMessage.Builder handle(Command.Lock lock) {
            throw noLock();
        }

        @Override
        public ItemMessage.Builder handle(Command.RefreshLock refreshLock) {
            throw noLock();
        }

        @Override
        public ItemMessage.Builder handle(Command.Unlock unlock) {
            throw noLock();
        }

        // One lock an entry of the log: the position of the entry is its fencing token.
        private static RefusedException noLock() {
            return new RefusedException(ErrorCode.EINVAL, "a batch must not lock or unlock");
        }

        @Override
        public ItemMessage.Builder handle(Command.Copy copy) {
            return item.setCopy(OperationMessages.copy(copy));
        }

        @Override
        public ItemMessage.Builder handle(Command.Guarded guarded) {
            throw new RefusedException(ErrorCode.EINVAL, "a batch is guarded as a whole");
        }

        @Override
        public ItemMessage.Builder handle(Query.GetLocks getLocks) {
            throw new RefusedException(ErrorCode.EINVAL, "a batch must not ask for locks");
        }

        @Override
        public ItemMessage.Builder handle(Query.GetUsage getUsage) {
            throw new RefusedException(ErrorCode.EINVAL, "a batch must not ask for counts");
        }

        @Override
        public ItemMessage.Builder handle(Command.StageChunks stageChunks) {
            throw new RefusedException(ErrorCode.EINVAL, "a batch must not hold chunks");
        }

        @Override
        public ItemMessage.Builder handle(Command.PutChunks putChunks) {
            throw new RefusedException(ErrorCode.EINVAL, "a batch must not hold chunks");
        }

        @Override
        public ItemMessage.Builder handle(Command.Transaction transaction) {
            throw new RefusedException(ErrorCode.EINVAL, "a batch must not hold a transaction");
        }

        @Override
        public ItemMessage.Builder handle(Query.GetExtent getExtent) {
            throw new RefusedException(ErrorCode.EINVAL, "a batch must not ask for chunks");
        }

        @Override
        public ItemMessage.Builder handle(Query.GetStat getStat) {
            return item.setGetStat(OperationMessages.getStat(getStat));
        }

        @Override
        public ItemMessage.Builder handle(Query.GetPage getPage) {
            return item.setGetPage(OperationMessages.getPage(getPage));
        }

        @Override
        public ItemMessage.Builder handle(Query.GetContent getContent) {
            return item.setGetContent(OperationMessages.getContent(getContent));
        }
    }
}
