package io.metroon.gateway.webdav;

import io.metroon.gateway.Problem;
import io.metroon.gateway.Response;
import io.metroon.gateway.Response.Header;
import io.metroon.namespace.ErrorCode;

/** An error's body (RFC 4918, 16): the condition it names, if it names one, and what happened in words. */
final class DavErrors {
    private static final String NAMESPACE = "https://metroon.io/webdav";

    private DavErrors() {}

    static Response response(Problem problem) {
        XmlOutput out = new XmlOutput().root("error");
        if (problem.code().equals(ErrorCode.ELOCKED.name()) && problem.path() != null) {
            out.start("lock-token-submitted")
                    .text("href", Hrefs.of(problem.path(), false))
                    .end();
        }
        out.start(new PropertyName(NAMESPACE, "code")).text(problem.code()).end();
        out.start(new PropertyName(NAMESPACE, "detail")).text(problem.detail()).end();
        out.start(new PropertyName(NAMESPACE, "retry"))
                .text(problem.retry().text())
                .end();
        Response response = Response.whole(
                problem.status(), XmlOutput.MEDIA_TYPE, out.end().endDocument().take());
        for (Header header : problem.headers()) {
            response = response.with(header.name(), header.value());
        }
        return response;
    }
}
