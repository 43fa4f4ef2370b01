package dev.ripcord.watch;

import static java.util.Objects.requireNonNull;

import dev.ripcord.metric.Baseline;
import dev.ripcord.metric.Reading;
import dev.ripcord.trigger.Condition;
import dev.ripcord.trigger.Condition.Direction;
import dev.ripcord.trigger.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Says what a condition is at each poll the slow way: from all polls that there were, by the
 * definitions of {@code docs/triggers.md}, and with nothing remembered.
 */
final class Oracle {
  /** The worst cause wins: the order is that of their weight. */
  enum Answer {
    FALSE,
    NEITHER,
    TRUE,
    NO_DATA,
    STALE,
    DOWN;

    boolean blind() {
      return compareTo(NO_DATA) >= 0;
    }
  }

  private record Question(Condition part, int poll, boolean through) {}

  private final List<Poll> polls;
  private final Limits limits;
  private final Map<String, Baseline> baselines;
  private final Map<Question, Answer> answers = new HashMap<>();

  Oracle(List<Poll> polls, Limits limits, Map<String, Baseline> baselines) {
    this.polls = polls;
    this.limits = limits;
    this.baselines = baselines;
  }

  Answer answer(Condition condition, int poll) {
    return answer(condition, poll, false);
  }

  /**
   * @param through whether what came too late to be sure of the time before counts as unknown
   */
  private Answer answer(Condition part, int poll, boolean through) {
    Question question = new Question(part, poll, through);
    Answer known = answers.get(question);
    if (known == null) {
      known =
          switch (part) {
            case Condition.Comparison it -> comparison(it, poll, through);
            case Condition.Trend it -> trend(it, poll, through);
            case Condition.Held it -> held(it, poll, through);
            case Condition.Not it -> not(answer(it.condition(), poll, through));
            case Condition.And it -> and(it.conditions(), poll, through);
            case Condition.Or it ->
                not(
                    and(
                        it.conditions().stream().<Condition>map(Condition.Not::new).toList(),
                        poll,
                        through));
          };
      answers.put(question, known);
    }
    return known;
  }

  private static Answer not(Answer answer) {
    return answer == Answer.TRUE ? Answer.FALSE : answer == Answer.FALSE ? Answer.TRUE : answer;
  }

  private Answer and(List<Condition> parts, int poll, boolean through) {
    List<Answer> all = parts.stream().map(part -> answer(part, poll, through)).toList();
    return all.contains(Answer.FALSE)
        ? Answer.FALSE
        : all.stream()
            .filter(Answer::blind)
            .max(Answer::compareTo)
            .orElse(all.contains(Answer.NEITHER) ? Answer.NEITHER : Answer.TRUE);
  }

  private Answer comparison(Condition.Comparison it, int poll, boolean through) {
    Answer worst = baselines.keySet().containsAll(it.baselines()) ? Answer.TRUE : Answer.NO_DATA;
    for (String metric : it.metrics()) {
      Answer one = sight(metric, poll, through);
      if ((one.blind() && one.compareTo(worst) > 0)
          || (one == Answer.NEITHER && worst == Answer.TRUE)) {
        worst = one;
      }
    }
    if (worst != Answer.TRUE) {
      return worst;
    }
    double left = number(it.left(), poll);
    double right = number(it.right(), poll);
    if (!Double.isFinite(left) || !Double.isFinite(right)) {
      return Answer.NO_DATA;
    }
    return it.operator().holds(left, right) ? Answer.TRUE : Answer.FALSE;
  }

  private double number(Quantity quantity, int poll) {
    return switch (quantity) {
      case Quantity.Amount it -> it.value();
      case Quantity.Metric it -> value(it.name(), newest(it.name(), poll));
      case Quantity.BaselineOf it -> requireNonNull(baselines.get(it.metric())).value();
      case Quantity.Negative it -> -number(it.quantity(), poll);
      case Quantity.Arithmetic it ->
          it.sign().of(number(it.left(), poll), number(it.right(), poll));
    };
  }

  private Answer trend(Condition.Trend it, int poll, boolean through) {
    Answer sight = sight(it.metric(), poll, through);
    if (sight != Answer.TRUE) {
      return sight;
    }
    String metric = it.metric();
    int watched = poll;
    while (watched > 0
        && !gapped(metric, watched)
        && sight(metric, watched - 1, false) == Answer.TRUE) {
      watched--;
    }
    int from = watched;
    List<Integer> samples =
        IntStream.rangeClosed(from, poll).filter(i -> accepted(metric, i)).boxed().toList();
    if (samples.isEmpty()) {
      return Answer.NEITHER;
    }
    int first = samples.size() - 1;
    while (first > 0
        && goes(
            it.direction(),
            value(metric, samples.get(first - 1)),
            value(metric, samples.get(first)))) {
      first--;
    }
    double begin = value(metric, samples.get(first));
    double end = value(metric, samples.getLast());
    boolean arrived =
        switch (it.direction()) {
          case UNCHANGED -> true;
          case INCREASING -> end > begin;
          case DECREASING -> end < begin;
        };
    if (arrived && fills(samples.subList(first, samples.size()), it.over())) {
      return Answer.TRUE;
    }
    return fills(samples, it.over()) ? Answer.FALSE : Answer.NEITHER;
  }

