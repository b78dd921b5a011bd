package io.metroon.gateway.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.metroon.gateway.HiddenAttributes;
import io.metroon.gateway.HttpErrors;
import io.metroon.namespace.Attributes;
import io.metroon.namespace.Attributes.Setting;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Attributes in a request, as a JSON merge patch (RFC 7396): what is named is set, and {@code null} removes what can be
 * absent, which is a layout or one extended attribute.
 */
final class AttributesJson {
    private static final Set<String> MEMBERS =
            Set.of("mode", "owner", "group", "atime", "mtime", "size", "xattrs", "layout");

    private AttributesJson() {}

    /** The attributes in a body; none when it is empty. */
    static Attributes parse(Buffer body) {
        return body.length() == 0 ? Attributes.NONE : of(Members.parse(body, MEMBERS));
    }

    /** The attributes in a member of a body; none when it is not there. */
    static Attributes of(@Nullable JsonNode value, String name) {
        return value == null ? Attributes.NONE : of(Members.of(value, "member \"" + name + "\"", MEMBERS));
    }

    private static Attributes of(Members members) {
        return new Attributes(
                mode(members),
                members.text("owner"),
                members.text("group"),
                time(members, "atime"),
                time(members, "mtime"),
                members.count("size"),
                xattrs(members),
                layout(members));
    }

    private static @Nullable Integer mode(Members members) {
        String text = members.text("mode");
        if (text == null) {
            return null;
        }
        if (!text.matches("0?[0-7]{1,4}")) {
            throw HttpErrors.invalid("member \"mode\" must be octal digits, such as \"0644\"");
        }
        return Integer.parseInt(text, 8);
    }

    private static @Nullable Long time(Members members, String name) {
        String text = members.text(name);
        return text == null ? null : Timestamps.parse(name, text);
    }

    private static Map<String, Setting> xattrs(Members members) {
        JsonNode value = members.value("xattrs");
        if (value == null) {
            return Map.of();
        }
        if (!value.isObject()) {
            throw HttpErrors.invalid("member \"xattrs\" must be an object; null removes one attribute, by its name");
        }
        value.fieldNames().forEachRemaining(AttributesJson::requireShown);
        Map<String, Setting> settings = new LinkedHashMap<>();
        value.properties().forEach(xattr -> settings.put(xattr.getKey(), setting(xattr.getKey(), xattr.getValue())));
        return settings;
    }

    private static void requireShown(String name) {
        if (HiddenAttributes.has(name)) {
            throw HttpErrors.invalid("extended attributes whose names begin with \"" + HiddenAttributes.PREFIX
                    + "\" are kept for others");
        }
    }

    private static @Nullable Setting layout(Members members) {
        JsonNode value = members.value("layout");
        return value == null ? null : setting("layout", value);
    }

    private static Setting setting(String name, JsonNode value) {
        return new Setting(value.isNull() ? null : Members.base64(name, value));
    }
}
