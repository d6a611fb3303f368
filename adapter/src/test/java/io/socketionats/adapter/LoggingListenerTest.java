package io.socketionats.adapter;

import static io.nats.client.ConnectionListener.Events.CONNECTED;
import static io.nats.client.ConnectionListener.Events.DISCONNECTED;
import static io.nats.client.ConnectionListener.Events.RECONNECTED;
import static io.nats.client.ConnectionListener.Events.RESUBSCRIBED;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

class LoggingListenerTest {
  private final List<String> lines = new ArrayList<>();
  private final LoggingListener listener = new LoggingListener(recorder());

  /** Keeps what is logged at the levels info and above. */
  private Logger recorder() {
    return (Logger)
        Proxy.newProxyInstance(
            Logger.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("warn") || method.getName().equals("info")) {
                Object[] values =
                    arguments.length == 2 && arguments[1] instanceof Object[] several
                        ? several
                        : Arrays.copyOfRange(arguments, 1, arguments.length);
                lines.add(
                    method.getName()
                        + " "
                        + MessageFormatter.arrayFormat((String) arguments[0], values).getMessage());
                assertThat(values).noneMatch(Throwable.class::isInstance);
              }
              return method.getReturnType() == boolean.class ? false : null;
            });
  }

  @Test
  void anOutageIsALineWhenItBeginsAndOneWhenItEnds() {
    listener.connection(CONNECTED);
    for (int outage = 0; outage < 2; outage++) {
      IOException cause = new IOException("Read channel closed.");
      for (int i = 0; i < 50; i++) {
        listener.error(
            new AdapterError(AdapterError.Kind.CONNECTION, "the NATS client failed: x", cause));
        listener.connection(DISCONNECTED);
        listener.error(new AdapterError(AdapterError.Kind.FLUSH, "not confirmed", null));
        listener.dropped(new DroppedFrame(DropCause.DISCONNECTED, "socket.io./", "away"));
      }
      listener.connection(RECONNECTED);
      listener.connection(RESUBSCRIBED);
    }

    String begin =
        "warn NATS is away, so broadcasts reach the clients of this node only; the NATS client"
            + " failed: x";
    String end = "warn NATS is back after 0 s; 50 broadcasts did not reach other nodes";
    assertThat(lines).containsExactly("info connected to NATS", begin, end, begin, end);
  }

  @Test
  void logsErrorsAndDropsTwentyTimesAMinute() {
    for (int i = 0; i < 30; i++) {
      listener.error(new AdapterError(AdapterError.Kind.NATS, "NATS answered -ERR x", null));
      listener.dropped(new DroppedFrame(DropCause.TOO_LARGE, "s", "is an error as well"));
    }
    assertThat(lines).hasSize(20).containsOnly("warn NATS: NATS answered -ERR x");
  }
}
