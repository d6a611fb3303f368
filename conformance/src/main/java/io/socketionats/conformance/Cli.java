package io.socketionats.conformance;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What the commands of this project have in common: exit statuses, and how errors are printed. */
public final class Cli {
  /** Everything is as expected or as asked. */
  public static final int AS_EXPECTED = 0;

  /** Something that was judged is not as it must be. */
  public static final int NOT_AS_EXPECTED = 1;

  /** What was asked for does not exist, contradicts itself or selects nothing. */
  public static final int USAGE = 2;

  /** It could not take place, or could not go on. */
  public static final int COULD_NOT_RUN = 3;

  /** Ended by Ctrl-C: 128 and the number of SIGINT, as shells count. */
  public static final int INTERRUPTED = 130;

  /** What a converter of this project says: the rule and the value, which is all that one needs. */
  private static final Pattern RULE =
      Pattern.compile("Invalid value for option '(--[a-z-]+)'.*?: (must be .*)", Pattern.DOTALL);

  private Cli() {}

  /**
   * Runs one command. Errors are printed as one message after the program's name.
   *
   * @param name of the program, for messages
   * @param program annotated for picocli
   * @return its exit status
   */
  public static int execute(
      String name, Object program, String[] arguments, PrintWriter out, PrintWriter err) {
    CommandLine command = new CommandLine(program);
    command.setOut(out);
    command.setErr(err);
    command.setParameterExceptionHandler((failure, given) -> refused(name, failure));
    command.setExecutionExceptionHandler(
        (failure, failed, parsed) -> ended(name, failure, failed.getErr()));
    if (arguments.length == 0) {
      command.usage(err);
      return USAGE;
    }
    return command.execute(arguments);
  }

  private static int refused(String name, ParameterException failure) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    Matcher rule = RULE.matcher(failure.getMessage());
    if (rule.matches()) {
      err.printf("%s: %s %s%n", name, rule.group(1), rule.group(2));
      return USAGE;
    }
    err.println(name + ": " + failure.getMessage());
    UnmatchedArgumentException.printSuggestions(failure, err);
    err.printf("see '%s --help'%n", command.getCommandSpec().qualifiedName());
    return USAGE;
  }

  private static int ended(String name, Exception failure, PrintWriter err) {
    if (failure instanceof UsageException) {
      err.println(name + ": " + failure.getMessage());
      return USAGE;
    }
    if (failure instanceof UnavailableException) {
      err.println(name + ": " + failure.getMessage());
      return COULD_NOT_RUN;
    }
    err.println(name + ": internal error: " + failure);
    failure.printStackTrace(err);
    return COULD_NOT_RUN;
  }

  /** A file as users write it: relative to the working folder when it lies below it. */
  public static Path shown(Path file) {
    Path here = Path.of("").toAbsolutePath();
    return file.startsWith(here) ? here.relativize(file) : file;
  }
}
