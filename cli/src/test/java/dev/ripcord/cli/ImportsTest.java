package dev.ripcord.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The command line goes through the door; beyond it, it knows results and their renderings. */
class ImportsTest {
  private static final String ROOT = "dev.ripcord";
  private static final int CLASSES_AT_LEAST = 15;

  /** Results and what they consist of; an address; failures. */
  private static final Set<String> MAY_USE =
      Set.of(
          "Ripcord",
          "aftermath.Afterwards",
          "aftermath.State",
          "aftermath.Task",
          "aftermath.TaskList",
          "escalate.Alert",
          "escalate.Confirmations",
          "escalate.ContactTest",
          "escalate.Delivery",
          "escalate.Event",
          "escalate.Level",
          "journal.Entry",
          "metric.Baseline",
          "migration.Channel",
          "migration.Contacts",
          "migration.Durations",
          "migration.Gate",
          "migration.Migration",
          "migration.Phase",
          "migration.Recovery",
          "migration.Trigger",
          "plan.CanonicalJson",
          "plan.JsonFields",
          "plan.Hazard",
          "plan.LockMode",
          "plan.Plan",
          "plan.PlanJson",
          "plan.Reversibility",
          "plan.Risk",
          "plan.Step",
          "plan.TableLock",
          "postgres.DatabaseUrl",
          "problem.InputException",
          "problem.Problem",
          "problem.ProblemCode",
          "problem.RipcordException",
          "recover.Backup",
          "recover.BackupNote",
          "recover.MergeExample",
          "recover.MergeResult",
          "recover.MergedTable",
          "recover.Recoverer",
          "recover.RecoveryProjection",
          "recover.RecoveryTime",
          "recover.RestorePoint",
          "recover.Restored",
          "recover.TableRecovery",
          "recover.Target",
          "recover.WholeCluster",
          "rehearse.Origin",
          "rehearse.Progress",
          "rehearse.Proof",
          "rehearse.ProofJson",
          "rehearse.RehearsalOptions",
          "run.Answers",
          "run.Approvals",
          "run.Back",
          "run.Brake",
          "run.Validations",
          "validate.Evidence",
          "validate.Finding",
          "validate.SignOff",
          "validate.Validation",
          "validate.ValidationJson",
          "validate.Verdict",
          "run.Holder",
          "run.JournalReading",
          "run.Precaution",
          "run.Request",
          "run.Retrospect",
          "run.RunDocument",
          "run.RunEvent",
          "run.RunOptions",
          "run.RunResult",
          "run.RunStatus",
          "run.State",
          "run.Watching",
          "runbook.Runbook",
          "runbook.RunbookJson",
          "runbook.RunbookMarkdown",
          "runbook.RunbookText",
          "runbook.RunbookWriter",
          // only reached through a result: the server's version, names of columns and tables
          "schema.Snapshot",
          "sql.Identifier",
          "sql.QualifiedName",
          "starter.Starter",
          "watch.Replay",
          "wayback.Archives",
          "wayback.Count",
          "wayback.Estimate",
          "wayback.Feasibility",
          "wayback.Finding",
          "wayback.Obstacle",
          "wayback.Verdict",
          // only reached through a finding
          "plan.Fate",
          "plan.Look");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT + ".cli");

  @Test
  void bytecodeUsesOnlyWhatItMay() {
    DescribedPredicate<JavaClass> listed =
        DescribedPredicate.describe(
            "listed",
            type -> {
              String name = type.getBaseComponentType().getName();
              return name.startsWith(ROOT + ".")
                  && MAY_USE.contains(name.substring(ROOT.length() + 1).replaceFirst("\\$.*", ""));
            });
    assertThat(CLASSES.size()).isGreaterThanOrEqualTo(CLASSES_AT_LEAST);
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAPackage(ROOT + ".cli").or(resideOutsideOfPackage(ROOT + "..")).or(listed))
        .check(CLASSES);
  }

  @Test
  void sourceNamesOnlyWhatItMay() throws IOException {
    Pattern named = Pattern.compile("\\bdev\\.ripcord\\.((?:[a-z]+\\.)?[A-Z]\\w*)");
    List<String> others = new ArrayList<>();
    int seen = 0;
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        seen++;
        for (MatchResult match : named.matcher(Files.readString(file)).results().toList()) {
          String name = match.group(1);
          if (!name.startsWith("cli.") && !MAY_USE.contains(name)) {
            others.add(file + ": " + name);
          }
        }
      }
    }
    assertThat(seen).isGreaterThanOrEqualTo(CLASSES_AT_LEAST);
    assertThat(others).isEmpty();
  }
}
