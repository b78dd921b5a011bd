package io.metroon.gateway.webdav;

import io.metroon.gateway.Call;
import io.metroon.gateway.ClusterStatus;
import io.metroon.gateway.ClusterView;
import io.metroon.gateway.PathDecoder;
import io.metroon.gateway.PathDecoder.Target;
import io.metroon.gateway.Repeat;
import io.metroon.gateway.Response;
import io.metroon.gateway.Response.Header;
import io.metroon.gateway.TreeWalk;
import io.metroon.namespace.EntryType;
import io.metroon.namespace.ErrorCode;
import io.metroon.namespace.FilePath;
import io.metroon.namespace.LockState;
import io.metroon.namespace.Query;
import io.metroon.namespace.ReadMode;
import io.metroon.namespace.Reply;
import io.metroon.namespace.Stat;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * PROPFIND: the properties of an entry, and of those below it, streamed as the client takes them. A symlink shows what it
 * leads to; one that leads nowhere is left out of its directory, and one that leads to a directory is not gone into.
 */
final class PropfindMethod {
    private final ClusterView cluster;

    PropfindMethod(ClusterView cluster) {
        this.cluster = cluster;
    }

    Future<Response> answer(Call call) {
        Target target = PathDecoder.decode(call.tail());
        Depth depth = Depth.of(call.headers());
        return call.body(XmlReader.BYTES_MAX, ErrorCode.E2BIG)
                .compose(body -> call.parse(body, () -> PropertiesAsked.parse(body)))
                .compose(asked -> answer(call, target, depth, asked));
    }

    private Future<Response> answer(Call call, Target target, Depth depth, PropertiesAsked asked) {
        return call.query(new Query.GetStat(target.path(), true, target.mustBeDirectory()))
                .compose(answer -> {
                    Stat stat = Answers.stat(answer);
                    Future<Reply.Locks> locks = locks(call, target.path(), asked, answer.revision());
                    Future<Shown.Quota> quota = quota(call, asked, answer.revision());
                    return Future.all(locks, quota).map(both -> {
                        Run run =
                                new Run(call, target.path(), asked, locks.result(), quota.result(), answer.revision());
                        boolean alone = depth == Depth.ZERO || stat.type() != EntryType.DIRECTORY;
                        return alone ? run.whole(stat) : run.streamed(stat, depth == Depth.INFINITY);
                    });
                });
    }

    private static Future<Reply.Locks> locks(Call call, FilePath path, PropertiesAsked asked, long revision) {
        if (!asked.asks(LiveProperty.LOCKDISCOVERY)) {
            return Future.succeededFuture(new Reply.Locks(List.of(), List.of()));
        }
        return call.query(new Query.GetLocks(path), new ReadMode.AtLeast(revision), call.patience())
                .map(answer -> (Reply.Locks) Answers.found(answer));
    }

    private Future<Shown.Quota> quota(Call call, PropertiesAsked asked, long revision) {
        if (!asked.asks(LiveProperty.QUOTA_USED_BYTES) && !asked.asks(LiveProperty.QUOTA_AVAILABLE_BYTES)) {
            return Future.succeededFuture(Shown.Quota.UNASKED);
        }
        return call.here(cluster.ownStatus())
                .compose(status -> call.query(new Query.GetUsage(), new ReadMode.AtLeast(revision), call.patience())
                        .map(answer -> new Shown.Quota(
                                ((Reply.Counted) Answers.found(answer)).usage().bytes(), free(status))));
    }

    private long free(ClusterStatus status) {
        return status.nodes().stream()
                .filter(node -> node.id().equals(cluster.nodeId()))
                .map(ClusterStatus.Node::diskFree)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(0L);
    }

    /** One answer in the making. */
    private static final class Run {
        private final Call call;
        private final FilePath root;
        private final PropertiesAsked asked;
        private final Shown.Quota quota;
        private final long revision;
        private final List<LockState> covering;
        private final Map<Long, List<LockState>> below = new HashMap<>();
        private final XmlOutput out = new XmlOutput();

