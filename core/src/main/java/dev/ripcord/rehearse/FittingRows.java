package dev.ripcord.rehearse;

import dev.ripcord.plan.TableShape;
import dev.ripcord.plan.TableShape.Demand;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.workload.RowOptions;
import dev.ripcord.workload.Rows;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes rows up that fit what the migration expects of them, as those of the live database are
 * meant to: while they are made, its constraints are there.
 */
final class FittingRows {
  private final Session session;
  private final List<String> drops = new ArrayList<>();

  private FittingRows(Session session) {
    this.session = session;
  }

  /**
   * @throws RipcordException with {@link ProblemCode#REFUSED}, and nothing was added, if a table's
   *     own constraints cannot be met
   */
  static void generate(
      Session session, Snapshot empty, List<TableShape> shapes, RowOptions options) {
    FittingRows rows = new FittingRows(session);
    shapes.forEach(shape -> shape.demands().forEach(rows::add));
    try {
      Rows.generate(session, empty, options);
    } catch (RipcordException e) {
      if (e.code() != ProblemCode.REFUSED || rows.drops.isEmpty()) {
        throw e;
      }
      // the demands are harder to meet than the tables: a step will say which rows do not fit
      rows.drop();
      Rows.generate(session, empty, options);
    } finally {
      rows.drop();
    }
  }

  private void add(Demand demand) {
    try {
      session.execute(demand.add());
      drops.add(demand.drop());
    } catch (DatabaseException e) {
      if (e.connectionLost()) {
        throw e;
      }
      // of what the old shape does not have, or rows that are there do not fit: a step will say so
    }
  }

  private void drop() {
    drops.reversed().forEach(session::execute);
    drops.clear();
  }
}
