package dev.ripcord.vigil;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.ripcord.migration.Channel;
import dev.ripcord.migration.Check;
import dev.ripcord.migration.Measure;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Orders as JSON and back: every record by its components. */
public final class OrdersJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addMixIn(Measure.class, AnyMeasure.class)
          .addMixIn(Channel.class, AnyChannel.class)
          .addMixIn(Check.class, AnyCheck.class)
          .build();

  private OrdersJson() {}

  /** As JSON. */
  public static JsonNode write(Orders orders) {
    return MAPPER.valueToTree(orders);
  }

  /**
   * From JSON.
   *
   * @throws tools.jackson.core.JacksonException if it holds no orders
   */
  public static Orders read(JsonNode node) {
    return MAPPER.treeToValue(node, Orders.class);
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "source")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Measure.Prometheus.class, name = "prometheus"),
    @JsonSubTypes.Type(value = Measure.Probe.class, name = "probe"),
    @JsonSubTypes.Type(value = Measure.Sql.class, name = "sql"),
    @JsonSubTypes.Type(value = Measure.Known.class, name = "built-in")
  })
  private interface AnyMeasure {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Channel.Slack.class, name = "slack"),
    @JsonSubTypes.Type(value = Channel.Webhook.class, name = "webhook"),
    @JsonSubTypes.Type(value = Channel.Smtp.class, name = "smtp"),
    @JsonSubTypes.Type(value = Channel.PagerDuty.class, name = "pagerduty"),
    @JsonSubTypes.Type(value = Channel.Alertmanager.class, name = "alertmanager")
  })
  private interface AnyChannel {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "by")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Check.Sql.class, name = "sql"),
    @JsonSubTypes.Type(value = Check.Http.class, name = "http")
  })
  private interface AnyCheck {}
}
