package io.metroon.consensus.explore;

import io.metroon.consensus.Hash128;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * 128 bits of an object and all that it refers to, equal for cores that behave alike. Left out is what no step of a search
 * depends on: times, because a search decides itself when a node stands, and what is for times alone; and rules and settings,
 * which never change. Numbers of log records count from the last durable one, since nothing else is ever asked of them.
 */
final class Fingerprint {
    private static final Pattern TIMES = Pattern.compile(".*(At|Since|Due|Until)|now|wallClockMillis");
    private static final Pattern LOG_NUMBERS = Pattern.compile("lsn|.*Lsn");
    private static final Set<String> LEFT_OUT = Set.of(
            "attempt",
            "inFavour",
            "teachers",
            "teacherTurn",
            "fruitless",
            "random",
            "out",
            "settings",
            "rules",
            "recovered",
            "committedTold");
    private static final Map<Class<?>, List<Field>> FIELDS = new ConcurrentHashMap<>();

    private final IdentityHashMap<Object, Integer> seen = new IdentityHashMap<>();
    private final long durableLsn;
    private long high = 0x243F6A8885A308D3L;
    private long low = 0x13198A2E03707344L;

    Fingerprint(long durableLsn) {
        this.durableLsn = durableLsn;
    }

    Hash128 value() {
        return new Hash128(high, low);
    }

    Fingerprint add(long value) {
        high = (high ^ value) * 0x9E3779B97F4A7C15L;
        high ^= high >>> 29;
        low = (low + value) * 0xC2B2AE3D27D4EB4FL;
        low ^= low >>> 31;
        return this;
    }

    Fingerprint add(@Nullable Object value) {
        if (value == null) {
            return add(-1L);
        } else if (value instanceof Number number) {
            return add(number.longValue());
        } else if (value instanceof Boolean truth) {
            return add(truth ? 1L : 2L);
        } else if (value instanceof Enum<?> constant) {
            return add(constant.name());
        } else if (value instanceof String text) {
            return add(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } else if (value instanceof byte[] octets) {
            return add(octets);
        } else if (value instanceof Optional<?> optional) {
            return add(optional.orElse(null));
        } else if (value instanceof Map<?, ?> map) {
            return addMap(map);
        } else if (value instanceof Collection<?> collection) {
            return addCollection(collection);
        }
        return addObject(value);
    }

    private Fingerprint add(byte[] octets) {
        add((long) octets.length);
        for (byte octet : octets) {
            add((long) octet);
        }
        return this;
    }

    private Fingerprint addMap(Map<?, ?> map) {
        add((long) map.size());
        if (map instanceof SortedMap) {
            map.forEach((key, value) -> add(key).add(value));
        } else {
            addInAnyOrder(map.entrySet().stream()
                    .map(entry -> apart().add(entry.getKey()).add(entry.getValue()))
                    .toList());
        }
        return this;
    }

    private Fingerprint addCollection(Collection<?> collection) {
        add((long) collection.size());
        if (collection instanceof Set && !(collection instanceof SortedSet)) {
            addInAnyOrder(collection.stream().map(each -> apart().add(each)).toList());
        } else {
            collection.forEach(this::add);
        }
        return this;
    }

    private Fingerprint apart() {
        return new Fingerprint(durableLsn);
    }

    private void addInAnyOrder(List<Fingerprint> parts) {
        add(parts.stream().mapToLong(part -> part.high).sum());
        add(parts.stream().mapToLong(part -> part.low).sum());
    }

    private Fingerprint addObject(Object object) {
        if (object.getClass().isHidden()) {
            return this; // A lambda: code, not state.
        }
        if (!(object instanceof Record)) {
            Integer before = seen.putIfAbsent(object, seen.size());
            if (before != null) {
                return add((long) before);
            }
        }
        for (Field field : FIELDS.computeIfAbsent(object.getClass(), Fingerprint::fieldsOf)) {
            addField(field, object);
        }
        return this;
    }

    private void addField(Field field, Object object) {
        try {
            if (field.getType() == long.class) {
                long value = field.getLong(object);
                add(LOG_NUMBERS.matcher(field.getName()).matches() ? Math.max(0, value - durableLsn) : value);
            } else {
                add(field.get(object));
            }
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Field> fieldsOf(Class<?> type) {
        if (!type.getName().startsWith("io.metroon.")) {
            throw new IllegalArgumentException("no way to tell the state of a " + type);
        }
        List<Field> fields = new ArrayList<>();
        for (Class<?> at = type; at != null && at != Object.class && at != Record.class; at = at.getSuperclass()) {
            Stream.of(at.getDeclaredFields()).filter(Fingerprint::isState).forEach(fields::add);
        }
        fields.forEach(field -> field.setAccessible(true));
        return fields;
    }

    private static boolean isState(Field field) {
        String name = field.getName();
        return !Modifier.isStatic(field.getModifiers()) && !TIMES.matcher(name).matches() && !LEFT_OUT.contains(name);
    }
}
