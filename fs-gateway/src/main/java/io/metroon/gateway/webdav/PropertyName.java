package io.metroon.gateway.webdav;

import javax.xml.namespace.QName;

/**
 * The name of a property.
 *
 * @param namespace a URI, empty for none
 * @param local the name within it
 */
record PropertyName(String namespace, String local) {
    /** The namespace of RFC 4918 itself. */
    static final String DAV = "DAV:";

    static PropertyName dav(String local) {
        return new PropertyName(DAV, local);
    }

    static PropertyName of(QName name) {
        return new PropertyName(name.getNamespaceURI(), name.getLocalPart());
    }
}
