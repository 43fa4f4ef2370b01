package dev.ripcord;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The borders between packages, and the sizes within them. A package missing here, or an import
 * missing here, fails; so does a package listed here that is gone.
 */
class ArchitectureTest {
  private static final String ROOT = "dev.ripcord";
  private static final int CLASSES_AT_LEAST = 60;
  private static final int LONGEST_FILE = 400;
  private static final int MOST_PARAMETERS = 6;

  /** Made by ANTLR at build time: it has no source of ours, and only the borders bind it. */
  private static final String GENERATED = "trigger.grammar";

  /** In the order in which a migration flows. The root may import everything. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          entry("problem", Set.of()),
          entry("sql", Set.of("problem")),
          entry("trigger", Set.of("trigger.grammar", "problem")),
          entry(GENERATED, Set.of()),
          entry("migration", Set.of("trigger", "sql", "problem")),
          entry("schema", Set.of("sql", "problem")),
          entry("plan", Set.of("migration", "schema", "sql", "problem")),
          entry("hazard", Set.of("plan", "migration", "schema", "sql", "problem")),
          entry("secret", Set.of("migration", "problem")),
          entry("exchange", Set.of("secret")),
          entry("hook", Set.of("exchange", "secret", "migration", "plan", "problem")),
          entry("postgres", Set.of("schema", "sql", "problem")),
          entry("metric", Set.of("migration", "postgres", "secret", "exchange", "sql", "problem")),
          entry("watch", Set.of("trigger", "migration", "metric", "problem")),
          entry("journal", Set.of("plan", "postgres", "sql", "problem")),
          entry(
              "execute",
              Set.of("plan", "journal", "postgres", "migration", "schema", "sql", "problem")),
          entry("workload", Set.of("plan", "migration", "schema", "postgres", "sql", "problem")),
          entry(
              "rehearse",
              Set.of(
                  "plan",
                  "hazard",
                  "execute",
                  "workload",
                  "journal",
                  "postgres",
                  "migration",
                  "schema",
                  "sql",
                  "problem")),
          entry(
              "wayback",
              Set.of("plan", "rehearse", "execute", "postgres", "migration", "sql", "problem")),
          entry(
              "escalate",
              Set.of("exchange", "secret", "migration", "plan", "postgres", "sql", "problem")),
          entry(
              "vigil",
              Set.of("watch", "metric", "escalate", "trigger", "migration", "postgres", "problem")),
          entry(
              "recover",
              Set.of("plan", "journal", "postgres", "migration", "schema", "sql", "problem")),
          entry(
              "validate",
              Set.of(
                  "watch",
                  "metric",
                  "exchange",
                  "secret",
                  "journal",
                  "postgres",
                  "plan",
                  "migration",
                  "schema",
                  "sql",
                  "problem")),
          entry("starter", Set.of("schema", "sql", "problem")),
          entry(
              "runbook",
              Set.of(
                  "recover",
                  "trigger",
                  "migration",
                  "plan",
                  "rehearse",
                  "schema",
                  "sql",
                  "problem")),
          entry(
              "run",
              Set.of(
                  "validate",
                  "recover",
                  "vigil",
                  "watch",
                  "trigger",
                  "escalate",
                  "metric",
                  "exchange",
                  "secret",
                  "hook",
                  "wayback",
                  "runbook",
                  "rehearse",
                  "execute",
                  "journal",
                  "postgres",
                  "hazard",
                  "plan",
                  "migration",
                  "schema",
                  "sql",
                  "problem")),
          entry(
              "aftermath",
              Set.of(
                  "run",
                  "validate",
                  "vigil",
                  "watch",
                  "escalate",
                  "metric",
                  "wayback",
                  "runbook",
                  "rehearse",
                  "execute",
                  "journal",
                  "postgres",
                  "hazard",
                  "plan",
                  "migration",
                  "schema",
                  "sql",
                  "problem")));

  private static final Set<String> packages = MAY_IMPORT.keySet();

  @SuppressWarnings("unused") // named by a FieldSource
  private static final Set<String> written =
      packages.stream().filter(name -> !name.equals(GENERATED)).collect(toCollection(TreeSet::new));

  private static final Path SOURCES = Path.of("src/main/java", ROOT.replace('.', '/'));

  /** What a class must be given instead: what it reaches for by itself no test can set. */
  private static final Pattern AMBIENT =
      Pattern.compile(
          "(Instant|Local\\w+|ZonedDateTime|OffsetDateTime)\\.now\\(\\s*\\)|Clock\\.system"
              + "|InstantSource\\.system|System\\.currentTimeMillis|new Random\\(\\s*\\)|Math\\.random"
              + "|ThreadLocalRandom|UUID\\.randomUUID|new SecureRandom|RandomGenerator\\.getDefault");

