package io.metroon.gateway.webhdfs;

import io.metroon.gateway.HiddenAttributes;
import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.Json;
import io.metroon.gateway.Response;
import io.metroon.namespace.Attributes;
import io.metroon.namespace.Attributes.Setting;
import io.metroon.namespace.Command;
import io.metroon.namespace.Condition;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.Query;
import io.metroon.namespace.Stat;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Extended attributes, which are those of the other façades under the same names. Whether one has to be there, or must not
 * be, is decided in the same entry of the log as the change: by the version of the entry that was looked at.
 */
final class XattrOperations {
    private static final Pattern NAME = Pattern.compile("(?i)(user|trusted|security|system|raw)\\..+");

    private XattrOperations() {}

    static Future<Response> get(HdfsRequest request) {
        List<String> names = request.all("xattr.name");
        names.forEach(XattrOperations::requireLegal);
        XattrCoding coding = XattrCoding.named(request.text("encoding", ""));
        return shown(request, answer -> {
            Map<String, byte[]> xattrs = visible(Answers.stat(answer));
            if (!xattrs.keySet().containsAll(names)) {
                throw Answers.failed("At least one of the attributes provided was not found.");
            }
            if (!names.isEmpty()) {
                xattrs.keySet().retainAll(names);
            }
            return document(xattrs, coding);
        });
    }

    private static Response document(Map<String, byte[]> xattrs, XattrCoding coding) {
        return Answers.document(json -> {
            json.writeArrayFieldStart("XAttrs");
            for (Map.Entry<String, byte[]> xattr : xattrs.entrySet()) {
                json.writeStartObject();
                json.writeStringField("name", xattr.getKey());
                json.writeStringField("value", coding.encode(xattr.getValue()));
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /** The list is a string that holds a JSON array: so it is in HDFS. */
    static Future<Response> list(HdfsRequest request) {
        return shown(request, answer -> Answers.text("XAttrNames", names(visible(Answers.stat(answer)))));
    }

    private static String names(Map<String, byte[]> xattrs) {
        return Json.document(json -> {
                    json.writeStartArray();
                    for (String name : xattrs.keySet()) {
                        json.writeString(name);
                    }
                    json.writeEndArray();
                })
                .toString();
    }

    /** Makes an answer of an entry's stat. */
    private interface View {
        Response of(Answer answer);
    }

    private static Future<Response> shown(HdfsRequest request, View view) {
        return request.call()
                .query(new Query.GetStat(request.path(), true, false))
                .map(answer -> view.of(answer).at(answer.revision()));
    }

    private static Map<String, byte[]> visible(Stat stat) {
        Map<String, byte[]> xattrs = new TreeMap<>(stat.xattrs());
        xattrs.keySet().removeIf(HiddenAttributes::has);
        return xattrs;
    }

    private static String requireLegal(String name) {
        if (!NAME.matcher(name).matches()) {
            throw HttpErrors.invalid("An XAttr name must be prefixed with user/trusted/security/system/raw, followed by"
                    + " a '.': " + name);
        }
        return name;
    }

    static Future<Response> set(HdfsRequest request) {
        String name = requireLegal(request.required("xattr.name"));
        byte[] value = XattrCoding.decode(request.text("xattr.value", ""));
        List<String> flags = request.constants("flag");
        boolean create = flags.contains("CREATE");
        boolean replace = flags.contains("REPLACE");
        if (!create && !replace) {
            throw HdfsRequest.invalid("flag", "it is CREATE, REPLACE or both");
        }
        return change(request, name, new Setting(value), there -> requireWanted(there, create, replace, name));
    }

    private static void requireWanted(boolean there, boolean create, boolean replace, String name) {
        if (there && !replace) {
            throw Answers.failed("XAttr: " + name + " already exists. The REPLACE flag must be specified.");
        }
        if (!there && !create) {
            throw Answers.failed("XAttr: " + name + " does not exist. The CREATE flag must be specified.");
        }
    }

    static Future<Response> remove(HdfsRequest request) {
        String name = requireLegal(request.required("xattr.name"));
        return change(request, name, new Setting(null), there -> {
            if (!there) {
                throw Answers.failed("No matching attributes found for remove operation");
            }
        });
    }

    /** Refuses a change by whether the attribute is there. */
    private interface Check {
        void pass(boolean there);
    }

    private static Future<Response> change(HdfsRequest request, String name, Setting setting, Check check) {
        return request.call()
                .query(new Query.GetStat(request.path(), true, false))
                .compose(answer -> {
                    Stat stat = Answers.stat(answer);
                    check.pass(stat.xattrs().containsKey(name));
                    Condition unchanged =
                            new Condition(List.of(new Condition.Tag(stat.inode(), stat.version(), false)), null);
                    Attributes attributes =
                            new Attributes(null, null, null, null, null, null, Map.of(name, setting), null);
                    Command command = new Command.SetAttributes(request.path(), true, false, attributes, unchanged);
                    return TreeOperations.execute(request.call(), command);
                })
                .map(answer -> {
                    Answers.stat(answer);
                    return TreeOperations.placed(Answers.empty(), answer);
                });
    }
}
