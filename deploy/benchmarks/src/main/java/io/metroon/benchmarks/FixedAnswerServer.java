package io.metroon.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

/** Answers every request with the same stat, as fast as it can; prints its port; ends with its standard input. */
final class FixedAnswerServer {
    private static final String TIME = "\"2026-01-02T03:04:05.006000000Z\"";
    private static final String STAT = "{\"path\":\"/directory/file\",\"inode\":12345,\"type\":\"file\",\"size\":0,"
            + "\"mode\":\"0644\",\"owner\":\"root\",\"group\":\"root\",\"atime\":" + TIME + ",\"mtime\":" + TIME
            + ",\"ctime\":" + TIME + ",\"version\":1,\"contentVersion\":1,\"nlink\":1}";

    private FixedAnswerServer() {}

    public static void main(String[] args) throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        int port = vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .putHeader("Content-Type", "application/json")
                        .putHeader("Metroon-Revision", "77")
                        .end(STAT))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get()
                .actualPort();
        System.out.println(port);
        while (System.in.read() >= 0) {
            // until whoever started this is gone
        }
        vertx.close();
    }
}
