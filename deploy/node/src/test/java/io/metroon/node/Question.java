package io.metroon.node;

import io.metroon.namespace.FilePath;
import io.metroon.namespace.ModelTree;
import io.metroon.namespace.Namespace;
import io.metroon.namespace.Query;
import io.metroon.namespace.Refusal;
import io.metroon.namespace.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A question that a namespace and a plain tree answer in the same words. */
sealed interface Question {
    String of(Namespace namespace);

    String of(ModelTree tree);

    private static Reply ask(Namespace namespace, Query query) {
        return namespace.query(query).reply();
    }

    private static String code(Reply reply) {
        return ((Refusal) reply).code().name();
    }

    /**
     * The attributes of an entry.
     *
     * @param path of it
     * @param follow whether through a link
     */
    record OfStat(FilePath path, boolean follow) implements Question {
        @Override
        public String of(Namespace namespace) {
            Reply reply = ask(namespace, new Query.GetStat(path, follow, false));
            return reply instanceof Reply.Stated stated ? ModelTree.line(stated.stat()) : code(reply);
        }

        @Override
        public String of(ModelTree tree) {
            return tree.stat(path, follow);
        }
    }

    /**
     * The bytes of a file.
     *
     * @param path of it
     */
    record OfContent(FilePath path) implements Question {
        @Override
        public String of(Namespace namespace) {
            Reply reply = ask(namespace, new Query.GetContent(path));
            return reply instanceof Reply.Content content ? Arrays.toString(content.bytes()) : code(reply);
        }

        @Override
        public String of(ModelTree tree) {
            return tree.content(path);
        }
    }

    /**
     * All names of a directory, page by page.
     *
     * @param path of it
     * @param limit names on a page
     */
    record OfNames(FilePath path, int limit) implements Question {
        @Override
        public String of(Namespace namespace) {
            List<String> names = new ArrayList<>();
            @Nullable String cursor = null;
            do {
                Reply reply = ask(namespace, new Query.GetPage(path, limit, cursor, null));
                if (!(reply instanceof Reply.Listed page)) {
                    return code(reply);
                }
                page.entries().forEach(entry -> names.add(entry.name().toString()));
                cursor = page.cursor();
            } while (cursor != null);
            return names.toString();
        }

        @Override
        public String of(ModelTree tree) {
            return tree.names(path);
        }
    }
}
