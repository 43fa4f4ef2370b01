package dev.ripcord.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The rehearsal of the example, from the first key to the last file. */
record ExampleRehearsal() implements Benchmark {
  @Override
  public String name() {
    return "example";
  }

  @Override
  public List<Result> measure() throws Exception {
    Path folder = Files.createTempDirectory("ripcord-benchmark-");
    double seconds =
        Launched.seconds(
            "rehearse",
            "examples/user-management/migration.yaml",
            "--out",
            folder.resolve("out").toString());
    double stall = longestStall(folder.resolve("out/proof.json"));
    delete(folder);
    return List.of(
        Result.seconds("rehearsal of the example, 20,000 rows a table", seconds, Result.atMost(30)),
        Result.seconds("longest stall of a client in it", stall, Result.atMost(1)));
  }

  private static double longestStall(Path proof) throws IOException {
    double longest = 0;
    for (JsonNode step : new JsonMapper().readTree(Files.readString(proof)).get("steps")) {
      longest = Math.max(longest, step.path("longestStallSeconds").asDouble(0));
    }
    return longest;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList().reversed()) {
        Files.delete(file);
      }
    }
  }
}
