package io.metroon.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What users of the client see names no library. */
class PublicApiTest {
    private static final JavaClasses CLIENT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.metroon.client");

    private static final DescribedPredicate<JavaClass> OF_A_LIBRARY =
            JavaClass.Predicates.resideInAnyPackage("io.vertx..", "io.netty..", "com.fasterxml..");

    @Test
    void publicMethods_giveNoTypeOfALibrary() {
        noMethods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .should()
                .haveRawReturnType(OF_A_LIBRARY)
                .check(CLIENT);
    }

    @Test
    void onlyTheTransport_knowsVertx() {
        noClasses()
                .that()
                .haveSimpleNameNotStartingWith("Vertx")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty..")
                .check(CLIENT);
    }

    @Test
    void theServer_isNotKnown() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.metroon.namespace..", "io.metroon.gateway..", "io.metroon.replica..")
                .check(CLIENT);
    }
}