  private boolean fills(List<Integer> samples, Duration over) {
    return samples.size() >= limits.minimumSamples()
        && spans(samples.getFirst(), samples.getLast(), over);
  }

  private static boolean goes(Direction direction, double before, double after) {
    return switch (direction) {
      case UNCHANGED -> before == after;
      case INCREASING -> before <= after;
      case DECREASING -> before >= after;
    };
  }

  private Answer held(Condition.Held it, int poll, boolean through) {
    Condition part = it.condition();
    Answer now = answer(part, poll, through);
    if (now != Answer.TRUE) {
      return now;
    }
    int begin = poll;
    while (begin > 0
        && answer(part, begin, true) == Answer.TRUE
        && answer(part, begin - 1, false) == Answer.TRUE) {
      begin--;
    }
    if (held(it, begin, poll)) {
      return Answer.TRUE;
    }
    int watched = poll;
    while (watched > 0
        && decided(answer(part, watched, true))
        && decided(answer(part, watched - 1, false))) {
      watched--;
    }
    return held(it, watched, poll) ? Answer.FALSE : Answer.NEITHER;
  }

  private static boolean decided(Answer answer) {
    return answer == Answer.TRUE || answer == Answer.FALSE;
  }

  private boolean held(Condition.Held it, int begin, int poll) {
    List<Integer> samples =
        IntStream.rangeClosed(begin, poll)
            .filter(i -> it.metrics().stream().anyMatch(metric -> accepted(metric, i)))
            .boxed()
            .toList();
    return samples.size() >= limits.minimumSamples() && spans(begin, samples.getLast(), it.over());
  }

  private boolean spans(int from, int to, Duration over) {
    return Duration.between(polls.get(from).now(), polls.get(to).now()).compareTo(over) >= 0;
  }

  /** TRUE if there is a fresh value. */
  private Answer sight(String metric, int poll, boolean through) {
    int newest = newest(metric, poll);
    if (newest >= 0 && fresh(metric, newest, poll)) {
      if (through && newest == poll && gapped(metric, poll)) {
        return Answer.NO_DATA;
      }
      return polls.get(newest).readings().get(metric) instanceof Reading.Idle
          ? Answer.NEITHER
          : Answer.TRUE;
    }
    for (int i = poll; i > newest; i--) {
      switch (polls.get(i).readings().get(metric)) {
        case null -> {}
        case Reading.NoData ignored -> {
          return Answer.NO_DATA;
        }
        case Reading.Down ignored -> {
          return Answer.DOWN;
        }
        case Reading.Value ignored -> {
          return Answer.STALE;
        }
        case Reading.Idle ignored -> throw new IllegalStateException("idle is always taken");
      }
    }
    return newest < 0 ? Answer.NO_DATA : Answer.STALE;
  }

  /** The newest poll up to this one that brought a usable answer, or -1. */
  private int newest(String metric, int poll) {
    for (int i = poll; i >= 0; i--) {
      if (accepted(metric, i)) {
        return i;
      }
    }
    return -1;
  }

  private final Map<String, Boolean> taken = new HashMap<>();

  private boolean accepted(String metric, int poll) {
    String key = metric + poll;
    Boolean known = taken.get(key);
    if (known == null) {
      known =
          switch (polls.get(poll).readings().get(metric)) {
            case null -> false;
            case Reading.Idle ignored -> true;
            case Reading.NoData ignored -> false;
            case Reading.Down ignored -> false;
            case Reading.Value it -> {
              int before = newest(metric, poll - 1);
              boolean news =
                  before < 0
                      || !fresh(metric, before, poll)
                      || polls.get(before).readings().get(metric) instanceof Reading.Idle
                      || it.at().isAfter(measured(metric, before));
              yield near(it.at(), poll, metric) && news;
            }
          };
      taken.put(key, known);
    }
    return known;
  }

  private boolean gapped(String metric, int poll) {
    int before = newest(metric, poll - 1);
    return accepted(metric, poll) && before >= 0 && !soon(metric, before, poll);
  }

  private boolean fresh(String metric, int taken, int poll) {
    return near(measured(metric, taken), poll, metric) && soon(metric, taken, poll);
  }

  private boolean near(Instant at, int poll, String metric) {
    Duration age = Duration.between(at, polls.get(poll).now()).abs();
    return age.compareTo(limits.staleAfter(metric)) <= 0;
  }

  private boolean soon(String metric, int before, int poll) {
    Duration since = Duration.between(polls.get(before).now(), polls.get(poll).now());
    return !since.isNegative() && since.compareTo(limits.staleAfter(metric)) <= 0;
  }

  private Instant measured(String metric, int poll) {
    return polls.get(poll).readings().get(metric) instanceof Reading.Value it
        ? it.at()
        : polls.get(poll).now();
  }

  private double value(String metric, int poll) {
    return ((Reading.Value) requireNonNull(polls.get(poll).readings().get(metric))).value();
  }
}
