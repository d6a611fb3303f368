package io.socketionats.conformance.cli;

import io.socketionats.conformance.Cli;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

/**
 * The command {@code interop}. Exit status: 0 as expected, 1 a requirement failed or unexpectedly
 * passed, 2 usage, 3 the run could not take place or could not go on, 130 interrupted.
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
      "3:the run could not take place or could not go on",
      "130:interrupted; what was judged until then is reported"
    })
public final class Interop {
  private Interop() {}

  public static void main(String[] arguments) {
    int status =
        execute(arguments, new PrintWriter(System.out, true), new PrintWriter(System.err, true));
    System.exit(status);
  }

  /** Runs one command; returns its exit status. */
  public static int execute(String[] arguments, PrintWriter out, PrintWriter err) {
    return Cli.execute("interop", new Interop(), arguments, out, err);
  }
}
