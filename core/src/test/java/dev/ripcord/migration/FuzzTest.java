package dev.ripcord.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.problem.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that nobody wrote: valid ones, mutated at random. Each is read, or refused with a place and
 * with words; nothing else may happen, and nothing may take long. The property {@code ripcord.seed}
 * repeats a run.
 */
@Timeout(600)
class FuzzTest {
  /** All of them with {@code -Dripcord.everything=true}. */
  private static final int INPUTS = Boolean.getBoolean("ripcord.everything") ? 20_000 : 4_000;

  private static final long SEED = Long.getLong("ripcord.seed", 20_261_122);
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final Path CORPUS = Path.of("src/test/resources/dev/ripcord/migration/corpus");
  private static final List<String> PIECES =
      List.of(
          "\t",
          "\n",
          "\n  - ",
          ": ",
          "{",
          "}",
          "[",
          "]",
          "&a ",
          "*a",
          "!!int ",
          "|\n",
          ">-\n",
          "'",
          "\"",
          "#",
          "---\n",
          "...\n",
          "%YAML 1.1\n",
          "<<: ",
          "? ",
          "null",
          "~",
          "true",
          "-1",
          "1e999",
          "999999999999999999999",
          "\u0000",
          "\uFEFF",
          "\u0085",
          "\u2028",
          "é",
          "𝄞",
          "\\",
          "$$",
          "--",
          "/*",
          "*/",
          ";",
          "(",
          ")",
          "::",
          "U&\"\\0041\"",
          "E'\\",
          "drop_table: {table: t}",
          "sql:",
          "changes:",
          "contacts: ",
          "schema: nothing.sql",
          "${x}",
          "<phase>",
          "0x1F",
          "1:30",
          "2026-01-01");

  @TempDir private Path folder;

  @Test
  void everyMutationIsReadOrRefused() throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    List<byte[]> originals = originals();
    Path file = folder.resolve("migration.yaml");
    int refused = 0;
    for (int i = 0; i < INPUTS; i++) {
      byte[] input = mutated(originals.get(random.nextInt(originals.size())), originals, random);
      Path unused = Files.write(file, input);
      long start = System.nanoTime();
      refused += refused(file, input, i) ? 1 : 0;
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .as("input %d of seed %d", i, SEED)
          .isLessThan(LONGEST);
    }
    assertThat(refused).as("inputs refused").isBetween(INPUTS / 2, INPUTS - INPUTS / 200);
  }

  private static boolean refused(Path file, byte[] input, int number) {
    try {
      assertThat(MigrationReader.read(file).changes()).isNotEmpty();
      return false;
    } catch (InputException e) {
      assertThat(e.problems())
          .isNotEmpty()
          .allSatisfy(
              problem -> {
                assertThat(problem.place().line()).isPositive();
                assertThat(problem.place().column()).isPositive();
                assertThat(problem.what()).isNotBlank();
                assertThat(problem.expected()).isNotBlank();
                assertThat(problem.toString()).doesNotContain("Exception", "org.snakeyaml");
              });
      return true;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError(
          "input "
              + number
              + " of seed "
              + SEED
              + ":\n"
              + new String(input, StandardCharsets.UTF_8),
          e);
    }
  }

  private static List<byte[]> originals() throws IOException {
    List<byte[]> originals = new ArrayList<>();
    originals.add(bytes(Path.of("../examples/user-management/migration.yaml")));
    try (Stream<Path> files = Files.list(CORPUS.resolve("valid"))) {
      files.sorted().map(FuzzTest::bytes).forEach(originals::add);
    }
    return originals;
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] mutated(byte[] original, List<byte[]> others, RandomGenerator random) {
    byte[] mutant = original;
    int times = 1 + random.nextInt(4);
    for (int i = 0; i < times; i++) {
      mutant = once(mutant, others, random);
    }
    return mutant;
  }

  private static byte[] once(byte[] text, List<byte[]> others, RandomGenerator random) {
    int at = random.nextInt(text.length + 1);
    int length = Math.min(text.length - at, 1 + random.nextInt(20));
    return switch (random.nextInt(9)) {
      case 0 -> replaced(text, at, length, new byte[0]);
      case 1 -> replaced(text, at, 0, new byte[] {(byte) random.nextInt(256)});
      case 2 -> replaced(text, at, Math.min(1, length), new byte[] {(byte) random.nextInt(256)});
      case 3 -> replaced(text, at, 0, piece(random));
      case 4 -> replaced(text, at, length, piece(random));
      case 5 -> replaced(text, at, 0, slice(others.get(random.nextInt(others.size())), random));
      case 6 -> slice(text, random);
      case 7 -> linesShuffled(text, random);
      default -> nested(text, at, random);
    };
  }

  private static byte[] piece(RandomGenerator random) {
    return PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] slice(byte[] text, RandomGenerator random) {
    int from = random.nextInt(text.length + 1);
    int to = from + random.nextInt(text.length - from + 1);
    return java.util.Arrays.copyOfRange(text, from, to);
  }

  private static byte[] replaced(byte[] text, int at, int length, byte[] by) {
    byte[] result = new byte[text.length - length + by.length];
    System.arraycopy(text, 0, result, 0, at);
    System.arraycopy(by, 0, result, at, by.length);
    System.arraycopy(text, at + length, result, at + by.length, text.length - at - length);
    return result;
  }

  private static byte[] linesShuffled(byte[] text, RandomGenerator random) {
    List<String> lines =
        new ArrayList<>(new String(text, StandardCharsets.ISO_8859_1).lines().toList());
    if (lines.size() > 1) {
      lines.add(random.nextInt(lines.size()), lines.remove(random.nextInt(lines.size())));
      lines.add(random.nextInt(lines.size()), lines.get(random.nextInt(lines.size())));
    }
    return String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Deeper than anybody would write. */
  private static byte[] nested(byte[] text, int at, RandomGenerator random) {
    String opening = random.nextBoolean() ? "[" : "{a: ";
    int depth = random.nextInt(20) == 0 ? 20_000 : random.nextInt(60);
    return replaced(text, at, 0, opening.repeat(depth).getBytes(StandardCharsets.UTF_8));
  }
}
