package io.metroon.gateway.webdav;

import io.metroon.gateway.HiddenAttributes;
import io.metroon.namespace.Attributes.Setting;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Properties that this service keeps and does not understand (RFC 4918, 4.1), each as a hidden extended attribute: so they
 * are part of the entry, move and are copied with it, and share the bound of its attributes. The attribute's name is a
 * hash, since a property's is of any length; its value is {@code namespace NUL local NUL element}, the element as XML that
 * is well-formed by itself.
 */
final class DeadProperties {
    private static final String PREFIX = HiddenAttributes.PREFIX + "dav.";

    private DeadProperties() {}

    /** The name of the attribute that holds a property. */
    static String attribute(PropertyName name) {
        byte[] hash = sha256().digest((name.namespace() + '\0' + name.local()).getBytes(StandardCharsets.UTF_8));
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** What the attribute is set to. */
    static Setting setting(XmlElement property) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        value.writeBytes(
                (property.name().namespace() + '\0' + property.name().local() + '\0').getBytes(StandardCharsets.UTF_8));
        value.writeBytes(XmlOutput.standalone(property));
        return new Setting(value.toByteArray());
    }

    /** The properties among an entry's attributes: their elements by name. */
    static Map<PropertyName, byte[]> of(Map<String, byte[]> attributes) {
        if (attributes.isEmpty()) {
            return Map.of();
        }
        Map<PropertyName, byte[]> properties = new LinkedHashMap<>();
        attributes.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                put(value, properties);
            }
        });
        return properties;
    }

    private static void put(byte[] value, Map<PropertyName, byte[]> properties) {
        int first = indexOfNul(value, 0);
        int second = indexOfNul(value, first + 1);
        PropertyName name = new PropertyName(
                new String(value, 0, first, StandardCharsets.UTF_8),
                new String(value, first + 1, second - first - 1, StandardCharsets.UTF_8));
        properties.put(name, Arrays.copyOfRange(value, second + 1, value.length));
    }

    private static int indexOfNul(byte[] value, int from) {
        int at = from;
        while (at < value.length && value[at] != 0) {
            at++;
        }
        return at;
    }
}
