package io.metroon.namespace;

import com.google.protobuf.ByteString;
import io.metroon.namespace.wire.AlternativeMessage;
import io.metroon.namespace.wire.GuardMessage;
import io.metroon.namespace.wire.LockMessage;
import io.metroon.namespace.wire.RefreshLockMessage;
import io.metroon.namespace.wire.TermMessage;
import io.metroon.namespace.wire.UnlockMessage;

/** The operations on locks, and guards, and their protobuf messages, in pairs: one method there, one back. */
final class LockMessages {
    private LockMessages() {}

    static LockMessage lock(Command.Lock lock) {
        return LockMessage.newBuilder()
                .setPath(OperationMessages.path(lock.path()))
                .setToken(lock.token())
                .setExclusive(lock.exclusive())
                .setInfinite(lock.infinite())
                .setOwner(ByteString.copyFrom(lock.owner()))
                .setTimeoutMillis(lock.timeoutMillis())
                .build();
    }

    static Command.Lock lock(LockMessage message) {
        return new Command.Lock(
                OperationMessages.path(message.getPath()),
                message.getToken(),
                message.getExclusive(),
                message.getInfinite(),
                message.getOwner().toByteArray(),
                message.getTimeoutMillis());
    }

    static RefreshLockMessage refreshLock(Command.RefreshLock refresh) {
        return RefreshLockMessage.newBuilder()
                .setPath(OperationMessages.path(refresh.path()))
                .setToken(refresh.token())
                .setTimeoutMillis(refresh.timeoutMillis())
                .build();
    }

    static Command.RefreshLock refreshLock(RefreshLockMessage message) {
        return new Command.RefreshLock(
                OperationMessages.path(message.getPath()), message.getToken(), message.getTimeoutMillis());
    }

    static UnlockMessage unlock(Command.Unlock unlock) {
        return UnlockMessage.newBuilder()
                .setPath(OperationMessages.path(unlock.path()))
                .setToken(unlock.token())
                .build();
    }

    static Command.Unlock unlock(UnlockMessage message) {
        return new Command.Unlock(OperationMessages.path(message.getPath()), message.getToken());
    }

    static GuardMessage guard(Guard guard) {
        GuardMessage.Builder message = GuardMessage.newBuilder().addAllTokens(guard.tokens());
        guard.anyOf().forEach(alternative -> message.addAnyOf(alternative(alternative)));
        return message.build();
    }

    static Guard guard(GuardMessage message) {
        return new Guard(
                message.getTokensList(),
                message.getAnyOfList().stream().map(LockMessages::alternative).toList());
    }

    private static AlternativeMessage alternative(Guard.Alternative alternative) {
        AlternativeMessage.Builder message =
                AlternativeMessage.newBuilder().setPath(OperationMessages.path(alternative.path()));
        alternative.allOf().forEach(term -> message.addAllOf(term(term)));
        return message.build();
    }

    private static Guard.Alternative alternative(AlternativeMessage message) {
        return new Guard.Alternative(
                OperationMessages.path(message.getPath()),
                message.getAllOfList().stream().map(LockMessages::term).toList());
    }

    private static TermMessage term(Guard.Term term) {
        TermMessage.Builder message = TermMessage.newBuilder().setNegated(term.negated());
        if (term.token() != null) {
            message.setToken(term.token());
        }
        if (term.tag() != null) {
            message.setTag(OperationMessages.tag(term.tag()));
        }
        return message.build();
    }

    private static Guard.Term term(TermMessage message) {
        return new Guard.Term(
                message.getNegated(),
                message.hasToken() ? message.getToken() : null,
                message.hasTag() ? OperationMessages.tag(message.getTag()) : null);
    }
}
