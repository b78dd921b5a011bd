package io.metroon.client;

/** To which node calls go. Any node answers any call; the leader does so without a hop. */
public enum Routing {
    /** To the leader as long as it is known and answers, else to any other node. */
    LEADER,
    /** To every node in turn, which spreads the work of parsing and of stale reads. */
    SPREAD
}
