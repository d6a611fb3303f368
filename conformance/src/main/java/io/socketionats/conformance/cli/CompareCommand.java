package io.socketionats.conformance.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.conformance.Cli;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code interop compare OLD.json NEW.json}: what has changed between two runs. */
@Command(
    name = "compare",
    description =
        "Lists the verdicts that differ between two report.json files; status 1 when one got worse.",
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
  private static final int SCHEMA = 1;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "OLD.json", description = "report.json of the earlier run")
  private Path before;

  @Parameters(index = "1", paramLabel = "NEW.json", description = "report.json of the later run")
  private Path after;

  @Override
  public Integer call() {
    Map<String, String> old = verdicts(before);
    Map<String, String> now = verdicts(after);
    Set<String> pairs = new LinkedHashSet<>(old.keySet());
    pairs.addAll(now.keySet());
    PrintWriter out = spec.commandLine().getOut();
    int changed = 0;
    int worse = 0;
    for (String pair : pairs) {
      String was = old.getOrDefault(pair, "absent");
      String is = now.getOrDefault(pair, "absent");
      if (!was.equals(is)) {
        changed++;
        boolean regressed = rank(is) > rank(was);
        worse += regressed ? 1 : 0;
        out.printf("%s %s: %s, was %s%n", regressed ? "worse " : "      ", pair, is, was);
      }
    }
    out.printf("%d results compared, %d differ, %d got worse%n", pairs.size(), changed, worse);
    return worse == 0 ? Cli.AS_EXPECTED : Cli.NOT_AS_EXPECTED;
  }

  /** How bad a verdict is; a result that is gone is as bad as one that was not run. */
  private static int rank(String verdict) {
    return switch (verdict) {
      case "passed" -> 0;
      case "unsupported", "known-deviation" -> 1;
      case "not-run", "absent" -> 2;
      default -> 3;
    };
  }

  private static Map<String, String> verdicts(Path file) {
    JsonNode report;
    try {
      report = Json.parse(Files.readString(file));
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException(
          "'%s' is no report.json that can be read: %s".formatted(file, e.getMessage()));
    }
    if (report.path("schema").asInt() != SCHEMA) {
      throw new UsageException(
          "'%s' has report schema %s; this version compares schema %d"
              .formatted(file, report.path("schema"), SCHEMA));
    }
    Map<String, String> verdicts = new LinkedHashMap<>();
    for (JsonNode result : report.path("results")) {
      verdicts.put(
          "%s %s to %s"
              .formatted(
                  result.path("requirement").asText(),
                  result.path("emitter").asText(),
                  result.path("receiver").asText()),
          result.path("verdict").asText());
    }
    return verdicts;
  }
}
