package org.collegium.scenarios;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** DESIGN.md, section 2, as tests; all four modules are looked at. */
@AnalyzeClasses(packages = "org.collegium", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {
  private static final String PEKKO = "org.apache.pekko..";
  private static final List<String> PEKKO_PACKAGES = List.of("actor", "cluster", "log");

  /** What a pure core is made of: no actor, no file, no clock. */
  private static final String[] CORES = {
    "org.collegium.agents.core..",
    "org.collegium.agents.context..",
    "org.collegium.agents.dialect..",
    "org.collegium.agents.identity..",
    "org.collegium.agents.memory..",
    "org.collegium.agents.world..",
    "org.collegium.organization.orchestrator..",
    "org.collegium.organization.rounds..",
    "org.collegium.organization.topology..",
    "org.collegium.scenarios.frontdesk..",
    "org.collegium.scenarios.measure..",
    "org.collegium.scenarios.statistics..",
  };

  @ArchTest
  static final ArchRule NO_FLOOR_KNOWS_A_HIGHER_ONE =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("model-host").definedBy("org.collegium.modelhost..")
          .layer("agents").definedBy("org.collegium.agents..")
          .layer("organization").definedBy("org.collegium.organization..")
          .layer("scenarios").definedBy("org.collegium.scenarios..")
          .whereLayer("scenarios").mayNotBeAccessedByAnyLayer()
          .whereLayer("organization").mayOnlyBeAccessedByLayers("scenarios")
          .whereLayer("agents").mayOnlyBeAccessedByLayers("organization", "scenarios")
          .whereLayer("model-host").mayOnlyBeAccessedByLayers("agents", "organization", "scenarios");

  @ArchTest
  static final ArchRule NO_PACKAGE_CYCLE =
      slices().matching("org.collegium.(*).(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NATIVE_ARRAYS_STAY_IN_THE_MODEL_HOST =
      noClasses().that().resideOutsideOfPackage("org.collegium.modelhost..")
          .should().dependOnClassesThat().resideInAPackage("ai.djl..");

  @ArchTest
  static final ArchRule KAMON_STAYS_IN_TELEMETRY =
      noClasses().that().resideOutsideOfPackage("org.collegium.scenarios.telemetry..")
          .should().dependOnClassesThat().resideInAPackage("kamon..");

  @ArchTest
  static final ArchRule PEKKO_STAYS_IN_SHELLS =
      noClasses().that(areNoShells()).should().dependOnClassesThat().resideInAPackage(PEKKO);

  @ArchTest
  static final ArchRule CORES_HAVE_NO_CLOCK_AND_NO_HIDDEN_CHANCE =
      noClasses().that().resideInAnyPackage(CORES)
          .should().dependOnClassesThat().areAssignableTo(Random.class)
          .orShould().dependOnClassesThat().areAssignableTo(UUID.class)
          .orShould().dependOnClassesThat().haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
          .orShould().dependOnClassesThat().haveFullyQualifiedName("java.time.Instant")
          .orShould().dependOnClassesThat().haveFullyQualifiedName("java.time.Clock")
          .orShould().callMethod(System.class, "nanoTime")
          .orShould().callMethod(System.class, "currentTimeMillis")
          .orShould().callMethod(Math.class, "random");

  /** Replay runs the cores, and says what it found in an order that must be the same each time. */
  @ArchTest
  static final ArchRule CORES_HAVE_NO_UNORDERED_MAP =
      noClasses().that().resideInAnyPackage(CORES).or().resideInAPackage("org.collegium.organization.replay..")
          .should(UnorderedCollections.beMade());

  @ArchTest
  static final ArchRule CORES_TOUCH_NO_FILE =
      noClasses().that().resideInAnyPackage(CORES)
          .should().dependOnClassesThat().haveFullyQualifiedName("java.nio.file.Files")
          .orShould().dependOnClassesThat().resideInAPackage("java.net..");

  @ArchTest
  static final ArchRule PACKAGES_ARE_CAPABILITIES =
      noClasses().should().resideInAnyPackage("..util..", "..impl..", "..dto..", "..manager..", "..helper..");

  @ArchTest
  static final ArchRule EXCEPTIONS_SAY_SO =
      classes().that().areAssignableTo(Throwable.class).should().haveSimpleNameEndingWith("Exception")
          .orShould().bePrivate();

  private static DescribedPredicate<JavaClass> areNoShells() {
    return DescribedPredicate.describe(
        "are neither named *Actor nor in a package actor, cluster or log",
        type -> !outermost(type).getSimpleName().endsWith("Actor")
            && Collections.disjoint(PEKKO_PACKAGES, List.of(type.getPackageName().split("\\.", -1))));
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(HouseRulesTest::outermost).orElse(type);
  }
}
