package io.metroon.node.command;

import java.util.List;
import java.util.Map;

/** A command's result, for a person and for a program. */
interface Report {
    /** Lines to print. */
    List<String> lines();

    /** The same as a JSON object. */
    Map<String, Object> json();
}
