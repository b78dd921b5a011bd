package io.metroon.cluster;

import java.util.List;

/** A linearizable read. */
sealed interface Read extends Request {
    @Override
    default String method() {
        return "GET";
    }

    /**
     * Whether something is there.
     *
     * @param path of it
     */
    record Stat(String path) implements Read {
        @Override
        public List<String> paths() {
            return List.of(path);
        }

        @Override
        public String target() {
            return "/v1/fs" + path;
        }

        @Override
        public Result on(Model model) {
            return Result.of(model.stat(path));
        }
    }

    /**
     * What is in a directory.
     *
     * @param path of it
     */
    record Names(String path) implements Read {
        @Override
        public List<String> paths() {
            return List.of(path);
        }

        @Override
        public String target() {
            return "/v1/fs" + path + "?list&limit=10000";
        }

        @Override
        public Result on(Model model) {
            int status = model.list(path);
            return new Result(status, status == Model.OK ? model.names(path) : List.of());
        }
    }
}
