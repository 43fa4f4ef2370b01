package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.step;
import static dev.ripcord.plan.StepBuilder.transaction;

import dev.ripcord.migration.Phase;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Literal;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlResource;
import dev.ripcord.sql.Statement;
import dev.ripcord.sql.Statements;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What must hold before anything is touched, and ripcord's own schema. */
final class PreparationSteps {
  private static final String ORIGIN = "ripcord";

  private PreparationSteps() {}

  /**
   * @param touched the tables that the migration changes
   */
  static void plan(Draft draft, Set<QualifiedName> touched) {
    Action preflight = new Action.Verify("Preflight", preflight(draft.snapshot(), touched));
    draft.add(
        Phase.PREPARATION, step("Check that the database is fit for the run", ORIGIN, preflight));
    List<String> back = new ArrayList<>(statements("drop-empty-kept-tables"));
    back.addAll(statements("drop-own-schema"));
    draft.add(
        Phase.PREPARATION,
        transaction("Create ripcord's own schema", ORIGIN, statements("create-own-schema"))
            .backTransaction("Drop ripcord's own schema, which is empty by now", back)
            .success(Criteria.tableExists(QualifiedName.of("ripcord", "journal")))
            .backSuccess(
                new Criterion(
                    "no artifact of the migration remains",
                    "SELECT to_regnamespace('ripcord') IS NULL",
                    "t")));
  }

  private static List<String> statements(String resource) {
    return Statements.split(SqlResource.of(PreparationSteps.class, resource)).stream()
        .map(Statement::text)
        .toList();
  }

  private static List<Criterion> preflight(Snapshot snapshot, Set<QualifiedName> touched) {
    List<Criterion> criteria = new ArrayList<>();
    criteria.add(
        yes(
            "the server is PostgreSQL 14 or newer",
            "SELECT current_setting('server_version_num')::integer >= 140000"));
    criteria.add(
        yes(
            "the major version is the one that the plan was made for",
            "SELECT current_setting('server_version_num')::integer / 10000 = "
                + snapshot.serverVersion() / 10000));
    criteria.add(yes("the server is no standby", "SELECT NOT pg_is_in_recovery()"));
    criteria.add(
        yes("no other run is in this database", "SELECT to_regnamespace('ripcord') IS NULL"));
    criteria.add(
        yes(
            "we may create a schema",
            "SELECT has_database_privilege(current_database(), 'CREATE')"));
    criteria.add(
        yes(
            "no prepared transaction holds locks",
            "SELECT NOT EXISTS (SELECT FROM pg_prepared_xacts WHERE database ="
                + " current_database())"));
    criteria.add(
        yes(
            "no transaction has been open for more than 5 minutes",
            "SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
                + " AND pid <> pg_backend_pid() AND xact_start < now() - interval '5 minutes')"));
    for (QualifiedName table : touched) {
      criteria.add(
          yes(
              "we own table " + table,
              "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass("
                  + Literal.of(table.quoted())
                  + ")"));
    }
    touched.stream()
        .map(QualifiedName::schema)
        .distinct()
        .forEach(
            schema ->
                criteria.add(
                    yes(
                        "we may create in schema " + schema,
                        // listed in one call, any of them would do
                        "SELECT has_schema_privilege(%1$s, 'USAGE') AND has_schema_privilege(%1$s, 'CREATE')"
                            .formatted(Literal.of(schema.value())))));
    return criteria;
  }

  private static Criterion yes(String title, String query) {
    return new Criterion(title, query, "t");
  }
}
