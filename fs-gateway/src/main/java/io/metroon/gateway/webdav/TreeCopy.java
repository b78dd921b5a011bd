package io.metroon.gateway.webdav;

import io.metroon.gateway.Call;
import io.metroon.gateway.Repeat;
import io.metroon.gateway.Response;
import io.metroon.gateway.TreeWalk;
import io.metroon.namespace.Command;
import io.metroon.namespace.Condition;
import io.metroon.namespace.EntryType;
import io.metroon.namespace.ErrorCode;
import io.metroon.namespace.FilePath;
import io.metroon.namespace.Guard;
import io.metroon.namespace.Name;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.Refusal;
import io.metroon.namespace.Reply;
import io.metroon.namespace.Stat;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * COPY (RFC 4918, 9.8). The entry itself first, in the place of what it replaces; then what is below it, in batches of
 * {@value #BATCH_ENTRIES} entries, so that no entry of the log is large. Each file is copied as it is at that moment; what
 * goes away meanwhile is not. Symlinks below are copied as symlinks. What could not be copied is told in a 207.
 */
final class TreeCopy {
    // A batch copies at most this many times the largest content.
    private static final int BATCH_ENTRIES = 32;
    private static final int FAILURES_MAX = 100;

    private final Call call;
    private final FilePath from;
    private final FilePath to;
    private final boolean infinite;
    private final Guard guard;
    private final Map<FilePath, Refusal> failures = new LinkedHashMap<>();
    private boolean replacing;

    TreeCopy(Call call, FilePath from, FilePath to, boolean infinite, Guard guard) {
        this.call = call;
        this.from = from;
        this.to = to;
        this.infinite = infinite;
        this.guard = guard;
    }

    Future<Response> run(boolean overwrite) {
        Command.Copy copy = new Command.Copy(from, true, to, overwrite);
        return call.execute(copy, Buffer.buffer(), guard)
                .compose(answer ->
                        TreeMethods.taken(answer) && overwrite ? inPlaceOf(copy) : Future.succeededFuture(answer))
                .compose(answer -> {
                    Reply.Stated stated = (Reply.Stated) Answers.transferred(answer, from);
                    boolean replaced = !stated.created() || replacing;
                    return below(stated.stat(), answer).map(done -> Requests.placed(result(replaced), answer));
                });
    }

    /** What is there goes first: a directory, or something of another type (RFC 4918, 9.8.4). */
    private Future<Answer> inPlaceOf(Command.Copy copy) {
        replacing = true;
        Command batch = new Command.Batch(List.of(
                new Command.Keyed(new Command.Delete(to, true, false, Condition.NONE), null),
                new Command.Keyed(copy, null)));
        return call.executeNext(batch, guard).map(answer -> {
            List<Reply.Result> results = ((Reply.Results) Answers.made(answer)).items();
            Reply first = results.get(0).reply();
            Reply decisive = first instanceof Refusal ? first : results.get(1).reply();
            return new Answer(answer.revision(), decisive, false);
        });
    }

    private Future<Void> below(Stat copied, Answer answer) {
        if (!infinite || copied.type() != EntryType.DIRECTORY) {
            return Future.succeededFuture();
        }
        TreeWalk walk = new TreeWalk(call, Answers::found, from, true, answer.revision());
        return Repeat.whileTrue(() -> walk.next().compose(this::copy));
    }

    private Future<Boolean> copy(List<TreeWalk.Met> slice) {
        if (slice.isEmpty()) {
            return Future.succeededFuture(false);
        }
        Future<Void> all = Future.succeededFuture();
        for (int first = 0; first < slice.size(); first += BATCH_ENTRIES) {
            List<TreeWalk.Met> part = slice.subList(first, Math.min(first + BATCH_ENTRIES, slice.size()));
            all = all.compose(done -> batch(part));
        }
        return all.map(true);
    }

    private Future<Void> batch(List<TreeWalk.Met> part) {
        List<Command.Keyed> items = new ArrayList<>();
        for (TreeWalk.Met met : part) {
            items.add(new Command.Keyed(new Command.Copy(met.path(), false, moved(met.path()), false), null));
        }
        return call.executeNext(new Command.Batch(items), guard).map(answer -> {
            List<Reply.Result> results = ((Reply.Results) Answers.made(answer)).items();
            for (int i = 0; i < results.size(); i++) {
                note(part.get(i).path(), results.get(i).reply());
            }
            return null;
        });
    }

    private FilePath moved(FilePath source) {
        List<Name> names = new ArrayList<>(to.names());
        names.addAll(source.names().subList(from.names().size(), source.names().size()));
        return new FilePath(names);
    }

    /** What went away meanwhile is no failure; nor is it told again what lies below something that failed. */
    private void note(FilePath source, Reply reply) {
        if (reply instanceof Refusal refusal && refusal.code() != ErrorCode.ENOENT && failures.size() < FAILURES_MAX) {
            failures.put(moved(source), refusal);
        }
    }

    private Response result(boolean replaced) {
        if (failures.isEmpty()) {
            return Response.empty(replaced ? Response.NO_CONTENT : Response.CREATED);
        }
        return Multistatus.of(failures);
    }
}
