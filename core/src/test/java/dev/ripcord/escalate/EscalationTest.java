package dev.ripcord.escalate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.EscalationLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Levels, silence and acknowledgements, also against a model that knows one alert at a time. */
class EscalationTest {
  private static final Instant START = Instant.parse("2026-11-22T08:00:00Z");
  private static final List<EscalationLevel> LEVELS =
      List.of(
          level("LEVEL_1", Duration.ofMinutes(5)),
          level("LEVEL_2", Duration.ofMinutes(2)),
          level("LEVEL_3", Duration.ofMinutes(1)),
          level("EMERGENCY", Duration.ZERO));

  static EscalationLevel level(String name, Duration time) {
    return new EscalationLevel(name, "Trouble", time, List.of("on_call_engineer"), List.of("Look"));
  }

  static Alert.Cause cause(Event event) {
    return new Alert.Cause(event.kind(), event.name(), "contract", "seen", "doing");
  }

  private static Escalation empty() {
    return Escalation.of(LEVELS, List.of());
  }

  private static Escalation.Moved raise(Escalation before, Event event, Instant now) {
    return before.raise(event, cause(event), now);
  }

  private static Level only(Escalation escalation) {
    assertThat(escalation.alerts()).hasSize(1);
    return escalation.alerts().getFirst().level();
  }

  @Test
  void eachEventHasItsLevel() {
    assertThat(only(raise(empty(), new Event.Fired("a", false), START).next()))
        .isEqualTo(Level.LEVEL_1);
    assertThat(only(raise(empty(), new Event.Blind("a"), START).next())).isEqualTo(Level.LEVEL_1);
    assertThat(only(raise(empty(), new Event.Fired("a", true), START).next()))
        .isEqualTo(Level.LEVEL_2);
    assertThat(only(raise(empty(), new Event.Integrity("a"), START).next()))
        .isEqualTo(Level.LEVEL_3);
    assertThat(only(raise(empty(), new Event.StepFailing("a"), START).next()))
        .isEqualTo(Level.LEVEL_3);
    assertThat(only(raise(empty(), new Event.RollbackFailed("a"), START).next()))
        .isEqualTo(Level.EMERGENCY);
    assertThat(only(raise(empty(), new Event.AvailabilityGone("a"), START).next()))
        .isEqualTo(Level.EMERGENCY);
  }

  @Test
  void aSecondTriggerIsLevelTwoAsLongAsTheFirstIsOpen() {
    Escalation one = raise(empty(), new Event.Fired("a", false), START).next();
    Escalation two = raise(one, new Event.Fired("b", false), START).next();
    assertThat(two.alerts().get(1).level()).isEqualTo(Level.LEVEL_2);
    Escalation later =
        raise(
                one.resolve(Event.Kind.TRIGGER, "a", START).next(),
                new Event.Fired("b", false),
                START)
            .next();
    assertThat(later.alerts().get(1).level()).isEqualTo(Level.LEVEL_1);
    assertThat(raise(one, new Event.Blind("a"), START).next().alerts().get(1).level())
        .isEqualTo(Level.LEVEL_1);
  }

  @Test
  void whatIsRaisedAgainIsNothingNewUnlessItIsWorse() {
    Escalation one = raise(empty(), new Event.Fired("a", false), START).next();
    assertThat(raise(one, new Event.Fired("a", false), START).notices()).isEmpty();
    Escalation held = one.acknowledge(1, "ann", START).next();
    Escalation.Moved worse = raise(held, new Event.Fired("a", true), START.plusSeconds(9));
    assertThat(worse.notices()).extracting(Notice::kind).containsExactly(Notice.Kind.ROSE);
    Alert alert = worse.next().alerts().getFirst();
    assertThat(alert.level()).isEqualTo(Level.LEVEL_2);
    assertThat(alert.acknowledged()).isEmpty();
    assertThat(alert.id()).isEqualTo(1);
    assertThat(alert.clock().raisedAt()).isEqualTo(START);
  }

  @Test
  void silenceGivesEachLevelItsWholeTime() {
    Escalation now = raise(empty(), new Event.Blind("a"), START).next();
    assertThat(now.due()).contains(START.plusSeconds(300));
    assertThat(now.tick(START.plusSeconds(299)).notices()).isEmpty();
    // nobody looked for an hour: one level, and its contacts have their time
    Instant late = START.plus(Duration.ofHours(1));
    Escalation two = now.tick(late).next();
    assertThat(only(two)).isEqualTo(Level.LEVEL_2);
    assertThat(two.tick(late).notices()).isEmpty();
    assertThat(two.due()).contains(late.plusSeconds(120));
  }

  @Test
  void anEmergencyIsSaidAgainUntilSomebodyHasIt() {
    Escalation now = raise(empty(), new Event.RollbackFailed("contract"), START).next();
    assertThat(now.tick(START.plusSeconds(59)).notices()).isEmpty();
    Escalation.Moved again = now.tick(START.plusSeconds(60));
    assertThat(again.notices()).extracting(Notice::kind).containsExactly(Notice.Kind.REPEATED);
    assertThat(again.next().due()).contains(START.plusSeconds(120));
    Escalation held = again.next().acknowledge(1, "ann", START.plusSeconds(70)).next();
    assertThat(held.due()).isEmpty();
    assertThat(held.tick(START.plus(Duration.ofDays(1))).notices()).isEmpty();
  }

