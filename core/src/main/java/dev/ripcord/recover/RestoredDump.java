package dev.ripcord.recover;

import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.ScratchDatabases;
import dev.ripcord.postgres.ScratchOptions;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.time.Duration;

/** One database as it was when it was dumped, on a scratch server of the live one's version. */
final class RestoredDump implements Restored {
  private final ScratchDatabases databases;
  private final DatabaseUrl database;
  private final Backup backup;
  private final Measured measured;

  private RestoredDump(
      ScratchDatabases databases, DatabaseUrl database, Backup backup, Measured measured) {
    this.databases = databases;
    this.database = database;
    this.backup = backup;
    this.measured = measured;
  }

  static Outcome of(Provider.Logical provider, Backup backup, Target target, Beside beside) {
    if (!(target instanceof Target.Backup)) {
      return new Outcome.Unreached(
          backup,
          target,
          "a dump has no moment but its own: " + backup.taken() + ", which is --to backup",
          false);
    }
    int major =
        beside
            .major()
            .orElseThrow(
                () ->
                    new RipcordException(
                        ProblemCode.DATABASE,
                        "a dump is restored to the version of the live server, which does not"
                            + " answer"));
    long begin = System.nanoTime();
    ScratchDatabases databases =
        ScratchDatabases.embedded(ScratchOptions.defaults().withMajor(major));
    try {
      DatabaseUrl database = databases.create("restored");
      Duration started = Duration.ofNanos(System.nanoTime() - begin);
      long loading = System.nanoTime();
      provider.load(backup, database);
      Duration loaded = Duration.ofNanos(System.nanoTime() - loading);
      return new Outcome.There(
          new RestoredDump(
              databases,
              database,
              backup,
              new Measured(backup.size(), 0, loaded, Duration.ZERO, started)));
    } catch (RuntimeException | Error e) {
      databases.close();
      throw e;
    }
  }

  @Override
  public Backup backup() {
    return backup;
  }

  @Override
  public Target target() {
    return new Target.Backup();
  }

  @Override
  public Measured measured() {
    return measured;
  }

  @Override
  public String stop() {
    return "as it was dumped, " + backup.taken();
  }

  @Override
  public DatabaseUrl url(String live) {
    return database;
  }

  @Override
  public Outcome moveOn(Target later) {
    throw new RipcordException(
        ProblemCode.REFUSED, "a dump has no moment but its own: " + backup.taken());
  }

  @Override
  public void promote() {}

  @Override
  public void close() {
    databases.close();
  }
}
