package io.metroon.cluster;

import java.util.Map;

/** A change of the tree, as a request and as a rule of a model. */
sealed interface Change {
    /** The method of the request. */
    String method();

    /** Its path and query. */
    String target();

    /** Its body, empty for none. */
    String body();

    /** Applies it to a model of the tree, from path to whether it is a directory; the status a node must give. */
    int applyTo(Model model);

    /**
     * Makes a file.
     *
     * @param path of it
     */
    record CreateFile(String path) implements Change {
        @Override
        public String method() {
            return "PUT";
        }

        @Override
        public String target() {
            return "/v1/fs" + path;
        }

        @Override
        public String body() {
            return "";
        }

        @Override
        public int applyTo(Model model) {
            return model.create(path, false);
        }
    }

    /**
     * Makes a directory.
     *
     * @param path of it
     */
    record CreateDirectory(String path) implements Change {
        @Override
        public String method() {
            return "PUT";
        }

        @Override
        public String target() {
            return "/v1/fs" + path + "?type=directory";
        }

        @Override
        public String body() {
            return "";
        }

        @Override
        public int applyTo(Model model) {
            return model.create(path, true);
        }
    }

    /**
     * Removes a file or an empty directory.
     *
     * @param path of it
     */
    record Delete(String path) implements Change {
        @Override
        public String method() {
            return "DELETE";
        }

        @Override
        public String target() {
            return "/v1/fs" + path;
        }

        @Override
        public String body() {
            return "";
        }

        @Override
        public int applyTo(Model model) {
            return model.delete(path);
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
        public int applyTo(Model model) {
            return model.rename(from, to);
        }
    }

    /** Headers besides the key. */
    default Map<String, String> headers(String key) {
        return Map.of("Idempotency-Key", "\"" + key + "\"");
    }
}
