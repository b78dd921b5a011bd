package io.metroon.gateway.webhdfs;

import io.metroon.gateway.Call;
import io.metroon.gateway.ClusterView;
import io.metroon.gateway.Facade;
import io.metroon.gateway.Problem;
import io.metroon.gateway.Resource;
import io.metroon.gateway.Response;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.List;

/** The WebHDFS façade, as {@code docs/webhdfs.md} describes it. */
public final class WebHdfsFacade implements Facade {
    /** Below which the namespace is served. */
    static final String PREFIX = "/webhdfs/v1";

    private final Capabilities capabilities;

    /** A façade; {@code cluster} knows the nodes and how much room there is. */
    public WebHdfsFacade(ClusterView cluster) {
        capabilities = new Capabilities(cluster);
    }

    @Override
    public List<Resource> resources() {
        return List.of(Resource.under(PREFIX)
                .serves(HttpMethod.GET, call -> answer(call, HttpMethod.GET))
                .serves(HttpMethod.HEAD, call -> answer(call, HttpMethod.GET))
                .serves(HttpMethod.PUT, call -> answer(call, HttpMethod.PUT))
                .serves(HttpMethod.POST, this::post)
                .serves(HttpMethod.DELETE, call -> answer(call, HttpMethod.DELETE)));
    }

    /** Hadoop's client sends a form's type with its empty bodies; a browser that does so tells where it comes from. */
    private Future<Response> post(Call call) {
        if (call.headers().contains(HttpHeaders.ORIGIN) || call.headers().contains("Sec-Fetch-Site")) {
            call.requireNeitherFormNorText();
        }
        return answer(call, HttpMethod.POST);
    }

    private Future<Response> answer(Call call, HttpMethod method) {
        HdfsRequest request = HdfsRequest.of(call);
        return capabilities.named(method, request.required("op")).answer(request);
    }

    @Override
    public Response error(Problem problem) {
        return RemoteExceptions.response(problem);
    }
}
