package io.metroon.gateway.webhdfs;

import io.metroon.gateway.Call;
import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.PathDecoder;
import io.metroon.gateway.PercentCoding;
import io.metroon.namespace.FilePath;
import io.metroon.namespace.Name;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as HDFS reads it: names of parameters without regard to case, unknown ones ignored, {@code null} for an absent
 * number, the last of several values where one is asked for.
 */
final class HdfsRequest {
    // The default owner of what nobody claims.
    private static final String NOBODY = "root";

    private static final int STICKY_MODE_MAX = 01777;

    private final Call call;
    private final FilePath path;
    private final Map<String, List<byte[]>> parameters;

    private HdfsRequest(Call call, FilePath path, Map<String, List<byte[]>> parameters) {
        this.call = call;
        this.path = path;
        this.parameters = parameters;
    }

    static HdfsRequest of(Call call) {
        Map<String, List<byte[]>> parameters = new LinkedHashMap<>();
        String query = call.rawQuery();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = text(decode(equals < 0 ? pair : pair.substring(0, equals)));
                byte[] value = decode(equals < 0 ? "" : pair.substring(equals + 1));
                parameters
                        .computeIfAbsent(name.toLowerCase(Locale.ROOT), first -> new ArrayList<>())
                        .add(value);
            }
        }
        return new HdfsRequest(call, PathDecoder.decode(call.tail()).path(), parameters);
    }

    private static byte[] decode(String text) {
        return PercentCoding.decode(text.replace('+', ' '));
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }

    Call call() {
        return call;
    }

    FilePath path() {
        return path;
    }

    /** Who says that he is asking; nobody makes sure. */
    String user() {
        String owner = owner();
        return owner == null ? NOBODY : owner;
    }

    /** The owner of what this request makes, absent when it comes from nobody. */
    @Nullable String owner() {
        String proxied = text("doas", "");
        String user = proxied.isEmpty() ? text("user.name", "") : proxied;
        return user.isEmpty() ? null : user;
    }

    /** All values of a parameter. */
    List<String> all(String name) {
        return parameters.getOrDefault(name, List.of()).stream()
                .map(HdfsRequest::text)
                .toList();
    }

    byte @Nullable [] octets(String name) {
        List<byte[]> values = parameters.get(name);
        return values == null ? null : values.get(values.size() - 1);
    }

    String text(String name, String byDefault) {
        byte[] octets = octets(name);
        return octets == null ? byDefault : text(octets);
    }

    String required(String name) {
        String value = text(name, "");
        if (value.isEmpty()) {
            throw invalid(name, "it is needed");
        }
        return value;
    }

    boolean flag(String name, boolean byDefault) {
        String value = text(name, "").toLowerCase(Locale.ROOT);
        return switch (value) {
            case "", "null" -> byDefault;
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(name, "it is true or false");
        };
    }

    /** A number of any sign. */
    long number(String name, long byDefault) {
        String value = text(name, "");
        if (value.isEmpty() || value.equals("null")) {
            return byDefault;
        }
        if (!value.matches("-?\\d{1,18}")) {
            throw invalid(name, "it is an integer");
        }
        return Long.parseLong(value);
    }

    /** Permission bits in octal digits, the sticky bit included; absent when not given. */
    @Nullable Integer mode() {
        String value = text("permission", "");
        if (value.isEmpty() || value.equals("null")) {
            return null;
        }
        if (!value.matches("[0-7]{1,5}") || Integer.parseInt(value, 8) > STICKY_MODE_MAX) {
            throw invalid("permission", "it is octal, up to 1777");
        }
        return Integer.parseInt(value, 8);
    }

    /** The names of constants, in capitals, which a parameter lists with commas between. */
    List<String> constants(String name) {
        List<String> constants = new ArrayList<>();
        for (String constant : text(name, "").toUpperCase(Locale.ROOT).split(",", -1)) {
            if (!constant.isBlank()) {
                constants.add(constant.strip());
            }
        }
        return constants;
    }

    /** The path that a parameter names. */
    FilePath path(String name) {
        byte[] octets = octets(name);
        return pathOf(name, octets == null ? new byte[0] : octets);
    }

    /** The path that these octets of a parameter are. */
    static FilePath pathOf(String name, byte[] octets) {
        // One character an octet, so that names which are not UTF-8 stay what they are.
        String raw = new String(octets, StandardCharsets.ISO_8859_1);
        if (!raw.startsWith("/")) {
            throw invalid(name, "it is an absolute path");
        }
        List<Name> names = new ArrayList<>();
        String trimmed = raw.length() > 1 && raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
        for (String part :
                trimmed.length() == 1 ? new String[0] : trimmed.substring(1).split("/", -1)) {
            names.add(Name.of(part.getBytes(StandardCharsets.ISO_8859_1)));
        }
        return new FilePath(names);
    }

    /** A path under which HDFS lets something be made: Hadoop's paths can't have a colon in a name. */
    static FilePath requireLegal(FilePath path) {
        if (path.names().stream().anyMatch(name -> name.toString().indexOf(':') >= 0)) {
            throw HttpErrors.invalid("Invalid path name " + path + ": no name has a colon");
        }
        return path;
    }

    static RuntimeException invalid(String name, String reason) {
        return HttpErrors.invalid("Invalid value for webhdfs parameter \"" + name + "\": " + reason);
    }

    /** The URL by which the second step of this request comes, which is marked as HttpFS does. */
    String secondStep() {
        return call.url() + "&data=true";
    }

    /** Whether this is the second step, or the only one of a client that knows there is one server. */
    boolean isSecondStep() {
        return flag("data", false);
    }
}
