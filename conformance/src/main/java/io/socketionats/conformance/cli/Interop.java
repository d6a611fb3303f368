package io.socketionats.conformance.cli;

import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.UsageException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

/**
 * The command {@code interop}. Exit status: 0 as expected, 1 a requirement failed or unexpectedly
 * passed, 2 usage, 3 the run could not take place or could not go on.
 */
@Command(
    name = "interop",
    description = "Proves that Node.js and Java Socket.IO servers form one cluster over NATS.",
    mixinStandardHelpOptions = true,
    version = "socketio-nats conformance 0.1.0",
    subcommands = {
      RunCommand.class,
      ListCommand.class,
      ShowCommand.class,
      CompareCommand.class,
      DoctorCommand.class,
      WireCommand.class
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:everything is as expected",
      "1:a requirement failed, crashed or unexpectedly passed",
      "2:usage: an unknown option, implementation or selector, an empty selection",
      "3:the run could not take place or could not go on"
    })
public final class Interop {
  static final int AS_EXPECTED = 0;
  static final int NOT_AS_EXPECTED = 1;
  static final int USAGE = 2;
  static final int COULD_NOT_RUN = 3;

  private Interop() {}

  public static void main(String[] arguments) {
    int status =
        execute(arguments, new PrintWriter(System.out, true), new PrintWriter(System.err, true));
    System.exit(status);
  }

  /** Runs one command; returns its exit status. */
  public static int execute(String[] arguments, PrintWriter out, PrintWriter err) {
    CommandLine command = new CommandLine(new Interop());
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
        command.getErr().println("interop: " + failure.getMessage());
        return USAGE;
      }
      if (failure instanceof UnavailableException) {
        command.getErr().println("interop: " + failure.getMessage());
        return COULD_NOT_RUN;
      }
      command.getErr().println("interop: internal error: " + failure);
      failure.printStackTrace(command.getErr());
      return COULD_NOT_RUN;
    };
  }
}
