package dev.ripcord.workload;

/** The split of {@link TestTables#split} as a person would write it. */
final class HandMade {
  /** No trigger fires, or a user's own would tell the time of the backfill in each row. */
  static final String BACKFILL =
      """
      SET session_replication_role = replica;
      UPDATE users
      SET first_name = split_part(full_name, ' ', 1),
          last_name = substr(full_name, length(split_part(full_name, ' ', 1)) + 2)
      WHERE first_name IS NULL;
      UPDATE "Order" SET "state?" = CASE WHEN active THEN 'on?' ELSE 'off' END WHERE "state?" IS NULL;
      SET session_replication_role = origin;
      """;

  private static final String EXPAND =
      """
      CREATE SEQUENCE tenth;
      ALTER TABLE users ADD first_name text, ADD last_name text, ADD nickname text;
      ALTER TABLE users ALTER full_name DROP NOT NULL;
      ALTER TABLE "Order" ADD "state?" text;
      CREATE FUNCTION sync_users() RETURNS trigger LANGUAGE plpgsql AS $sync$
      DECLARE
        fresh boolean := NEW.first_name IS NOT NULL OR NEW.last_name IS NOT NULL;
      BEGIN
        IF TG_OP = 'UPDATE' THEN
          fresh := NEW.first_name IS DISTINCT FROM OLD.first_name
            OR NEW.last_name IS DISTINCT FROM OLD.last_name;
          IF NOT fresh AND NEW.full_name IS NOT DISTINCT FROM OLD.full_name AND OLD.first_name IS NOT NULL THEN
            RETURN NEW;
          END IF;
          IF fresh AND OLD.first_name IS NULL THEN
            NEW.first_name := coalesce(NEW.first_name, split_part(OLD.full_name, ' ', 1));
            NEW.last_name := coalesce(NEW.last_name, substr(OLD.full_name, length(split_part(OLD.full_name, ' ', 1)) + 2));
          END IF;
        END IF;
        IF fresh THEN
          {sabotage}
          NEW.full_name := NEW.first_name || ' ' || NEW.last_name;
        ELSE
          NEW.first_name := split_part(NEW.full_name, ' ', 1);
          NEW.last_name := substr(NEW.full_name, length(split_part(NEW.full_name, ' ', 1)) + 2);
        END IF;
        RETURN NEW;
      END $sync$;
      CREATE TRIGGER sync BEFORE INSERT OR UPDATE OF full_name, first_name, last_name ON users
        FOR EACH ROW EXECUTE FUNCTION sync_users();
      CREATE FUNCTION sync_orders() RETURNS trigger LANGUAGE plpgsql AS $sync$
      DECLARE
        fresh boolean := NEW."state?" IS NOT NULL;
      BEGIN
        IF TG_OP = 'UPDATE' THEN
          fresh := NEW."state?" IS DISTINCT FROM OLD."state?";
          IF NOT fresh AND NEW.active = OLD.active AND OLD."state?" IS NOT NULL THEN
            RETURN NEW;
          END IF;
        END IF;
        IF fresh THEN
          NEW.active := NEW."state?" = 'on?';
        ELSE
          NEW."state?" := CASE WHEN NEW.active THEN 'on?' ELSE 'off' END;
        END IF;
        RETURN NEW;
      END $sync$;
      CREATE TRIGGER sync BEFORE INSERT OR UPDATE OF active, "state?" ON "Order"
        FOR EACH ROW EXECUTE FUNCTION sync_orders();
      """;

  private HandMade() {}

  static String expand(String sabotage) {
    return EXPAND.replace("{sabotage}", sabotage);
  }
}
