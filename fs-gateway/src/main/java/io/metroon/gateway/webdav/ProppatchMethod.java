package io.metroon.gateway.webdav;

import io.metroon.gateway.Call;
import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.PathDecoder;
import io.metroon.gateway.PathDecoder.Target;
import io.metroon.gateway.Response;
import io.metroon.gateway.Response.Header;
import io.metroon.namespace.Attributes;
import io.metroon.namespace.Attributes.Setting;
import io.metroon.namespace.Command;
import io.metroon.namespace.Condition;
import io.metroon.namespace.ErrorCode;
import io.metroon.namespace.Guard;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.Query;
import io.metroon.namespace.Refusal;
import io.metroon.namespace.Stat;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** PROPPATCH: sets and removes properties, all or none (RFC 4918, 9.2), in one entry of the log. */
final class ProppatchMethod {
    private static final int PROPERTIES_MAX = 1_000;

    private ProppatchMethod() {}

    /** A property to set, or to remove. */
    private record Change(PropertyName name, @Nullable XmlElement value) {}

    static Future<Response> answer(Call call) {
        Target target = PathDecoder.decode(call.tail());
        Guard guard = Requests.guard(call, target.path());
        return call.body(XmlReader.BYTES_MAX, ErrorCode.E2BIG)
                .compose(body -> call.parse(body, () -> changes(body))
                        .compose(changes -> decide(call, target, changes, body, guard)));
    }

    private static List<Change> changes(Buffer body) {
        XmlElement root = XmlReader.read(body);
        if (!root.name().equals(PropertyName.dav("propertyupdate"))) {
            throw HttpErrors.invalid("the body of PROPPATCH is DAV:propertyupdate");
        }
        List<Change> changes = new ArrayList<>();
        for (XmlElement instruction : root.elements()) {
            boolean set = instruction.name().equals(PropertyName.dav("set"));
            if (set || instruction.name().equals(PropertyName.dav("remove"))) {
                add(root, instruction, set, changes);
            }
        }
        if (changes.isEmpty()) {
            throw HttpErrors.invalid("DAV:propertyupdate names no property");
        }
        if (changes.size() > PROPERTIES_MAX) {
            throw HttpErrors.tooMany("properties", PROPERTIES_MAX);
        }
        return changes;
    }

    private static void add(XmlElement root, XmlElement instruction, boolean set, List<Change> changes) {
        XmlElement prop = instruction
                .child("prop")
                .orElseThrow(() -> HttpErrors.invalid("DAV:set and DAV:remove hold one DAV:prop"));
        String language =
                prop.language().or(instruction::language).or(root::language).orElse("");
        for (XmlElement property : prop.elements()) {
            changes.add(new Change(property.name(), set ? inheriting(property, language) : null));
        }
    }

    /** RFC 4918, 4.3: the language in scope is part of the value. */
    private static XmlElement inheriting(XmlElement property, String language) {
        if (language.isEmpty() || property.language().isPresent()) {
            return property;
        }
        List<XmlElement.Attribute> attributes = new ArrayList<>(property.attributes());
        attributes.add(
                new XmlElement.Attribute(new PropertyName("http://www.w3.org/XML/1998/namespace", "lang"), language));
        return new XmlElement(property.name(), attributes, property.children());
    }

    private static Future<Response> decide(Call call, Target target, List<Change> changes, Buffer body, Guard guard) {
        List<PropertyName> forbidden = changes.stream()
                .map(Change::name)
                .filter(ProppatchMethod::isProtected)
                .toList();
        return call.query(new Query.GetStat(target.path(), true, target.mustBeDirectory()))
                .compose(answer -> {
                    Stat stat = Answers.stat(answer);
                    if (!forbidden.isEmpty()) {
                        return Future.succeededFuture(
                                response(stat, target, changes, forbidden, HttpErrors.Status.FORBIDDEN)
                                        .at(answer.revision()));
                    }
                    return apply(call, target, stat, changes, body, guard);
                });
    }

    private static boolean isProtected(PropertyName name) {
        return LiveProperty.of(name).filter(LiveProperty::isProtected).isPresent();
    }

    private static Future<Response> apply(
            Call call, Target target, Stat stat, List<Change> changes, Buffer body, Guard guard) {
        Map<String, Setting> settings = new LinkedHashMap<>();
        Integer mode = null;
        for (Change change : changes) {
            if (change.name().equals(LiveProperty.EXECUTABLE.property())) {
                mode = mode(stat, change.value());
            } else {
                settings.put(
                        DeadProperties.attribute(change.name()),
                        change.value() == null ? new Setting(null) : DeadProperties.setting(change.value()));
            }
        }
        Attributes attributes = new Attributes(mode, null, null, null, null, null, settings, null);
        // Bits of a mode are changed against what they were, so it must still be that.
        Condition condition = mode == null
                ? Condition.NONE
                : new Condition(List.of(new Condition.Tag(stat.inode(), stat.version(), false)), null);
        Command command =
                new Command.SetAttributes(target.path(), true, target.mustBeDirectory(), attributes, condition);
        return call.execute(command, body, guard).map(answer -> applied(answer, target, stat, changes));
    }

    private static int mode(Stat stat, @Nullable XmlElement value) {
        boolean executable = value != null && value.text().strip().equalsIgnoreCase("T");
        return executable ? stat.mode() | LiveProperty.EXECUTE_BITS : stat.mode() & ~LiveProperty.EXECUTE_BITS;
    }

    private static Response applied(Answer answer, Target target, Stat stat, List<Change> changes) {
        if (answer.reply() instanceof Refusal refusal && refusal.code() == ErrorCode.E2BIG) {
            List<PropertyName> set = changes.stream()
                    .filter(change -> change.value() != null)
                    .map(Change::name)
                    .toList();
            return response(stat, target, changes, set, HttpErrors.Status.INSUFFICIENT_STORAGE)
                    .at(answer.revision());
        }
        Answers.found(answer);
        return Requests.placed(response(stat, target, changes, List.of(), HttpErrors.Status.FORBIDDEN), answer);
    }

    /** All done, or the culprits with their status and the others as failed with them. */
    private static Response response(
            Stat stat, Target target, List<Change> changes, List<PropertyName> culprits, HttpErrors.Status status) {
        XmlOutput out = new XmlOutput().root("multistatus").start("response");
        out.text("href", new Shown(target.path(), stat, List.of(), Shown.Quota.UNASKED).href());
        List<PropertyName> others = changes.stream()
                .map(Change::name)
                .filter(name -> !culprits.contains(name))
                .toList();
        propstat(out, culprits, status.line());
        propstat(
                out,
                others,
                culprits.isEmpty() ? HttpErrors.line(Response.OK) : HttpErrors.Status.FAILED_DEPENDENCY.line());
        return new Response(
                Response.MULTI_STATUS,
                Response.NEWEST,
                List.of(new Header(HttpHeaders.CONTENT_TYPE, XmlOutput.MEDIA_TYPE)),
                new Response.Whole(out.end().end().endDocument().take()));
    }

    private static void propstat(XmlOutput out, List<PropertyName> names, String status) {
        if (names.isEmpty()) {
            return;
        }
        out.start("propstat").start("prop");
        names.stream().distinct().forEach(out::empty);
        out.end().text("status", status).end();
    }
}
