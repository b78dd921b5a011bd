package io.metroon.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Extended attributes over WebHDFS. */
final class WebHdfsXattrTest {
    private static RunningGateway metroon;

    @BeforeAll
    static void start() {
        metroon = new RunningGateway();
    }

    @AfterAll
    static void stop() {
        metroon.close();
    }

    private static Answer get(String path, String query) {
        return metroon.send("GET", "/webhdfs/v1" + path + "?" + query);
    }

    private static Answer set(String path, String name, String value, String flag) {
        return metroon.send(
                "PUT",
                "/webhdfs/v1" + path + "?op=SETXATTR&xattr.name=" + name + "&xattr.value=" + value + "&flag=" + flag);
    }

    private static String value(String path, String query) {
        JsonNode xattrs = get(path, "op=GETXATTRS&" + query).json().path("XAttrs");
        assertThat(xattrs).hasSize(1);
        return xattrs.get(0).path("value").asText();
    }

    private static String thrown(Answer answer) {
        return answer.status() + " "
                + answer.json().at("/RemoteException/exception").asText();
    }

    @Test
    void values_areReadAndWrittenInThreeCodings() {
        metroon.send("PUT", "/v1/fs/codings");

        for (String value : new String[] {"%22hi%22", "0x6869", "0saGk=", "hi"}) {
            assertThat(set("/codings", "user.a", value, "CREATE,REPLACE").status())
                    .isEqualTo(200);
            assertThat(value("/codings", "xattr.name=user.a")).isEqualTo("\"hi\"");
            assertThat(value("/codings", "xattr.name=user.a&encoding=hex")).isEqualTo("0x6869");
            assertThat(value("/codings", "encoding=BASE64")).isEqualTo("0saGk=");
        }
        assertThat(thrown(set("/codings", "user.a", "0xzz", "REPLACE"))).isEqualTo("400 IllegalArgumentException");
    }

    @Test
    void flags_sayWhetherTheAttributeMayOrMustBeThere() {
        metroon.send("PUT", "/v1/fs/flags");

        assertThat(thrown(set("/flags", "user.a", "1", "REPLACE"))).isEqualTo("403 IOException");
        assertThat(set("/flags", "user.a", "1", "CREATE").status()).isEqualTo(200);
        assertThat(thrown(set("/flags", "user.a", "2", "CREATE"))).isEqualTo("403 IOException");
        assertThat(set("/flags", "user.a", "2", "replace").status()).isEqualTo(200);
        assertThat(thrown(set("/flags", "user.a", "2", ""))).isEqualTo("400 IllegalArgumentException");
        assertThat(thrown(set("/flags", "a", "2", "CREATE"))).isEqualTo("400 IllegalArgumentException");
        assertThat(thrown(set("/nothing", "user.a", "2", "CREATE"))).isEqualTo("404 FileNotFoundException");
    }

    @Test
    void several_areAskedForByName_listed_andRemoved() {
        metroon.send("PUT", "/v1/fs/several");
        set("/several", "user.a", "1", "CREATE");
        set("/several", "trusted.b", "2", "CREATE");

        assertThat(get("/several", "op=GETXATTRS").json().path("XAttrs")).hasSize(2);
        assertThat(get("/several", "op=GETXATTRS&xattr.name=user.a&xattr.name=trusted.b")
                        .json()
                        .path("XAttrs"))
                .hasSize(2);
        assertThat(thrown(get("/several", "op=GETXATTRS&xattr.name=user.a&xattr.name=user.c")))
                .isEqualTo("403 IOException");
        assertThat(get("/several", "op=LISTXATTRS").text())
                .isEqualTo("{\"XAttrNames\":\"[\\\"trusted.b\\\",\\\"user.a\\\"]\"}");
        String remove = "/webhdfs/v1/several?op=REMOVEXATTR&xattr.name=user.a";
        assertThat(metroon.send("PUT", remove).status()).isEqualTo(200);
        assertThat(thrown(metroon.send("PUT", remove))).isEqualTo("403 IOException");
        assertThat(get("/several", "op=LISTXATTRS").text()).doesNotContain("user.a");
    }

    @Test
    void whatAnotherFacadeKeepsForItself_isNotShown() {
        metroon.send("PUT", "/dav/dead");
        String patch = "<propertyupdate xmlns='DAV:'><set><prop><n xmlns='urn:a'>1</n></prop></set></propertyupdate>";
        metroon.sendOctets("PUT", "/v1/content/dead", new byte[0], "Content-Type", "application/octet-stream");
        metroon.sendOctets("PROPPATCH", "/dav/dead", patch.getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThat(get("/dead", "op=LISTXATTRS").text()).isEqualTo("{\"XAttrNames\":\"[]\"}");
        assertThat(get("/dead", "op=GETXATTRS").text()).isEqualTo("{\"XAttrs\":[]}");
    }
}
