package io.metroon.node;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A reply as a client hears it, comparable.
 *
 * @param revision at which it was decided
 * @param replayed whether it was an earlier answer
 * @param reply all of it, written out
 */
record Heard(long revision, boolean replayed, String reply) {

    /** A value written out: octets and records too, whose own equality goes by identity of arrays. */
    static String show(@Nullable Object value) {
        if (value instanceof byte[] octets) {
            return HexFormat.of().formatHex(octets);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Heard::show).toList().toString();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, String> shown = new TreeMap<>();
            map.forEach((key, of) -> shown.put(show(key), show(of)));
            return shown.toString();
        }
        return value instanceof Record fields ? showRecord(fields) : String.valueOf(value);
    }

    private static String showRecord(Record fields) {
        return Arrays.stream(fields.getClass().getRecordComponents())
                .map(component -> component.getName() + "=" + show(read(component, fields)))
                .collect(Collectors.joining(" ", fields.getClass().getSimpleName() + "(", ")"));
    }

    private static Object read(RecordComponent component, Record of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record shows its components", e);
        }
    }
}
