package io.metroon.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Renders operations as elements of a batch, and attributes as JSON. */
final class OperationJson implements Operation.Handler<OperationJson> {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonGenerator json;

    private OperationJson(JsonGenerator json) {
        this.json = json;
    }

    /** Writes one JSON document. */
    private interface Document {
        void write(OperationJson to) throws IOException;
    }

    private static byte[] document(Document document) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            document.write(new OperationJson(generator));
        } catch (IOException impossibleInMemory) {
            throw new UncheckedIOException(impossibleInMemory);
        }
        return out.toByteArray();
    }

    /** The body of {@code POST /v1/batch}. */
    static byte[] batch(List<KeyedOperation> operations) {
        return document(to -> {
            to.json.writeStartObject();
            to.json.writeArrayFieldStart("operations");
            for (KeyedOperation keyed : operations) {
                to.json.writeStartObject();
                keyed.operation().dispatch(to);
                to.text("key", keyed.key().isEmpty() ? null : keyed.key());
                to.json.writeEndObject();
            }
            to.json.writeEndArray();
            to.json.writeEndObject();
        });
    }

    /** An object of attributes. */
    static byte[] attributes(Attributes attributes) {
        return document(to -> {
            to.json.writeStartObject();
            to.members(attributes);
            to.json.writeEndObject();
        });
    }

    /** The body of {@code POST /v1/rename}. */
    static byte[] renameBody(Operation.Rename rename) {
        return document(to -> {
            to.json.writeStartObject();
            to.renameMembers(rename);
            to.json.writeEndObject();
        });
    }

    @Override
    public OperationJson create(Operation.Create create) {
        return unchecked(() -> {
            json.writeStringField("op", "create");
            path("path", create.path());
            json.writeStringField("type", create.type().word());
            if (create.type() == EntryType.SYMLINK) {
                octets("target", create.target());
            }
            flag("parents", create.parents());
            text("exists", create.existsOk() ? "ok" : null);
            object(create.attributes());
            demand(create.precondition());
        });
    }

    @Override
    public OperationJson putContent(Operation.PutContent put) {
        return unchecked(() -> {
            json.writeStringField("op", "write");
            path("path", put.path());
            json.writeBinaryField("content", put.content().toBytes());
            object(put.attributes());
            demand(put.precondition());
        });
    }

    @Override
    public OperationJson setAttributes(Operation.SetAttributes set) {
        return unchecked(() -> {
            json.writeStringField("op", "patch");
            path("path", set.path());
            if (!set.follow()) {
                json.writeBooleanField("follow", false);
            }
            object(set.attributes());
            demand(set.precondition());
        });
    }

    @Override
    public OperationJson delete(Operation.Delete delete) {
        return unchecked(() -> {
            json.writeStringField("op", "delete");
            path("path", delete.path());
            flag("recursive", delete.recursive());
            demand(delete.precondition());
        });
    }

    @Override
    public OperationJson rename(Operation.Rename rename) {
        return unchecked(() -> {
            json.writeStringField("op", "rename");
            renameMembers(rename);
        });
    }

    @Override
    public OperationJson getStat(Operation.GetStat get) {
        return unchecked(() -> {
            json.writeStringField("op", "stat");
            path("path", get.path());
            if (!get.follow()) {
                json.writeBooleanField("follow", false);
            }
        });
    }

    /** Writes that cannot fail, the document being in memory. */
    private interface Members {
        void write() throws IOException;
    }

    private OperationJson unchecked(Members members) {
        try {
            members.write();
            return this;
        } catch (IOException impossibleInMemory) {
            throw new UncheckedIOException(impossibleInMemory);
        }
    }

    private void renameMembers(Operation.Rename rename) throws IOException {
        path("from", rename.path());
        path("to", rename.to());
        json.writeStringField("mode", rename.mode().word());
        number("fromVersion", rename.fromVersion() < 0 ? null : rename.fromVersion());
        number("toVersion", rename.toVersion() < 0 ? null : rename.toVersion());
    }

    private void object(Attributes attributes) throws IOException {
        if (!attributes.equals(Attributes.NONE)) {
            json.writeObjectFieldStart("attributes");
            members(attributes);
            json.writeEndObject();
        }
    }

    private void members(Attributes attributes) throws IOException {
        Integer mode = attributes.mode();
        text("mode", mode == null ? null : String.format("%04o", mode));
        text("owner", attributes.owner());
        text("group", attributes.group());
        text("atime", attributes.atime() == null ? null : attributes.atime().toString());
        text("mtime", attributes.mtime() == null ? null : attributes.mtime().toString());
        number("size", attributes.size());
        if (!attributes.xattrs().isEmpty()) {
            json.writeObjectFieldStart("xattrs");
            for (Map.Entry<String, Attributes.Setting> xattr :
                    attributes.xattrs().entrySet()) {
                setting(xattr.getKey(), xattr.getValue());
            }
            json.writeEndObject();
        }
        if (attributes.layout() != null) {
            setting("layout", attributes.layout());
        }
    }

    private void setting(String field, Attributes.Setting setting) throws IOException {
        Octets value = setting.value();
        if (value == null) {
            json.writeNullField(field);
        } else {
            json.writeBinaryField(field, value.toBytes());
        }
    }

    private void demand(Precondition precondition) throws IOException {
        text("ifMatch", precondition.ifMatch());
        text("ifNoneMatch", precondition.ifNoneMatch());
    }

    private void path(String field, MetroonPath path) throws IOException {
        if (path.isUtf8()) {
            json.writeStringField(field, path.toString());
        } else {
            json.writeStringField(field + "Bytes", path.encoded());
        }
    }

    private void octets(String field, Octets octets) throws IOException {
        if (octets.isUtf8()) {
            json.writeStringField(field, octets.toString());
        } else {
            json.writeStringField(field + "Bytes", octets.encoded());
        }
    }

    private void text(String field, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(field, value);
        }
    }

    private void number(String field, @Nullable Long value) throws IOException {
        if (value != null) {
            json.writeNumberField(field, value);
        }
    }

    private void flag(String field, boolean value) throws IOException {
        if (value) {
            json.writeBooleanField(field, true);
        }
    }
}
