package io.metroon.consensus.explore;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.CoreView.Role;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.LogRecord;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one node has done that agreement depends on.
 *
 * @param durable claims that its disk holds, or ever held
 * @param made claims that it made, durable or not
 * @param committed values that it takes for chosen, from slot 1 on
 * @param leads the ballot in which it leads, or {@link Ballot#NONE}
 * @param log in Raft, the values that its log holds
 * @param ballots in which it has led
 */
record Facts(
        Set<Claim> durable,
        Set<Claim> made,
        List<Hash128> committed,
        Ballot leads,
        List<Hash128> log,
        Set<Ballot> ballots) {

    static Facts of(Node node, boolean raft) {
        Ballot leads = node.view().role() == Role.LEADING ? node.view().promised() : Ballot.NONE;
        Disk disk = new Disk(node.log(), false);
        List<Hash128> log = raft && !disk.votes().isEmpty()
                ? Claim.prefix(disk.votes(), disk.votes().lastKey())
                : List.of();
        return new Facts(
                Claim.of(node.durableLog(), raft),
                Claim.of(node.log(), raft),
                node.committed().stream().map(io.metroon.consensus.Entry::hash).toList(),
                leads,
                log,
                ballotsLed(node));
    }

    /** A leader begins with an entry of its own, whatever it found. */
    private static Set<Ballot> ballotsLed(Node node) {
        Set<Ballot> led = new TreeSet<>();
        for (LogRecord record : node.log()) {
            boolean own = record instanceof LogRecord.Accepted accepted
                    && accepted.entry().ballot().node() == node.id;
            if (own) {
                led.add(((LogRecord.Accepted) record).entry().ballot());
            }
        }
        return led;
    }
}
