package io.metroon.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import io.metroon.namespace.Command;
import io.metroon.namespace.Namespace;
import io.metroon.namespace.NamespaceStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may see whom. Each rule is shown to hold, and to fail on code that breaks it. */
final class ArchitectureTest {
    private static final JavaClasses PRODUCTION =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("io.metroon.gateway");
    private static final JavaClasses VIOLATIONS = new ClassFileImporter()
            .withImportOption(new OnlyIncludeTests())
            .importPackages("io.metroon.gateway.violations");
    private static final Path SOURCES = Path.of("src", "main", "java", "io", "metroon", "gateway");
    private static final Path VIOLATING_SOURCES =
            Path.of("src", "test", "java", "io", "metroon", "gateway", "violations");
    // A number from 400 to 599 that stands alone, outside a comment or a string.
    private static final Pattern ERROR_STATUS = Pattern.compile("(?<![\\w.\"])[45]\\d\\d(?![\\w.\"L])");

    private static void holdsAndFails(ArchRule rule) {
        rule.check(PRODUCTION);
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> rule.check(VIOLATIONS));
    }

    @Test
    void facades_knowNothingOfEachOther() {
        rulesForFacades("io.metroon.gateway").check(PRODUCTION);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(
                        () -> rulesForFacades("io.metroon.gateway.violations").check(VIOLATIONS));
    }

    private static ArchRule rulesForFacades(String root) {
        return slices().matching(root + ".(*)..").should().notDependOnEachOther();
    }

    @Test
    void sharedClasses_knowNoFacade_butTheGatewayThatPutsThemTogether() {
        holdsAndFails(noClasses()
                .that()
                .resideInAnyPackage("io.metroon.gateway", "io.metroon.gateway.violations")
                .and()
                .doNotHaveFullyQualifiedName(Gateway.class.getName())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.metroon.gateway.rest..",
                        "io.metroon.gateway.webdav..",
                        "io.metroon.gateway.webhdfs..",
                        "io.metroon.gateway.violations.rest.."));
    }

    @Test
    void theGateway_seesTheServiceAndItsVocabulary_nothingBehindIt() {
        holdsAndFails(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.metroon.consensus..", "io.metroon.replica..", "io.metroon.namespace.mapdb..", "org.mapdb..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(NamespaceStore.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Namespace.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Command.Reclaim.class));
    }

    @Test
    void onlyHttpErrors_knowsStatusesOfErrors() throws IOException {
        assertThat(filesThatKnowErrorStatuses(SOURCES)).containsExactly("HttpErrors.java");
        assertThat(filesThatKnowErrorStatuses(VIOLATING_SOURCES)).containsExactly("StatusKnower.java");
    }

    /** Constants are folded into bytecode without a trace, so this reads the sources. */
    private static List<String> filesThatKnowErrorStatuses(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(ArchitectureTest::knowsErrorStatus)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private static boolean knowsErrorStatus(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(String::strip)
                    .filter(line -> !line.startsWith("*") && !line.startsWith("/") && !line.startsWith("import"))
                    .anyMatch(line -> ERROR_STATUS.matcher(line).find());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
