package io.metroon.gateway.webdav;

import java.util.List;
import java.util.Optional;

/**
 * An element of a request's body, with everything in it. Comments and processing instructions are left out.
 *
 * @param name its name
 * @param attributes in document order, namespace declarations apart
 * @param children elements and pieces of text, in document order
 */
record XmlElement(PropertyName name, List<Attribute> attributes, List<Node> children) {
    /** What an element holds. */
    sealed interface Node {}

    /**
     * A piece of text.
     *
     * @param text its characters
     */
    record Text(String text) implements Node {}

    /**
     * An element inside.
     *
     * @param element it
     */
    record Child(XmlElement element) implements Node {}

    /**
     * An attribute.
     *
     * @param name its name
     * @param value its value
     */
    record Attribute(PropertyName name, String value) {}

    /** The elements inside. */
    List<XmlElement> elements() {
        return children.stream()
                .filter(Child.class::isInstance)
                .map(child -> ((Child) child).element())
                .toList();
    }

    /** The first element inside with a name of RFC 4918. */
    Optional<XmlElement> child(String local) {
        PropertyName wanted = PropertyName.dav(local);
        return elements().stream().filter(child -> child.name().equals(wanted)).findFirst();
    }

    /** The text inside, without that of elements. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (Node child : children) {
            if (child instanceof Text piece) {
                text.append(piece.text());
            }
        }
        return text.toString();
    }

    /** The value of {@code xml:lang}, if it has one. */
    Optional<String> language() {
        PropertyName lang = new PropertyName("http://www.w3.org/XML/1998/namespace", "lang");
        return attributes.stream()
                .filter(attribute -> attribute.name().equals(lang))
                .map(Attribute::value)
                .findFirst();
    }
}
