package io.metroon.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Walks the list "A create, in six files" of docs/architecture.md, so that it can't rot. */
class ArchitectureTest {
    private static final Path DOCS = Path.of("../../docs");
    private static final Pattern STEP = Pattern.compile("(?m)^\\d\\. \\[`(\\w+)`]\\(([^)]+/java/([^)]+)\\.java)\\)");
    /** A caller, a port or two, an implementation: more would not be the next step any more. */
    private static final int HOPS_MAX = 3;

    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.metroon");

    private record Step(String name, Path file, JavaClass type) {}

    private static List<Step> steps() throws IOException {
        String text = Files.readString(DOCS.resolve("architecture.md"));
        String section = text.substring(text.indexOf("## A create, in six files"), text.indexOf("## Invariants"));
        List<Step> steps = new ArrayList<>();
        for (Matcher step = STEP.matcher(section); step.find(); ) {
            JavaClass type = PRODUCTION.get(step.group(3).replace('/', '.'));
            steps.add(new Step(step.group(1), DOCS.resolve(step.group(2)), type));
        }
        return steps;
    }

    @Test
    void theList_namesSixFilesThatExist() throws IOException {
        assertThat(steps()).hasSize(6).allSatisfy(step -> {
            assertThat(step.file()).exists().hasFileName(step.name() + ".java");
            assertThat(step.type().getSimpleName()).isEqualTo(step.name());
        });
    }

    @Test
    void theList_isAWayThroughTheCode() throws IOException {
        List<Step> steps = steps();
        for (int i = 1; i < steps.size(); i++) {
            // The core is left by an effect, which Replica carries out: there the way goes on from the bridge.
            JavaClass from = steps.get(i).name().equals("Namespace")
                    ? steps.get(1).type()
                    : steps.get(i - 1).type();
            assertThat(isReached(from, steps.get(i).type()))
                    .as("%s leads to %s", from.getSimpleName(), steps.get(i).name())
                    .isTrue();
        }
    }

    private static boolean isReached(JavaClass from, JavaClass to) {
        Set<JavaClass> reached = new HashSet<>(Set.of(from));
        for (int hop = 0; hop < HOPS_MAX && !reached.contains(to); hop++) {
            List<JavaClass> next =
                    reached.stream().flatMap(ArchitectureTest::neighbours).toList();
            reached.addAll(next);
        }
        return reached.contains(to);
    }

    /** What a class uses, and, for a port, what stands behind it. */
    private static Stream<JavaClass> neighbours(JavaClass type) {
        Stream<JavaClass> used = type.getDirectDependenciesFromSelf().stream().map(Dependency::getTargetClass);
        return Stream.concat(used, type.isInterface() ? type.getAllSubclasses().stream() : Stream.empty())
                .filter(other -> other.getPackageName().startsWith("io.metroon"));
    }

    @Test
    void theDocument_linksOnlyToFilesThatExist() throws IOException {
        Matcher link = Pattern.compile("]\\(([^):#]+)\\)").matcher(Files.readString(DOCS.resolve("architecture.md")));
        while (link.find()) {
            assertThat(DOCS.resolve(link.group(1))).exists();
        }
    }
}
