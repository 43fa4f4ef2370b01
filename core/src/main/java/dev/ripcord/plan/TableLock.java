package dev.ripcord.plan;

import dev.ripcord.sql.QualifiedName;

/** A lock that an action takes on a table. */
public record TableLock(QualifiedName table, LockMode mode) {}
