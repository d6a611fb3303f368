package io.socketionats.conformance.report;

import io.socketionats.conformance.ShellWords;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.launch.node.Implementations;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command that runs one requirement for one pair again, with the other options of the run. It
 * writes beside the report that it stands in, and so leaves that alone.
 */
final class RepeatCommand {
  private static final String PROGRAM = "conformance/interop";
  private static final String RUN = "run";
  private static final String OUT = "--out";

  /** Options whose values are not taken over. */
  private static final Set<String> REPLACED = Set.of("--select", "--implementations", OUT);

  private RepeatCommand() {}

  static String of(RunReport report, Result result) {
    return options(report) + " --select " + result.requirement() + implementations(Pair.of(result));
  }

  /** The command of the run without what it selected, and with a folder of its own. */
  static String options(RunReport report) {
    List<String> words = ShellWords.split(report.run().command());
    if (words.size() < 2 || !words.get(0).endsWith("interop") || !words.get(1).equals(RUN)) {
      words = List.of(PROGRAM, RUN);
    }
    List<String> kept = new ArrayList<>();
    String folder = // through a link the checkout is not seen: then the working folder
        words.get(0).endsWith(PROGRAM)
            ? words.get(0).replaceFirst("interop$", "target/interop")
            : "interop";
    for (int i = 0; i < words.size(); i++) {
      String[] option = words.get(i).split("=", 2);
      if (!REPLACED.contains(option[0])) {
        kept.add(words.get(i));
        continue;
      }
      String value = option.length > 1 ? option[1] : i + 1 < words.size() ? words.get(++i) : "";
      folder = option[0].equals(OUT) ? value.replaceFirst("/+$", "") : folder;
    }
    kept.addAll(List.of(OUT, folder + "-again"));
    return ShellWords.join(kept);
  }

  /** The option that selects a pair, with a space before it. */
  static String implementations(Pair pair) {
    String names =
        Stream.of(pair.emitter(), pair.receiver())
            .distinct()
            .filter(name -> !name.equals(Implementations.NODE_ADAPTER)) // its option selects it
            .collect(Collectors.joining(","));
    return names.isEmpty() ? "" : " --implementations " + names;
  }
}
