package io.socketionats.load.cli;

import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.UsageException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

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
  private static final int USAGE = 2;
  private static final int COULD_NOT_RUN = 3;

  private Load() {}

  public static void main(String[] arguments) {
    int status =
        execute(arguments, new PrintWriter(System.out, true), new PrintWriter(System.err, true));
    System.exit(status);
  }

  /** Runs one command; returns its exit status. */
  public static int execute(String[] arguments, PrintWriter out, PrintWriter err) {
    CommandLine command = new CommandLine(new Load());
    command.setOut(out);
    command.setErr(err);
    command.setExecutionExceptionHandler(handler());
    if (arguments.length == 0) {
      command.usage(err);
      return USAGE;
    }
    return command.execute(arguments);
  }

  private static IExecutionExceptionHandler handler() {
    return (failure, command, parsed) -> {
      if (failure instanceof UsageException) {
        command.getErr().println("load: " + failure.getMessage());
        return USAGE;
      }
      if (failure instanceof UnavailableException) {
        command.getErr().println("load: " + failure.getMessage());
        return COULD_NOT_RUN;
      }
      command.getErr().println("load: internal error: " + failure);
      failure.printStackTrace(command.getErr());
      return COULD_NOT_RUN;
    };
  }
}
