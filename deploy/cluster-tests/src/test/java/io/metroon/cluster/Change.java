package io.metroon.cluster;

import java.util.List;

/** A change of the tree, as a request and as a rule of a model. */
sealed interface Change extends Request {
    /**
     * Makes a file.
     *
     * @param path of it
     */
    record CreateFile(String path) implements Change {
        @Override
        public List<String> paths() {
            return List.of(path);
        }

        @Override
        public String method() {
            return "PUT";
        }

        @Override
        public String target() {
            return "/v1/fs" + path;
        }

        @Override
        public Result on(Model model) {
            return Result.of(model.create(path, false));
        }
    }

    /**
     * Makes a directory.
     *
     * @param path of it
     */
    record CreateDirectory(String path) implements Change {
        @Override
        public List<String> paths() {
            return List.of(path);
        }

        @Override
        public String method() {
            return "PUT";
        }

        @Override
        public String target() {
            return "/v1/fs" + path + "?type=directory";
        }

        @Override
        public Result on(Model model) {
            return Result.of(model.create(path, true));
        }
    }

    /**
     * Removes a file or an empty directory.
     *
     * @param path of it
     */
    record Delete(String path) implements Change {
        @Override
        public List<String> paths() {
            return List.of(path);
        }

        @Override
        public String method() {
            return "DELETE";
        }

        @Override
        public String target() {
            return "/v1/fs" + path;
        }

        @Override
        public Result on(Model model) {
            return Result.of(model.delete(path));
        }
    }

    /**
     * Moves, unless the target exists.
     *
     * @param from old name
     * @param to new name
     */
    record Rename(String from, String to) implements Change {
        @Override
        public List<String> paths() {
            return List.of(from, to);
        }

        @Override
        public String method() {
            return "POST";
        }

        @Override
        public String target() {
            return "/v1/rename";
        }

        @Override
        public String body() {
            return "{\"from\":\"" + from + "\",\"to\":\"" + to + "\"}";
        }

        @Override
        public Result on(Model model) {
            return Result.of(model.rename(from, to));
        }
    }
}
