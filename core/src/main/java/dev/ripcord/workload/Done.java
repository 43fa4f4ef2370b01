package dev.ripcord.workload;

/** An operation that the tested server took, and what came of it. */
record Done(Operation operation, SqlStatement.Result result) {}
