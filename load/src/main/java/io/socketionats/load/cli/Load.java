package io.socketionats.load.cli;

import io.socketionats.conformance.Cli;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

/**
 * The command {@code load}. Exit status: 0 as asked, 1 an objective missed or a delivery wrong, 2
 * usage, 3 it could not run or go on.
 */
@Command(
    name = "load",
    description = "Measures what a Socket.IO cluster carries, and plans how many nodes one needs.",
    mixinStandardHelpOptions = true,
    version = "socketio-nats load 0.1.0",
    subcommands = {RunCommand.class, PlanCommand.class, ReportCommand.class, MergeCommand.class},
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:as asked",
      "1:an objective was missed or a delivery was wrong",
      "2:usage: an unknown option, target or objective, a plan beyond what was measured",
      "3:it could not run or could not go on"
    })
public final class Load {
  private Load() {}

  public static void main(String[] arguments) {
    int status =
        execute(arguments, new PrintWriter(System.out, true), new PrintWriter(System.err, true));
    System.exit(status);
  }

  /** Runs one command; returns its exit status. */
  public static int execute(String[] arguments, PrintWriter out, PrintWriter err) {
    return Cli.execute("load", new Load(), arguments, out, err);
  }
}
