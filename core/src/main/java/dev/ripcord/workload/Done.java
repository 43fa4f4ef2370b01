package dev.ripcord.workload;

import java.util.List;

/**
 * An operation that the tested server took, and what came of it.
 *
 * @param emptied whether the old shape lost values of another row thereby
 * @param cascaded what foreign keys of the new shape did to other rows
 */
record Done(
    Operation operation, SqlStatement.Result result, List<Cascaded> cascaded, boolean emptied) {
  Done {
    cascaded = List.copyOf(cascaded);
  }
}
