package io.metroon.node.local;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Examines this machine and a local cluster; changes nothing but a temporary file. */
public final class Doctor {
    private Doctor() {}

    /** What was found, in the order it was looked for. */
    public static List<Finding> examine(ClusterDirectory directory) throws IOException {
        List<Finding> findings = new ArrayList<>(new MachineExamination(directory.path()).findings());
        findings.addAll(new ClusterExamination(directory).findings());
        return findings;
    }
}
