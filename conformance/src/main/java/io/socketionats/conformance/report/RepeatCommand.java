package io.socketionats.conformance.report;

import io.socketionats.conformance.judge.verdict.Result;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command that runs one requirement for one pair again, with the other options of the run. */
final class RepeatCommand {
  private static final String RUN = "conformance/interop run";
  private static final Pattern SELECTION =
      Pattern.compile("\\s+--(select|implementations)(=|\\s+)('[^']*'|\"[^\"]*\"|\\S+)");

  private RepeatCommand() {}

  /** The id of whatever {@code --node-adapter} names; that option alone selects it. */
  private static final String OWN_ADAPTER = "node-adapter";

  static String of(RunReport report, Result result) {
    return options(report) + " --select " + result.requirement() + implementations(Pair.of(result));
  }

  /** The command of the run without what it selected. */
  static String options(RunReport report) {
    String command = report.command().strip();
    return command.equals(RUN) || command.startsWith(RUN + " ")
        ? SELECTION.matcher(command).replaceAll("")
        : RUN;
  }

  /** The option that selects a pair, with a space before it. */
  static String implementations(Pair pair) {
    String names =
        Stream.of(pair.emitter(), pair.receiver())
            .distinct()
            .filter(name -> !name.equals(OWN_ADAPTER))
            .collect(Collectors.joining(","));
    return names.isEmpty() ? "" : " --implementations " + names;
  }
}