  /**
   * Who may reach for them, and why: the door hands out the real clock; a scratch server needs a
   * password that nobody can guess; a scratch database needs a name that nobody else has.
   */
  private static final Set<String> MAY_BE_AMBIENT =
      Set.of("Ripcord.java", "Wiring.java", "ScratchServer.java", "OwnedDatabases.java");

  private static final Pattern OUTPUT =
      Pattern.compile("System\\.(out|err)\\b|printStackTrace\\(\\s*\\)");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void everyPackageIsListed() {
    Set<String> seen =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> !name.equals(ROOT))
            .map(name -> name.substring(ROOT.length() + 1))
            .collect(toCollection(TreeSet::new));
    assertThat(seen).isEqualTo(new TreeSet<>(packages));
    assertThat(CLASSES.size()).as("classes seen").isGreaterThanOrEqualTo(CLASSES_AT_LEAST);
  }

  /** Sees types reached without being named, such as {@code proof.plan().migration()}. */
  @ParameterizedTest
  @FieldSource("packages")
  void bytecodeUsesOnlyWhatItMay(String name) {
    String[] allowed =
        Stream.concat(Stream.of(name), mayImport(name).stream())
            .map(each -> ROOT + "." + each)
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage(ROOT + "." + name)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(allowed).or(resideOutsideOfPackage(ROOT + "..")))
        .check(CLASSES);
  }

  /** Sees constants, which the compiler inlines and so hides from the bytecode. */
  @ParameterizedTest
  @FieldSource("written")
  void sourceNamesOnlyWhatItMay(String name) throws IOException {
    Pattern named = Pattern.compile("\\b" + Pattern.quote(ROOT) + "\\.(\\w+)");
    for (Path file : sources(SOURCES.resolve(name))) {
      Set<String> others =
          named
              .matcher(Files.readString(file))
              .results()
              .map(match -> match.group(1))
              .filter(each -> !each.equals(name) && !mayImport(name).contains(each))
              .collect(toCollection(TreeSet::new));
      assertThat(others).as(file.toString()).isEmpty();
    }
  }

  @Test
  void theMatrixHasNoCycle() {
    Set<String> settled = new TreeSet<>();
    boolean moved = true;
    while (moved) {
      moved = false;
      for (Map.Entry<String, Set<String>> each : MAY_IMPORT.entrySet()) {
        if (settled.containsAll(each.getValue()) && settled.add(each.getKey())) {
          moved = true;
        }
      }
    }
    assertThat(settled).isEqualTo(new TreeSet<>(packages));
  }

  @Test
  void onlyPostgresSpeaksJdbc() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".postgres")
        .should()
        .dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql.."))
        .check(CLASSES);
  }

  @Test
  void nobodyGoesBackThroughTheDoor() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT)
        .check(CLASSES);
  }

  @Test
  void nothingPrints() throws IOException {
    assertThat(linesWith(OUTPUT, Set.of())).isEmpty();
  }

  @Test
  void timeAndChanceArePassedIn() throws IOException {
    assertThat(linesWith(AMBIENT, MAY_BE_AMBIENT)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Instant now = Instant.now();",
        "long now = System.currentTimeMillis();",
        "Random random = new Random();",
        "String name = UUID.randomUUID().toString();",
        "System.out.println();",
        "e.printStackTrace();"
      })
  void theTextRulesSeeWhatTheyForbid(String line) {
    assertThat(AMBIENT.matcher(line).find() || OUTPUT.matcher(line).find()).isTrue();
  }

  @Test
  void filesAreSmall() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : sources(SOURCES)) {
      long lines = Files.readAllLines(file).size();
      if (lines > LONGEST_FILE) {
        tooLong.add(file + " has " + lines + " lines");
      }
    }
    assertThat(tooLong).isEmpty();
  }

  /** Records are exempt: they are what the rest is grouped in. */
  @Test
  void constructorsAreSmall() {
    List<String> large =
        CLASSES.stream()
            .filter(
                type -> !type.isRecord() && !type.getModifiers().contains(JavaModifier.SYNTHETIC))
            .flatMap(type -> type.getConstructors().stream())
            .filter(constructor -> constructor.getRawParameterTypes().size() > MOST_PARAMETERS)
            .map(JavaConstructor::getFullName)
            .toList();
    assertThat(large).isEmpty();
  }

  private static Set<String> mayImport(String name) {
    return MAY_IMPORT.getOrDefault(name, Set.of());
  }

  private static List<String> linesWith(Pattern pattern, Set<String> except) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : sources(SOURCES)) {
      if (!except.contains(file.getFileName().toString())) {
        for (String line : Files.readAllLines(file)) {
          if (pattern.matcher(line).find()) {
            found.add(file + ": " + line.strip());
          }
        }
      }
    }
    return found;
  }

  private static List<Path> sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      assertThat(sources).as("sources in " + folder).isNotEmpty();
      return sources;
    }
  }
}
