package io.metroon.gateway.webdav;

import io.metroon.gateway.Call;
import io.metroon.gateway.ContentRead;
import io.metroon.gateway.ContentWrite;
import io.metroon.gateway.Response;
import io.metroon.namespace.Attributes;
import io.metroon.namespace.Condition;
import io.metroon.namespace.FilePath;
import io.metroon.namespace.Guard;
import io.metroon.namespace.NamespaceService.Answer;
import io.vertx.core.Future;

/** The one place of this façade that reads and writes bytes, which pass as streams. */
final class Contents {
    /** Of every file: what a file holds is not guessed, so that no browser runs it. */
    static final String MEDIA_TYPE = "application/octet-stream";

    private Contents() {}

    /** Looks up a file to be read. */
    static Future<ContentRead> read(Call call, FilePath path) {
        return call.read(path);
    }

    /** An answer of some of its bytes. */
    static Response part(int status, ContentRead content, long first, long length) {
        return Response.measured(status, MEDIA_TYPE, length, out -> content.writeTo(out, first, length));
    }

    /** Writes the request's bytes, as all bytes of a file or those that it says; the file is made if it is missing. */
    static Future<Answer> write(Call call, FilePath path, Attributes attributes, Condition condition, Guard guard) {
        OcChecksum checksum = OcChecksum.of(call.headers().get("OC-Checksum"));
        ContentWrite write =
                call.contentWrite(path, condition).with(attributes).under(guard).checkedBy(checksum::require);
        return call.writeAsAsked(write, new Watched(call.octets(), checksum));
    }
}
