package io.metroon.client.loopback;

/** A refusal on its way to becoming problem+json. */
final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final int status;
    final String code;
    final String path;

    Problem(int status, String code, String path) {
        super(code + " " + path);
        this.status = status;
        this.code = code;
        this.path = path;
    }
}
