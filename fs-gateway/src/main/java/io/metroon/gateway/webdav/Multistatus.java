package io.metroon.gateway.webdav;

import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.Problem;
import io.metroon.gateway.Response;
import io.metroon.gateway.Response.Header;
import io.metroon.namespace.FilePath;
import io.metroon.namespace.Refusal;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Map;

/** A 207 that tells of entries below the one asked for (RFC 4918, 13). */
final class Multistatus {
    private Multistatus() {}

    /** What could not be done, and why. */
    static Response of(Map<FilePath, Refusal> failures) {
        XmlOutput out = new XmlOutput().root("multistatus");
        failures.forEach((path, refusal) -> {
            Problem problem = HttpErrors.of(refusal);
            out.start("response").text("href", Hrefs.of(path, false)).text("status", HttpErrors.line(problem.status()));
            if (problem.code().equals("ELOCKED")) {
                out.start("error")
                        .start("lock-token-submitted")
                        .text("href", Hrefs.of(path, false))
                        .end()
                        .end();
            }
            out.text("responsedescription", problem.detail()).end();
        });
        return new Response(
                Response.MULTI_STATUS,
                Response.NEWEST,
                List.of(new Header(HttpHeaders.CONTENT_TYPE, XmlOutput.MEDIA_TYPE)),
                new Response.Whole(out.end().endDocument().take()));
    }
}
