package io.metroon.node;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may see whom, over all modules: here every layer is on the class path. */
class LayersTest {
    private static final String CONSENSUS = "io.metroon.consensus..";
    private static final String REPLICA = "io.metroon.replica..";
    private static final String NAMESPACE = "io.metroon.namespace..";
    private static final String MAPDB = "io.metroon.namespace.mapdb..";
    private static final String GATEWAY = "io.metroon.gateway..";
    private static final String CONTENT = "io.metroon.content..";
    private static final String S3 = "io.metroon.content.s3..";
    private static final String CLIENT = "io.metroon.client..";
    private static final String CLI = "io.metroon.cli..";
    private static final String NODE = "io.metroon.node..";

    // The simulator is a test: it runs what the core and the shell around it do together.
    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/simulator/"))
            .importPackages("io.metroon");
    private static final JavaClasses OUT_OF_LAYER = new ClassFileImporter()
            .withImportOption(location -> location.contains("/outoflayer/"))
            .importPackages("io.metroon");

    static List<ArchRule> rules() {
        return List.of(
                nobodyIn(CONSENSUS).sees(REPLICA, NAMESPACE, GATEWAY, CLIENT, CLI, NODE, "io.vertx..", "org.mapdb.."),
                nobodyIn(REPLICA).sees(NAMESPACE, GATEWAY, CLIENT, CLI, NODE, "org.mapdb.."),
                nobodyIn(NAMESPACE).sees(CONSENSUS, REPLICA, GATEWAY, CLIENT, CLI, NODE, "io.vertx.."),
                nobodyIn(CONTENT).sees(CONSENSUS, REPLICA, MAPDB, GATEWAY, CLIENT, CLI, NODE, "io.vertx.."),
                nobodyIn(GATEWAY).sees(CONSENSUS, REPLICA, MAPDB, CLIENT, CLI, NODE),
                nobodyIn(CLIENT, CLI).sees(CONSENSUS, REPLICA, NAMESPACE, CONTENT, GATEWAY),
                nobodyIn(CONSENSUS, REPLICA, NAMESPACE, GATEWAY, CLIENT, CLI).sees(NODE),
                noClasses()
                        .that()
                        .resideOutsideOfPackage(MAPDB)
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.mapdb.."),
                noClasses()
                        .that()
                        .resideOutsideOfPackage(S3)
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("software.amazon.."));
    }

    private static Room nobodyIn(String... packages) {
        return new Room(packages);
    }

    private record Room(String... packages) {
        ArchRule sees(String... others) {
            return noClasses()
                    .that()
                    .resideInAnyPackage(packages)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others);
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyModuleKeepsTheRule(ArchRule rule) {
        rule.check(PRODUCTION);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theRuleBites(ArchRule rule) {
        assertThat(rule.evaluate(OUT_OF_LAYER).hasViolation()).isTrue();
    }
}
