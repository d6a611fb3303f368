package io.socketionats.conformance.cli;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.Subscription;
import io.socketionats.conformance.Cli;
import io.socketionats.conformance.CountOption;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.dialect.DialectOption;
import io.socketionats.conformance.dialect.Frame;
import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.judge.wire.WireLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code interop wire}: shows the frames of any running cluster as they pass. */
@Command(
    name = "wire",
    description =
        "Decodes the frames of a running cluster until it is interrupted; publishes nothing.",
    mixinStandardHelpOptions = true)
final class WireCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(500);

  @Spec private CommandSpec spec;

  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "nats://127.0.0.1:4222",
      description = "NATS server (default: ${DEFAULT-VALUE})")
  private String server;

  @Option(
      names = "--dialect",
      paramLabel = "NAME",
      defaultValue = "socket.io-nats",
      converter = DialectOption.class,
      description = "socket.io-nats (default) or mickl")
  private WireDialect dialect;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "first part of the subjects (default: the dialect's own)")
  private String key;

  @Option(
      names = "--count",
      paramLabel = "N",
      converter = CountOption.class,
      description = "ends after N messages")
  private Integer count;

  @Override
  public Integer call() {
    String first = key == null ? dialect.defaultKey() : key;
    try {
      Connection connection = Nats.connect(options());
      try {
        listen(connection, first);
      } finally {
        connection.close();
      }
      return Cli.AS_EXPECTED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Cli.AS_EXPECTED;
    } catch (IOException | TimeoutException e) {
      throw new UnavailableException(
          "no nats-server at %s: %s; name another one with --server URL"
              .formatted(server, e.getMessage()),
          e);
    }
  }

  private Options options() {
    return new Options.Builder()
        .server(server)
        .connectionName("conformance-wire")
        .maxReconnects(0)
        .errorListener(new ErrorListener() {}) // what goes wrong is said once, by the exception
        .supportUTF8Subjects()
        .build();
  }

  private void listen(Connection connection, String first)
      throws InterruptedException, TimeoutException {
    PrintWriter out = spec.commandLine().getOut();
    Subscription all = connection.subscribe(">");
    connection.flush(Duration.ofSeconds(5));
    spec.commandLine().getErr().printf("listening on %s for key '%s'%n", server, first);
    for (long seen = 0; count == null || seen < count; ) {
      Message message = all.nextMessage(POLL);
      if (message != null && message.getSubject().startsWith(first)) {
        out.println(line(message));
        out.flush();
        seen++;
      } else if (connection.getStatus() == Connection.Status.CLOSED) {
        throw new UnavailableException("nats-server at %s has ended".formatted(server));
      }
    }
  }

  private String line(Message message) {
    String time = LocalTime.now().truncatedTo(ChronoUnit.MILLIS).toString();
    try {
      Frame frame = dialect.decode(message.getData());
      return "%s %s uid %s nsp %s rooms %s except %s flags %s %s"
          .formatted(
              time,
              message.getSubject(),
              frame.uid(),
              frame.namespace(),
              frame.rooms(),
              frame.except(),
              frame.flags(),
              Json.text(frame.data()));
    } catch (IllegalArgumentException e) {
      return "%s %s is no frame: %s: %s"
          .formatted(
              time,
              message.getSubject(),
              e.getMessage(),
              new WireLine(0, 0, message.getSubject(), message.getData()).text());
    }
  }
}
