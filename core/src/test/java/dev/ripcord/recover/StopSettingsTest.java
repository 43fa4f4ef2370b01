package dev.ripcord.recover;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StopSettingsTest {
  private static Map<String, String> of(String text) {
    return StopSettings.of(Target.parse(text).orElseThrow());
  }

  @Test
  void saysWhereToStop() {
    assertThat(of("latest")).isEmpty();
    assertThat(of("backup")).containsExactly(Map.entry("recovery_target", "immediate"));
    assertThat(of("a-point")).containsExactly(Map.entry("recovery_target_name", "a-point"));
    assertThat(of("2026-11-29T07:00:00.5+01:00"))
        .containsEntry("recovery_target_time", "2026-11-29 06:00:00.500000+00:00");
    assertThat(of("lsn:0/16B3748"))
        .containsEntry("recovery_target_lsn", "0/16B3748")
        .containsEntry("recovery_target_inclusive", "off");
    assertThat(of("xid:7")).containsEntry("recovery_target_inclusive", "off");
    assertThat(of("after:xid:7"))
        .containsEntry("recovery_target_xid", "7")
        .containsEntry("recovery_target_inclusive", "on");
    assertThat(StopSettings.of(new Target.Time(Instant.EPOCH)))
        .containsEntry("recovery_target_time", "1970-01-01 00:00:00.000000+00:00");
  }

  @Test
  void raisesWhatTheServerCallsTooLow() {
    Map<String, String> settings = new java.util.TreeMap<>(Map.of("max_connections", "30"));
    String log =
        "WARNING:  hot standby is not possible because of insufficient parameter settings\n"
            + "DETAIL:  max_connections = 30 is a lower setting than on the primary server, where its"
            + " value was 500.\n";
    assertThat(ControlData.raise(settings, log)).isTrue();
    assertThat(settings).containsEntry("max_connections", "500");
    assertThat(ControlData.raise(settings, log)).as("that was it").isFalse();
  }
}
