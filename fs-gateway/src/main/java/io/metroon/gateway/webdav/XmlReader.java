package io.metroon.gateway.webdav;

import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.webdav.XmlElement.Attribute;
import io.metroon.gateway.webdav.XmlElement.Child;
import io.metroon.gateway.webdav.XmlElement.Node;
import io.metroon.gateway.webdav.XmlElement.Text;
import io.vertx.core.buffer.Buffer;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads a body with the platform's own StAX reader, and bounds what it may hold: no document type, so no entities of any
 * kind; {@value #DEPTH_MAX} levels; {@value #ELEMENTS_MAX} elements; {@value #ATTRIBUTES_MAX} attributes an element. What is
 * not well-formed, or names a prefix that is not bound, is refused.
 */
final class XmlReader {
    /** The largest body, in octets. */
    static final int BYTES_MAX = 1 << 20;

    static final int DEPTH_MAX = 64;
    static final int ELEMENTS_MAX = 4_000;
    static final int ATTRIBUTES_MAX = 64;

    private static final XMLInputFactory FACTORY = factory();

    private final XMLStreamReader in;
    private int elements;

    private XmlReader(XMLStreamReader in) {
        this.in = in;
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("external entities are not resolved");
        });
        return factory;
    }

    /** The root element of a document. Refused when it is malformed or beyond the bounds. */
    static XmlElement read(Buffer body) {
        try {
            XMLStreamReader in = FACTORY.createXMLStreamReader(new StringReader(text(body)));
            return new XmlReader(in).document();
        } catch (CharacterCodingException e) {
            throw HttpErrors.invalid("the body is neither UTF-8 nor UTF-16");
        } catch (XMLStreamException e) {
            throw HttpErrors.invalid("the body is not well-formed XML: " + firstLine(e));
        }
    }

    /** RFC 4918, 19: UTF-8, or UTF-16 with its mark. */
    private static String text(Buffer body) throws CharacterCodingException {
        boolean wide = body.length() >= 2 && (body.getUnsignedShort(0) == 0xFEFF || body.getUnsignedShort(0) == 0xFFFE);
        Charset charset = wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
        String text =
                charset.newDecoder().decode(ByteBuffer.wrap(body.getBytes())).toString();
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    private static String firstLine(XMLStreamException e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    private XmlElement document() throws XMLStreamException {
        XmlElement root = null;
        while (in.hasNext()) {
            int event = in.next();
            if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw HttpErrors.invalid("a document type or an entity is not taken");
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                root = element(1);
            }
        }
        if (root == null) {
            throw HttpErrors.invalid("the body has no element");
        }
        return root;
    }

    private XmlElement element(int depth) throws XMLStreamException {
        requireBounds(depth);
        PropertyName name = PropertyName.of(in.getName());
        List<Attribute> attributes = attributes();
        List<Node> children = new ArrayList<>();
        for (int event = in.next(); event != XMLStreamConstants.END_ELEMENT; event = in.next()) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> children.add(new Child(element(depth + 1)));
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    children.add(new Text(in.getText()));
                case XMLStreamConstants.ENTITY_REFERENCE -> throw HttpErrors.invalid("an entity is not taken");
                default -> {
                    // Comments and processing instructions mean nothing here.
                }
            }
        }
        return new XmlElement(name, attributes, children);
    }

    private void requireBounds(int depth) {
        elements++;
        if (depth > DEPTH_MAX) {
            throw HttpErrors.invalid("the body has more than " + DEPTH_MAX + " levels");
        }
        if (elements > ELEMENTS_MAX) {
            throw HttpErrors.tooMany("elements", ELEMENTS_MAX);
        }
        if (in.getAttributeCount() > ATTRIBUTES_MAX || in.getNamespaceCount() > ATTRIBUTES_MAX) {
            throw HttpErrors.tooMany("attributes of an element", ATTRIBUTES_MAX);
        }
        for (int i = 0; i < in.getNamespaceCount(); i++) {
            // Namespaces in XML 1.0, 5: a prefix is never bound to nothing.
            String uri = in.getNamespaceURI(i);
            if (in.getNamespacePrefix(i) != null && (uri == null || uri.isEmpty())) {
                throw HttpErrors.invalid("a namespace prefix is bound to nothing");
            }
        }
    }

    private List<Attribute> attributes() {
        List<Attribute> attributes = new ArrayList<>(in.getAttributeCount());
        for (int i = 0; i < in.getAttributeCount(); i++) {
            attributes.add(new Attribute(PropertyName.of(in.getAttributeName(i)), in.getAttributeValue(i)));
        }
        return attributes;
    }
}
