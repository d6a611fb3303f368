package io.socketionats.conformance.report;

import io.socketionats.conformance.verdict.Result;
import java.util.regex.Pattern;

/** The command that runs one requirement for one pair again, with the other options of the run. */
final class RepeatCommand {
  private static final String RUN = "conformance/interop run";
  private static final Pattern SELECTION =
      Pattern.compile("\\s+--(select|implementations)(=|\\s+)('[^']*'|\"[^\"]*\"|\\S+)");

  private RepeatCommand() {}

  static String of(RunReport report, Result result) {
    return options(report)
        + " --select "
        + result.requirement()
        + " --implementations "
        + implementations(result);
  }

  /** The command of the run without what it selected. */
  static String options(RunReport report) {
    String command = report.command().strip();
    return command.equals(RUN) || command.startsWith(RUN + " ")
        ? SELECTION.matcher(command).replaceAll("")
        : RUN;
  }

  private static String implementations(Result result) {
    return result.emitter().equals(result.receiver())
        ? result.emitter()
        : result.emitter() + "," + result.receiver();
  }
}
