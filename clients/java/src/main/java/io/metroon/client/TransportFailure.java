package io.metroon.client;

/** No reply came from an endpoint. */
final class TransportFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean sent;

    /**
     * A failure at one endpoint.
     *
     * @param sent whether any of the request may have reached it
     */
    TransportFailure(boolean sent, String message) {
        super(message, null, false, false);
        this.sent = sent;
    }

    /** Whether any of the request may have reached the endpoint. */
    boolean sent() {
        return sent;
    }
}
