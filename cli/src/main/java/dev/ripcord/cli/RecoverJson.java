package dev.ripcord.cli;

import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.plan.JsonFields;
import dev.ripcord.recover.MergeExample;
import dev.ripcord.recover.MergedTable;
import dev.ripcord.recover.Restored;
import dev.ripcord.recover.TableRecovery;
import dev.ripcord.recover.WholeCluster;
import dev.ripcord.sql.Identifier;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What {@code ripcord recover --json} prints. */
final class RecoverJson {
  private RecoverJson() {}

  static String of(WholeCluster cluster) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("data", cluster.data().toString());
    root.put("backup", cluster.backup().label());
    root.put("target", cluster.target().words());
    root.put("stop", cluster.stop());
    measured(root, cluster.measured());
    texts(root.putArray("start"), cluster.start());
    texts(root.putArray("live"), cluster.live());
    return CanonicalJson.write(root);
  }

  static String of(TableRecovery recovery) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("backup", recovery.backup().label());
    root.put("target", recovery.to().words());
    recovery.until().ifPresent(until -> root.put("damageUntil", until.words()));
    root.put("written", recovery.written());
    measured(root, recovery.measured());
    ArrayNode tables = root.putArray("tables");
    recovery.merged().tables().forEach(table -> table(tables.addObject(), table));
    return CanonicalJson.write(root);
  }

  private static void table(ObjectNode node, MergedTable table) {
    node.put("table", table.table().quoted());
    node.put("damaged", table.damaged());
    node.put("same", table.same());
    node.put("updated", table.restored().updated());
    node.put("inserted", table.restored().inserted());
    node.put("deleted", table.restored().deleted());
    node.put("merged", table.merged());
    node.put("newer", table.newer());
    node.put("conflicts", table.conflicts());
    node.put("altered", table.altered());
    texts(node.putArray("notes"), table.notes());
    ArrayNode examples = node.putArray("examples");
    for (MergeExample example : table.examples()) {
      ObjectNode each = examples.addObject();
      each.put("kind", example.kind().name().toLowerCase(Locale.ROOT));
      each.put("why", example.why());
      ObjectNode key = each.putObject("key");
      example.key().forEach((column, value) -> key.put(column.toString(), value));
      example.before().ifPresent(row -> row(each.putObject("before"), row));
      example.damaged().ifPresent(row -> row(each.putObject("damaged"), row));
      example.now().ifPresent(row -> row(each.putObject("now"), row));
    }
  }

  private static void row(ObjectNode node, Map<Identifier, @Nullable String> row) {
    row.forEach((column, value) -> node.put(column.toString(), value));
  }

  private static void measured(ObjectNode node, Restored.Measured measured) {
    node.put("bytes", measured.size());
    node.put("walBytes", measured.wal());
    node.put("filesSeconds", JsonFields.seconds(measured.files()));
    node.put("replaySeconds", JsonFields.seconds(measured.replay()));
    node.put("answerSeconds", JsonFields.seconds(measured.answer()));
  }

  private static void texts(ArrayNode node, List<String> texts) {
    texts.forEach(node::add);
  }
}
