package io.metroon.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metroon.client.MetroonPath;
import io.metroon.client.Octets;
import java.io.PrintStream;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** Standard output, for people or for machines. */
public final class Printing {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Terminal terminal;

    @Option(names = "--json", description = "Print JSON, one document a line.")
    private boolean json;

    Printing(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Whether JSON is wanted. */
    public boolean isJson() {
        return json;
    }

    /** Standard output. */
    public PrintStream out() {
        return terminal.out();
    }

    /** Prints a document on one line, when JSON is wanted. */
    public void json(Consumer<ObjectNode> fill) {
        if (json) {
            ObjectNode document = JSON.createObjectNode();
            fill.accept(document);
            print(document);
        }
    }

    private void print(ObjectNode document) {
        try {
            terminal.out().println(JSON.writeValueAsString(document));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Prints a line for people, unless JSON is wanted. */
    public void line(String text) {
        if (!json) {
            terminal.out().println(text);
        }
    }

    /** Prints a line with a name or path in it, octet by octet, unless JSON is wanted. */
    public void line(String before, Octets name, String after) {
        if (!json) {
            terminal.out().print(before);
            octets(name);
            terminal.out().println(after);
        }
    }

    /** On a screen, control characters in names could do anything; they show as question marks there. */
    private void octets(Octets name) {
        byte[] octets = name.toBytes();
        for (int i = 0; terminal.outIsScreen() && i < octets.length; i++) {
            octets[i] = (octets[i] >= 0 && octets[i] < ' ') || octets[i] == 0x7F ? (byte) '?' : octets[i];
        }
        terminal.out().write(octets, 0, octets.length);
    }

    /** Prints a path on a line, octet by octet, unless JSON is wanted. */
    public void line(MetroonPath path) {
        line("", Octets.ofEncoded(path.encoded()), "");
    }
}
