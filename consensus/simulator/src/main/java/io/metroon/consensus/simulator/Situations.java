package io.metroon.consensus.simulator;

import io.metroon.consensus.CoreView;
import io.metroon.consensus.CoreView.Role;
import io.metroon.consensus.Effect;
import io.metroon.consensus.Input;
import io.metroon.consensus.Message;
import io.metroon.consensus.TraceEvent;
import io.metroon.consensus.Vote;
import io.metroon.consensus.epoch.EpochConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Recognises rare situations of the protocol in what cores take and give. */
final class Situations {
    private final World<?, ?> world;
    private final Coverage coverage;
    private final Set<Integer> standsBehind = new HashSet<>();
    private final Set<Integer> heardOfDamage = new HashSet<>();

    Situations(World<?, ?> world) {
        this.world = world;
        this.coverage = world.coverage();
    }

    /** A core took a step; {@code before} is absent in its first. */
    void stepped(int node, Input input, List<Effect> effects, @Nullable CoreView before, CoreView after) {
        if (input instanceof Input.Received received && before != null) {
            heard(node, received, before);
        } else if (input instanceof Input.LogLoaded loaded && loaded.entries().isEmpty()) {
            coverage.saw("log could not be read for a peer");
        } else if (input instanceof Input.SnapshotFailed) {
            coverage.saw("fetch of a snapshot given up");
        }
        int promises = 0;
        for (Effect effect : effects) {
            if (effect instanceof Effect.Trace trace) {
                coverage.saw("core: " + trace.event());
                traced(node, trace, input, before, after);
            } else if (effect instanceof Effect.Send send && send.message() instanceof Message.Promise) {
                promises++;
            }
        }
        if (promises > 1) {
            coverage.saw("promise in several parts");
        }
    }

    private void heard(int node, Input.Received received, CoreView view) {
        Message message = received.message();
        if (message instanceof Message.Promise promise && tellsOfDamage(promise)) {
            coverage.saw("damaged vote in a promise");
            heardOfDamage.add(node);
        } else if (message instanceof Message.Reject && view.role() == Role.PREPARING) {
            coverage.saw("two ballots in a duel");
        } else if (message instanceof Message.LearnResponse response
                && !response.entries().isEmpty()
                && view.leader() != received.from()) {
            coverage.saw("taught by a node that doesn't lead");
        } else if (message instanceof Message.Forward && view.role() != Role.LEADING) {
            coverage.saw("proposal forwarded to one that leads no more");
        } else if (message instanceof Message.ReadIndexRequest && view.role() != Role.LEADING) {
            coverage.saw("read asked of one that leads no more");
        }
    }

    private static boolean tellsOfDamage(Message.Promise promise) {
        return !promise.faults().isEmpty() || promise.votes().stream().anyMatch(vote -> !isWhole(vote));
    }

    private static boolean isWhole(Vote vote) {
        return vote.hasValue();
    }

    private void traced(int node, Effect.Trace trace, Input input, @Nullable CoreView before, CoreView after) {
        TraceEvent event = trace.event();
        if (event == TraceEvent.PREPARED) {
            prepared(node, after);
        } else if (event == TraceEvent.LED) {
            led(node, after);
        } else if (before != null && before.role() == Role.LEADING) {
            tracedByLeader(trace, before);
        }
        if (event == TraceEvent.TRANSFER_OBEYED && world.requestsInFlight() > 1) {
            coverage.saw("leadership transferred under load");
        } else if (event == TraceEvent.SNAPSHOT_INSTALLED && after.lastSlot() > trace.slot()) {
            coverage.saw("snapshot installed below votes that stay");
        } else if (event == TraceEvent.STRANGER_IGNORED
                && input instanceof Input.Received received
                && world.config().member(received.from()).isPresent()) {
            coverage.saw("wiped store refused");
        }
    }

    private void tracedByLeader(Effect.Trace trace, CoreView before) {
        if (trace.event() == TraceEvent.EPOCH_ENTERED) {
            sealed(before, trace.slot());
        } else if (trace.event() == TraceEvent.STEPPED_DOWN && before.lastSlot() > before.chosenUpTo()) {
            coverage.saw("leader deposed with proposals open");
        }
    }

    private void prepared(int node, CoreView after) {
        heardOfDamage.remove(node);
        standsBehind.remove(node);
        if (world.hosts().stream().anyMatch(other -> other.node() != node && other.chosenUpTo() > after.lastSlot())) {
            standsBehind.add(node);
        }
    }

    private void led(int node, CoreView view) {
        EpochConfig epoch = world.config();
        if (view.lastSlot() - view.chosenUpTo()
                >= Math.max(2, world.swarm().consensus().windowSlots() / 2)) {
            coverage.saw("leader change with half the window open");
        }
        if (standsBehind.contains(node)) {
            coverage.saw("led from behind what others knew chosen");
        }
        if (heardOfDamage.contains(node)) {
            coverage.saw("led over damaged votes");
        }
        if (world.hosts().stream().anyMatch(other -> other.node() != node && other.leads())) {
            coverage.saw("two nodes believe that they lead");
        }
        if (epoch.phase1Quorum() != epoch.phase2Quorum()) {
            coverage.saw("led under unequal quorums");
        }
        if (epoch.voterCount() > 1 && epoch.voterCount() % 2 == 0) {
            coverage.saw("led an even number of voters");
        }
    }

    private void sealed(CoreView before, long sealSlot) {
        if (before.applied() < sealSlot - 1) {
            coverage.saw("seal chosen while the leader's state lags");
        }
        if (before.lastSlot() > sealSlot) {
            coverage.saw("seal chosen with proposals behind it");
        }
        if (world.requestsInFlight() > 1) {
            coverage.saw("epoch changed under load");
        }
    }
}