        Run(Call call, FilePath root, PropertiesAsked asked, Reply.Locks locks, Shown.Quota quota, long revision) {
            this.call = call;
            this.root = root;
            this.asked = asked;
            this.quota = quota;
            this.revision = revision;
            covering = locks.covering();
            locks.below()
                    .forEach(lock -> below.computeIfAbsent(lock.inode(), inode -> new ArrayList<>())
                            .add(lock));
        }

        Response whole(Stat stat) {
            writeRoot(stat);
            return new Response(
                    Response.MULTI_STATUS,
                    revision,
                    List.of(new Header(HttpHeaders.CONTENT_TYPE, XmlOutput.MEDIA_TYPE)),
                    new Response.Whole(out.end().endDocument().take()));
        }

        Response streamed(Stat stat, boolean infinite) {
            TreeWalk walk = new TreeWalk(call, Answers::found, root, infinite, revision);
            return new Response(
                    Response.MULTI_STATUS,
                    revision,
                    List.of(new Header(HttpHeaders.CONTENT_TYPE, XmlOutput.MEDIA_TYPE)),
                    new Response.Streamed(response -> {
                        writeRoot(stat);
                        return Repeat.whileTrue(() -> step(walk, response));
                    }));
        }

        private void writeRoot(Stat stat) {
            out.root("multistatus");
            asked.write(new Shown(root, stat, covering, quota), out);
        }

        private Future<Boolean> step(TreeWalk walk, HttpServerResponse response) {
            return walk.next().compose(this::resolved).compose(slice -> {
                slice.entries().forEach(met -> asked.write(new Shown(met.path(), met.stat(), locks(met), quota), out));
                Buffer piece = slice.last() ? out.end().endDocument().take() : out.take();
                return response.write(piece).map(!slice.last());
            });
        }

        private record Slice(List<TreeWalk.Met> entries, boolean last) {}

        /** Puts what symlinks lead to in their place. */
        private Future<Slice> resolved(List<TreeWalk.Met> met) {
            List<Future<Optional<TreeWalk.Met>>> all = new ArrayList<>();
            boolean any = met.stream().anyMatch(entry -> entry.stat().type() == EntryType.SYMLINK);
            if (!any) {
                return Future.succeededFuture(new Slice(met, met.isEmpty()));
            }
            met.forEach(entry -> all.add(resolved(entry)));
            return Future.all(all)
                    .map(done -> new Slice(
                            all.stream()
                                    .flatMap(entry -> entry.result().stream())
                                    .toList(),
                            false));
        }

        private Future<Optional<TreeWalk.Met>> resolved(TreeWalk.Met met) {
            if (met.stat().type() != EntryType.SYMLINK) {
                return Future.succeededFuture(Optional.of(met));
            }
            return call.query(
                            new Query.GetStat(met.path(), true, false), new ReadMode.AtLeast(revision), call.patience())
                    .map(answer -> answer.reply() instanceof Reply.Stated stated
                            ? Optional.of(new TreeWalk.Met(met.path(), stated.stat()))
                            : Optional.empty());
        }

        /** Those on the entry itself, and those on directories above it that reach down to it. */
        private List<LockState> locks(TreeWalk.Met met) {
            if (covering.isEmpty() && below.isEmpty()) {
                return List.of();
            }
            List<LockState> locks =
                    new ArrayList<>(below.getOrDefault(met.stat().inode(), List.of()));
            covering.stream().filter(LockState::infinite).forEach(locks::add);
            below.values()
                    .forEach(several -> several.stream()
                            .filter(lock -> lock.infinite() && isBelow(met.path(), lock.path()))
                            .forEach(locks::add));
            return locks;
        }

        private static boolean isBelow(FilePath path, FilePath above) {
            int depth = above.names().size();
            return depth < path.names().size() && path.prefix(depth).equals(above);
        }
    }
}
