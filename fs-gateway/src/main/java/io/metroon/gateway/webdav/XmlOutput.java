package io.metroon.gateway.webdav;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes an answer's body with the platform's own StAX writer, a piece at a time: {@link #take} gives what was written
 * since the last time. The prefix {@code D} is that of RFC 4918 throughout. Confined to one event loop.
 */
final class XmlOutput {
    /** The media type of what it writes. */
    static final String MEDIA_TYPE = "application/xml; charset=\"utf-8\"";

    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();
    private static final String PREFIX = "D";

    private final ByteArrayOutputStream octets = new ByteArrayOutputStream(1_024);
    private final XMLStreamWriter out;

    XmlOutput() {
        try {
            out = FACTORY.createXMLStreamWriter(octets, StandardCharsets.UTF_8.name());
        } catch (XMLStreamException e) {
            throw impossible(e);
        }
    }

    private static IllegalStateException impossible(XMLStreamException e) {
        return new IllegalStateException("memory does not fail to be written", e);
    }

    /** One step of writing. */
    @FunctionalInterface
    private interface Step {
        void run() throws XMLStreamException;
    }

    private XmlOutput write(Step step) {
        try {
            step.run();
            return this;
        } catch (XMLStreamException e) {
            throw impossible(e);
        }
    }

    /** Starts a document whose root has a name of RFC 4918. */
    XmlOutput root(String local) {
        return write(() -> {
            out.writeStartDocument("utf-8", "1.0");
            out.writeStartElement(PREFIX, local, PropertyName.DAV);
            out.writeNamespace(PREFIX, PropertyName.DAV);
        });
    }

    /** Starts an element of RFC 4918. */
    XmlOutput start(String local) {
        return write(() -> out.writeStartElement(PREFIX, local, PropertyName.DAV));
    }

    /** Starts an element of any namespace. */
    XmlOutput start(PropertyName name) {
        if (name.namespace().equals(PropertyName.DAV)) {
            return start(name.local());
        }
        return write(() -> {
            if (name.namespace().isEmpty()) {
                out.writeStartElement("", name.local(), "");
            } else {
                out.writeStartElement("x", name.local(), name.namespace());
                out.writeNamespace("x", name.namespace());
            }
        });
    }

    /** Ends the element started last. */
    XmlOutput end() {
        return write(out::writeEndElement);
    }

    /** Ends the document. */
    XmlOutput endDocument() {
        return write(() -> {
            out.writeEndDocument();
            out.flush();
        });
    }

    /** An empty element of RFC 4918. */
    XmlOutput empty(String local) {
        return write(() -> out.writeEmptyElement(PREFIX, local, PropertyName.DAV));
    }

    /** An empty element of any namespace. */
    XmlOutput empty(PropertyName name) {
        return start(name).end();
    }

    /** An element of RFC 4918 that holds text. */
    XmlOutput text(String local, String text) {
        return start(local).text(text).end();
    }

    /** Text; what XML 1.0 has no characters for becomes the replacement character. */
    XmlOutput text(String text) {
        return write(() -> out.writeCharacters(legal(text)));
    }

    private static String legal(String text) {
        boolean clean = text.codePoints().allMatch(XmlOutput::isLegal);
        if (clean) {
            return text;
        }
        StringBuilder legal = new StringBuilder(text.length());
        text.codePoints().forEach(point -> legal.appendCodePoint(isLegal(point) ? point : 0xFFFD));
        return legal.toString();
    }

    // XML 1.0, 2.2.
    private static boolean isLegal(int point) {
        boolean control = point < 0x20 && point != '\t' && point != '\n' && point != '\r';
        boolean surrogate = point >= 0xD800 && point <= 0xDFFF;
        return !control && !surrogate && point != 0xFFFE && point != 0xFFFF;
    }

    /** Octets that are well-formed by themselves: they were written by {@link #standalone} or escaped by a façade. */
    XmlOutput raw(byte[] wellFormed) {
        return write(() -> {
            // Ends the start tag that is still open.
            out.writeCharacters("");
            out.flush();
            octets.writeBytes(wellFormed);
        });
    }

    /** What was written since the last time. */
    Buffer take() {
        write(out::flush);
        Buffer piece = Buffer.buffer(octets.toByteArray());
        octets.reset();
        return piece;
    }

    /** An element as octets that are well-formed wherever they are put: it declares every namespace that it uses. */
    static byte[] standalone(XmlElement element) {
        return standalone(List.of(new XmlElement.Child(element)));
    }

    /** The same of several nodes, one after the other. */
    static byte[] standalone(List<XmlElement.Node> nodes) {
        XmlOutput output = new XmlOutput();
        int[] prefixes = {0};
        nodes.forEach(node -> output.node(node, prefixes));
        try (ByteArrayOutputStream all = output.octets) {
            output.write(output.out::flush);
            return all.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void node(XmlElement.Node node, int[] prefixes) {
        if (node instanceof XmlElement.Text text) {
            text(text.text());
        } else {
            element(((XmlElement.Child) node).element(), prefixes);
        }
    }

    private void element(XmlElement element, int[] prefixes) {
        write(() -> {
            String namespace = element.name().namespace();
            // Each element declares its own, so that no scope has to be kept; no namespace is the empty default.
            String prefix = namespace.isEmpty() ? "" : "n" + prefixes[0]++;
            out.writeStartElement(prefix, element.name().local(), namespace);
            if (namespace.isEmpty()) {
                out.writeDefaultNamespace("");
            } else {
                out.writeNamespace(prefix, namespace);
            }
            for (XmlElement.Attribute attribute : element.attributes()) {
                attribute(attribute, prefixes);
            }
        });
        element.children().forEach(child -> node(child, prefixes));
        end();
    }

    private void attribute(XmlElement.Attribute attribute, int[] prefixes) throws XMLStreamException {
        String namespace = attribute.name().namespace();
        if (namespace.isEmpty()) {
            out.writeAttribute(attribute.name().local(), legal(attribute.value()));
        } else if (namespace.equals("http://www.w3.org/XML/1998/namespace")) {
            out.writeAttribute("xml", namespace, attribute.name().local(), legal(attribute.value()));
        } else {
            String prefix = "n" + prefixes[0]++;
            out.writeNamespace(prefix, namespace);
            out.writeAttribute(prefix, namespace, attribute.name().local(), legal(attribute.value()));
        }
    }
}
