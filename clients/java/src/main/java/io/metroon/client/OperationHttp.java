package io.metroon.client;

import java.util.HashMap;
import java.util.Map;

/** Renders one operation as a request of its own. */
final class OperationHttp implements Operation.Handler<HttpCall> {
    private static final String JSON = "application/json";

    private final String key;
    private final Map<String, String> headers = new HashMap<>();

    private OperationHttp(String key, Map<String, String> common) {
        this.key = key;
        headers.putAll(common);
        if (!key.isEmpty()) {
            headers.put("Idempotency-Key", '"' + key + '"');
        }
    }

    /**
     * The request.
     *
     * @param common headers of every request
     */
    static HttpCall render(KeyedOperation keyed, Map<String, String> common) {
        return keyed.operation().dispatch(new OperationHttp(keyed.key(), common));
    }

    static String fs(MetroonPath path) {
        return "/v1/fs" + path.encoded();
    }

    static String content(MetroonPath path) {
        return "/v1/content" + path.encoded();
    }

    private HttpCall call(String method, String target, byte[] body, String contentType) {
        if (body.length > 0) {
            headers.put("Content-Type", contentType);
        }
        return new HttpCall(method, target, headers, body, key);
    }

    private void demand(Precondition precondition) {
        if (precondition.ifMatch() != null) {
            headers.put("If-Match", precondition.ifMatch());
        }
        if (precondition.ifNoneMatch() != null) {
            headers.put("If-None-Match", precondition.ifNoneMatch());
        }
    }

    @Override
    public HttpCall create(Operation.Create create) {
        demand(create.precondition());
        StringBuilder query = new StringBuilder("?type=").append(create.type().word());
        if (create.type() == EntryType.SYMLINK) {
            query.append("&target=").append(create.target().encoded());
        }
        query.append(create.parents() ? "&parents=true" : "").append(create.existsOk() ? "&exists=ok" : "");
        byte[] body = create.attributes().equals(Attributes.NONE)
                ? HttpCall.NO_BODY
                : OperationJson.attributes(create.attributes());
        return call("PUT", fs(create.path()) + query, body, JSON);
    }

    @Override
    public HttpCall putContent(Operation.PutContent put) {
        if (!put.attributes().equals(Attributes.NONE)) {
            throw new IllegalArgumentException("content with attributes goes in a batch");
        }
        demand(put.precondition());
        headers.put("Content-Type", "application/octet-stream");
        return call("PUT", content(put.path()), put.content().toBytes(), "application/octet-stream");
    }

    @Override
    public HttpCall setAttributes(Operation.SetAttributes set) {
        demand(set.precondition());
        String target = fs(set.path()) + (set.follow() ? "" : "?follow=false");
        return call("PATCH", target, OperationJson.attributes(set.attributes()), "application/merge-patch+json");
    }

    @Override
    public HttpCall delete(Operation.Delete delete) {
        demand(delete.precondition());
        return call(
                "DELETE", fs(delete.path()) + (delete.recursive() ? "?recursive=true" : ""), HttpCall.NO_BODY, JSON);
    }

    @Override
    public HttpCall rename(Operation.Rename rename) {
        return call("POST", "/v1/rename", OperationJson.renameBody(rename), JSON);
    }

    @Override
    public HttpCall getStat(Operation.GetStat get) {
        return call("GET", fs(get.path()) + (get.follow() ? "" : "?follow=false"), HttpCall.NO_BODY, JSON);
    }
}
