package io.metroon.consensus;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The core knows no time, thread, file, socket, logger or chance but what it is given. */
class PurityTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.metroon.consensus");
    private static final JavaClasses IMPURE = new ClassFileImporter().importPackages("io.metroon.consensus.impure");
    private static final Set<String> CLOCKS =
            Set.of("currentTimeMillis", "nanoTime", "getenv", "getProperty", "identityHashCode");

    static Set<ArchRule> rules() {
        ArchRule clocks = noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "reads a clock or the surroundings",
                        (JavaMethodCall call) ->
                                call.getTargetOwner().isEquivalentTo(System.class) && CLOCKS.contains(call.getName())));
        ArchRule threads = noClasses().should().dependOnClassesThat().areAssignableTo(Thread.class);
        ArchRule chance = noClasses().should().callConstructor(Random.class);
        return Set.of(clocks, threads, chance);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theCoreKeepsTheRule(ArchRule rule) {
        rule.check(CORE);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theRuleBites(ArchRule rule) {
        assertThat(rule.evaluate(IMPURE).hasViolation()).isTrue();
    }

    @org.junit.jupiter.api.Test
    void theCoreDependsOnTheJdkAlone_andNotOnItsFilesSocketsClocksOrConcurrency() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..",
                        "java.nio..",
                        "java.net..",
                        "java.time..",
                        "java.util.concurrent..",
                        "java.util.logging..")
                .check(CORE);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("java..", "io.metroon.consensus..", "org.jspecify..")
                .check(CORE);
    }
}
