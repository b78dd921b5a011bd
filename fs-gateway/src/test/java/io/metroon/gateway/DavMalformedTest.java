package io.metroon.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong with a WebDAV request, it gets a clear refusal, and nothing of it stays. */
final class DavMalformedTest {
    private static RunningGateway metroon;

    private record Case(String what, String method, String body, List<String> headers, int deserved) {
        @Override
        public String toString() {
            return what + " → " + deserved;
        }
    }

    @BeforeAll
    static void start() {
        metroon = new RunningGateway();
        metroon.sendOctets("PUT", "/dav/f", "still here".getBytes(StandardCharsets.UTF_8));
    }

    @AfterAll
    static void stop() {
        metroon.close();
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        String open = "<D:propfind xmlns:D='DAV:'><D:prop>";
        String close = "</D:prop></D:propfind>";
        body(cases, "no XML", "PROPFIND", "nonsense");
        body(cases, "an open end", "PROPFIND", open);
        body(cases, "nothing but space", "PROPFIND", "   ");
        body(cases, "two roots", "PROPFIND", open + close + "<a/>");
        body(cases, "another root", "PROPFIND", "<a/>");
        body(cases, "neither of the three", "PROPFIND", "<D:propfind xmlns:D='DAV:'/>");
        body(cases, "an unbound prefix", "PROPFIND", open + "<x:a/>" + close);
        body(cases, "a prefix bound to nothing", "PROPFIND", open + "<x:a xmlns:x=''/>" + close);
        body(cases, "no UTF-8", "PROPFIND", open + "\u00ff" + close);
        body(
                cases,
                "a billion laughs",
                "PROPFIND",
                "<!DOCTYPE a [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]>" + open + "&c;"
                        + close);
        body(
                cases,
                "a file of the machine",
                "PROPFIND",
                "<!DOCTYPE a [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" + open + "&a;" + close);
        body(
                cases,
                "a document type of elsewhere",
                "PROPFIND",
                "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/a.dtd'>" + open + close);
        body(cases, "65 levels", "PROPFIND", open + "<a>".repeat(63) + "</a>".repeat(63) + close);
        body(cases, "no property", "PROPPATCH", "<D:propertyupdate xmlns:D='DAV:'/>");
        body(cases, "no prop", "PROPPATCH", "<D:propertyupdate xmlns:D='DAV:'><D:set/></D:propertyupdate>");
        body(cases, "no scope", "LOCK", "<D:lockinfo xmlns:D='DAV:'><D:locktype><D:write/></D:locktype></D:lockinfo>");
        cases.add(new Case("100,000 properties", "PROPFIND", open + "<a/>".repeat(100_000) + close, List.of(), 413));
        cases.add(new Case(
                "100,000 properties to set",
                "PROPPATCH",
                "<D:propertyupdate xmlns:D='DAV:'><D:set><D:prop>" + "<a/>".repeat(100_000)
                        + "</D:prop></D:set></D:propertyupdate>",
                List.of(),
                413));
        cases.add(new Case("over a megabyte", "PROPFIND", " ".repeat((1 << 20) + 1), List.of(), 413));
        cases.add(new Case(
                "1,000 attributes", "PROPFIND", open + "<a " + attributes(1_000) + "/>" + close, List.of(), 413));
        for (String wrong : new String[] {
            "", "()", "(", "(<a>", "<a>", "<a> b", "(Not)", "([\"x\")", "(a)", "(<a>) <b> (<c>)", "(<>)", "x"
        }) {
            cases.add(new Case("If: " + wrong, "PUT", "x", List.of("If", wrong), 400));
        }
        cases.add(new Case("If with 1,000 tokens", "PUT", "x", List.of("If", "(" + "<a>".repeat(1_000) + ")"), 413));
        cases.add(new Case("Depth: 2", "PROPFIND", "", List.of("Depth", "2"), 400));
        cases.add(new Case("Overwrite: X", "MOVE", "", List.of("Destination", "/dav/g", "Overwrite", "X"), 400));
        cases.add(new Case("X-OC-Mtime: then", "PUT", "x", List.of("X-OC-Mtime", "then"), 400));
        cases.add(new Case("POST", "POST", "x", List.of(), 405));
        return cases;
    }

    private static void body(List<Case> cases, String what, String method, String body) {
        cases.add(new Case(what, method, body, List.of(), 400));
    }

    private static String attributes(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(" a").append(i).append("='1'");
        }
        return text.toString();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isRefused_andLeavesNothing(Case wrong) {
        long before = metroon.service.revision();
        Answer answer = metroon.sendOctets(
                wrong.method(),
                "/dav/f",
                wrong.body().getBytes(StandardCharsets.ISO_8859_1),
                wrong.headers().toArray(String[]::new));

        assertThat(answer.status()).as(answer.text()).isEqualTo(wrong.deserved());
        assertThat(answer.text()).contains("<D:error ");
        assertThat(metroon.service.revision()).isEqualTo(before);
        assertThat(metroon.send("GET", "/dav/f").text()).isEqualTo("still here");
    }

    @Test
    void anUploadThatBreaksOff_orLies_leavesNothing() {
        for (String head : new String[] {
            "PUT /dav/half HTTP/1.1\nHost: localhost\nContent-Length: 100\n\nabc",
            "PUT /dav/half HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\n\n5\nabcde\n",
            "PUT /dav/half HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\n\nzz\nabcde\n"
        }) {
            try (RawConnection connection = metroon.connect()) {
                connection.say(head).finish();
                connection.isClosedByPeer();
            }
        }
        assertThat(metroon.send("GET", "/dav/half").status()).isEqualTo(404);
    }
}