  @Test
  void onlyTheFirstAcknowledges() {
    Escalation one = raise(empty(), new Event.Blind("a"), START).next();
    Escalation held = one.acknowledge(1, "ann", START).next();
    assertThat(held.acknowledge(1, "bob", START).notices()).isEmpty();
    assertThat(held.acknowledge(7, "bob", START).notices()).isEmpty();
    assertThat(held.alerts().getFirst().acknowledged().orElseThrow().by()).isEqualTo("ann");
    Escalation over = held.resolve(Event.Kind.BLIND, "a", START).next();
    assertThat(raise(over, new Event.Blind("a"), START).next().alerts())
        .extracting(Alert::id)
        .containsExactly(1L, 2L);
  }

  /** What one alert must be, told in the plainest way. */
  private static final class Model {
    private static final List<Level> ORDER =
        List.of(Level.LEVEL_1, Level.LEVEL_2, Level.LEVEL_3, Level.EMERGENCY);
    private int level;
    private long asked;
    private boolean held;

    private Model(Level level, long now) {
      this.level = ORDER.indexOf(level);
      this.asked = now;
    }

    private void raised(Level to, long now) {
      if (ORDER.indexOf(to) > level) {
        level = ORDER.indexOf(to);
        asked = now;
        held = false;
      }
    }

    private boolean silent(long now) {
      long patience = List.of(300L, 120L, 60L, 60L).get(level);
      if (held || now - asked < patience) {
        return false;
      }
      level = Math.min(3, level + 1);
      asked = now;
      return true;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void agreesWithTheModel(long seed) {
    Random random = new Random(seed);
    Escalation escalation = empty();
    Map<String, Model> model = new TreeMap<>();
    long now = 0;
    for (int i = 0; i < 800; i++) {
      now += random.nextInt(90);
      Instant moment = START.plusSeconds(now);
      Event event = event(random);
      String subject = cause(event).subject();
      switch (random.nextInt(8)) {
        case 0, 1 -> {
          Escalation.Moved moved = raise(escalation, event, moment);
          Level expected = expected(event, model);
          Model known = model.get(subject);
          if (known == null) {
            model.put(subject, new Model(expected, now));
          } else {
            known.raised(expected, now);
          }
          escalation = moved.next();
        }
        case 2 -> {
          List<Alert> open = escalation.open();
          if (!open.isEmpty()) {
            Alert one = open.get(random.nextInt(open.size()));
            escalation = escalation.acknowledge(one.id(), "ann", moment).next();
            Optional.ofNullable(model.get(one.cause().subject())).orElseThrow().held = true;
          }
        }
        case 3 -> {
          escalation = escalation.resolve(event.kind(), event.name(), moment).next();
          model.remove(subject);
        }
        default -> {
          List<String> moved = new ArrayList<>();
          for (Map.Entry<String, Model> each : model.entrySet()) {
            if (each.getValue().silent(now)) {
              moved.add(each.getKey());
            }
          }
          Escalation.Moved ticked = escalation.tick(moment);
          assertThat(ticked.notices())
              .extracting(notice -> notice.alert().cause().subject())
              .containsExactlyInAnyOrderElementsOf(moved);
          escalation = ticked.next();
        }
      }
      compare(escalation, model);
      // a process may end at any moment, and another one goes on with what was kept
      escalation = Escalation.of(LEVELS, escalation.alerts());
    }
    assertThat(escalation.alerts()).hasSizeGreaterThan(20);
  }

  private static void compare(Escalation escalation, Map<String, Model> model) {
    Map<String, String> found = new TreeMap<>();
    for (Alert alert : escalation.open()) {
      found.put(alert.cause().subject(), alert.level() + " " + alert.acknowledged().isPresent());
    }
    Map<String, String> expected = new TreeMap<>();
    model.forEach((key, one) -> expected.put(key, Model.ORDER.get(one.level) + " " + one.held));
    assertThat(found).isEqualTo(expected);
  }

  private static Level expected(Event event, Map<String, Model> model) {
    if (event instanceof Event.Fired fired) {
      boolean another =
          model.keySet().stream()
              .anyMatch(
                  key -> key.startsWith("trigger ") && !key.equals("trigger " + fired.name()));
      return fired.rollsBack() || another ? Level.LEVEL_2 : Level.LEVEL_1;
    }
    return switch (event.kind()) {
      case TRIGGER, BLIND -> Level.LEVEL_1;
      case INTEGRITY, STEP_FAILING -> Level.LEVEL_3;
      case ROLLBACK_FAILED, AVAILABILITY_GONE -> Level.EMERGENCY;
    };
  }

  private static Event event(Random random) {
    String name = List.of("a", "b", "c").get(random.nextInt(3));
    return switch (random.nextInt(9)) {
      case 0, 1, 2 -> new Event.Fired(name, false);
      case 3 -> new Event.Fired(name, true);
      case 4, 5 -> new Event.Blind(name);
      case 6 -> new Event.Integrity(name);
      case 7 -> new Event.StepFailing(name);
      default -> new Event.RollbackFailed(name);
    };
  }
}
