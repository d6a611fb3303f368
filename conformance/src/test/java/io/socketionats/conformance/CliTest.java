package io.socketionats.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.socketionats.conformance.dialect.DialectOption;
import io.socketionats.conformance.dialect.WireDialect;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

class CliTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** A program with the options that commands share; it ends as its field says. */
  @Command(name = "tool", mixinStandardHelpOptions = true)
  static final class Tool implements Callable<Integer> {
    @Mixin private ProgramOptions programs;

    @Option(names = "--dialect", converter = DialectOption.class)
    private WireDialect dialect;

    @Option(names = "--count")
    private int count;

    private final RuntimeException failure;

    Tool(RuntimeException failure) {
      this.failure = failure;
    }

    @Override
    public Integer call() {
      if (failure != null) {
        throw failure;
      }
      return dialect == WireDialect.MICKL ? 7 : 0;
    }
  }

  private int tool(RuntimeException failure, String... arguments) {
    return Cli.execute(
        "tool",
        new Tool(failure),
        arguments,
        new PrintWriter(out, true),
        new PrintWriter(err, true));
  }

  @AfterEach
  void forgetTheNamedProgram() {
    System.clearProperty("node");
  }

  @Test
  void givesTheStatusOfTheCommand() {
    assertThat(tool(null, "--dialect", "mickl")).isEqualTo(7);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void showsTheUsageWhenNothingIsAsked() {
    assertThat(tool(null)).isEqualTo(Cli.USAGE);
    assertThat(err.toString()).startsWith("Usage: tool ");
  }

  @Test
  void printsRulesInOneSentence() {
    assertThat(tool(null, "--dialect", "redis")).isEqualTo(Cli.USAGE);
    assertThat(err).hasToString("tool: --dialect must be socket.io-nats or mickl, got 'redis'\n");
  }

  @Test
  void namesTheHelpForWhatPicocliRefuses() {
    assertThat(tool(null, "--count", "many")).isEqualTo(Cli.USAGE);
    assertThat(tool(null, "--coun", "1")).isEqualTo(Cli.USAGE);
    assertThat(err)
        .hasToString(
            """
            tool: Invalid value for option '--count': 'many' is not an int
            see 'tool --help'
            tool: Unknown options: '--coun', '1'
            Possible solutions: --count
            see 'tool --help'
            """);
  }

  @Test
  void takesTheNodeThatIsNamed() {
    assertThat(tool(null, "--node", "/bin/sh")).isZero();
    assertThat(ProgramOptions.nodeProgram()).isEqualTo("/bin/sh");
  }

  @Test
  void refusesANodeThatIsNoProgram() {
    assertThat(tool(null, "--node", "/no/node")).isEqualTo(Cli.USAGE);
    assertThat(err)
        .hasToString(
            "tool: --node must be an executable file, got '/no/node'; leave it out to take node from PATH\n");
    assertThat(ProgramOptions.nodeProgram()).isEqualTo("node");
  }

  @Test
  void endsByTheKindOfFailure() {
    assertThat(tool(new UsageException("no such thing"), "--count", "1")).isEqualTo(2);
    assertThat(tool(new UnavailableException("no broker"), "--count", "1")).isEqualTo(3);
    assertThat(err).hasToString("tool: no such thing\ntool: no broker\n");
    assertThat(tool(new IllegalStateException("odd"), "--count", "1")).isEqualTo(3);
    assertThat(err.toString())
        .contains("tool: internal error: java.lang.IllegalStateException: odd\n")
        .contains("\tat ");
  }

  @Test
  void showsFilesBelowTheWorkingFolderShort() {
    Path here = Path.of("").toAbsolutePath();

    assertThat(Cli.shown(here.resolve("a/b"))).isEqualTo(Path.of("a/b"));
    assertThat(Cli.shown(Path.of("/a/b"))).isEqualTo(Path.of("/a/b"));
  }
}
