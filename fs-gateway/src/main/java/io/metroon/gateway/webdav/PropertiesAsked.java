package io.metroon.gateway.webdav;

import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.Response;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a PROPFIND asks for (RFC 4918, 9.1 and 14.20).
 *
 * @param kind which form it has
 * @param names those named: all of {@code prop}, or those of {@code include}
 */
record PropertiesAsked(Kind kind, Set<PropertyName> names) {
    private static final PropertiesAsked ALL = new PropertiesAsked(Kind.ALLPROP, Set.of());
    private static final int NAMES_MAX = 1_000;

    /** The forms. */
    enum Kind {
        /** Every property but costly ones, and those included by name. */
        ALLPROP,
        /** The names alone. */
        PROPNAME,
        /** Those named. */
        PROP
    }

    /** Reads a body; an empty one asks for all. */
    static PropertiesAsked parse(Buffer body) {
        if (body.length() == 0) {
            return ALL;
        }
        XmlElement root = XmlReader.read(body);
        if (!root.name().equals(PropertyName.dav("propfind"))) {
            throw HttpErrors.invalid("the body of PROPFIND is DAV:propfind");
        }
        Optional<XmlElement> prop = root.child("prop");
        boolean names = root.child("propname").isPresent();
        boolean all = root.child("allprop").isPresent();
        if ((prop.isPresent() ? 1 : 0) + (names ? 1 : 0) + (all ? 1 : 0) != 1) {
            throw HttpErrors.invalid("DAV:propfind holds one of DAV:prop, DAV:propname, DAV:allprop");
        }
        if (names) {
            return new PropertiesAsked(Kind.PROPNAME, Set.of());
        }
        return all
                ? new PropertiesAsked(Kind.ALLPROP, named(root.child("include")))
                : new PropertiesAsked(Kind.PROP, named(prop));
    }

    private static Set<PropertyName> named(Optional<XmlElement> holder) {
        Set<PropertyName> names = new LinkedHashSet<>();
        holder.ifPresent(element -> element.elements().forEach(child -> names.add(child.name())));
        if (names.size() > NAMES_MAX) {
            throw HttpErrors.tooMany("properties", NAMES_MAX);
        }
        return names;
    }

    /** Whether a property will be shown. */
    boolean asks(LiveProperty property) {
        return switch (kind) {
            case ALLPROP -> property.isInAllprop() || names.contains(property.property());
            case PROPNAME -> false;
            case PROP -> names.contains(property.property());
        };
    }

    /** Writes the {@code DAV:response} of an entry. */
    void write(Shown shown, XmlOutput out) {
        Map<PropertyName, byte[]> dead = DeadProperties.of(shown.stat().xattrs());
        out.start("response").text("href", shown.href());
        List<PropertyName> missing = new ArrayList<>();
        out.start("propstat").start("prop");
        switch (kind) {
            case ALLPROP, PROPNAME -> writeAll(shown, dead, out);
            case PROP -> names.forEach(name -> writeNamed(name, shown, dead, out, missing));
        }
        names.stream()
                .filter(name -> kind == Kind.ALLPROP && isQuota(name))
                .forEach(name -> writeNamed(name, shown, dead, out, missing));
        out.end().text("status", HttpErrors.line(Response.OK)).end();
        if (!missing.isEmpty()) {
            out.start("propstat").start("prop");
            missing.forEach(out::empty);
            out.end().text("status", HttpErrors.Status.NOT_FOUND.line()).end();
        }
        out.end();
    }

    private static boolean isQuota(PropertyName name) {
        return LiveProperty.of(name).filter(LiveProperty::isQuota).isPresent();
    }

    private void writeAll(Shown shown, Map<PropertyName, byte[]> dead, XmlOutput out) {
        for (LiveProperty property : LiveProperty.values()) {
            boolean overridden = dead.containsKey(property.property());
            if (property.isInAllprop() && property.has(shown) && !overridden) {
                writeLive(property, shown, out);
            }
        }
        dead.forEach((name, element) -> {
            if (kind == Kind.PROPNAME) {
                out.empty(name);
            } else {
                out.raw(element);
            }
        });
    }

    private void writeLive(LiveProperty property, Shown shown, XmlOutput out) {
        out.start(property.property());
        if (kind != Kind.PROPNAME) {
            property.write(shown, out);
        }
        out.end();
    }

    private void writeNamed(
            PropertyName name, Shown shown, Map<PropertyName, byte[]> dead, XmlOutput out, List<PropertyName> missing) {
        byte[] element = dead.get(name);
        Optional<LiveProperty> live = LiveProperty.of(name).filter(property -> property.has(shown));
        if (element != null) {
            out.raw(element);
        } else if (live.isPresent()) {
            writeLive(live.get(), shown, out);
        } else {
            missing.add(name);
        }
    }
}
