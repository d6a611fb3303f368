package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.AuthenticationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class SecretsTest {
  @Test
  void masksTheUserInfoOfEveryUrl() {
    assertThat(Secrets.masked("[nats://bob:s3cret@a:1, tls://t0ken@b:2] and nats://c:3"))
        .isEqualTo("[nats://***@a:1, tls://***@b:2] and nats://c:3");
    assertThat(Secrets.masked("nats://bob:s3@cret@a:1")).isEqualTo("nats://***@a:1");
    assertThat(Secrets.masked("nats://bob:s3cret@a:1,nats://eve:x@b:1"))
        .isEqualTo("nats://***@a:1,nats://***@b:1");
    assertThat(Secrets.masked("write to bob@example.org")).isEqualTo("write to bob@example.org");
    assertThat(Secrets.masked((String) null)).isNull();
  }

  @Test
  void copiesOnlyFailuresThatTellASecret() {
    IOException silent = new IOException("closed", new IOException("reset"));
    assertThat(Secrets.masked(silent)).isSameAs(silent);

    Throwable told =
        Secrets.masked(
            new IOException("no", new AuthenticationException("refused by nats://bob:s3cret@a:1")));
    assertThat(told).isInstanceOf(IOException.class).hasMessage("no");
    assertThat(told.getCause())
        .isInstanceOf(AuthenticationException.class)
        .hasMessage("refused by nats://***@a:1");
    assertThat(told.getCause().getStackTrace()).isNotEmpty();
  }

  @Test
  void noMessageOfAFailedBuildTellsAPassword() throws IOException {
    try (Socket nobody = new Socket()) {
      nobody.bind(new InetSocketAddress("127.0.0.1", 0));
      String url = "nats://bob:s3cret@127.0.0.1:" + nobody.getLocalPort();
      assertThatThrownBy(() -> NatsAdapter.builder().servers(url).build())
          .hasMessageStartingWith(
              "cannot connect to NATS at [nats://***@127.0.0.1:" + nobody.getLocalPort() + "]: ")
          .satisfies(failure -> assertThat(trace(failure)).doesNotContain("s3cret", "bob"));
    }
    assertThatThrownBy(() -> NatsAdapter.builder().servers("nats://bob:s3cret@ho st:1"))
        .hasMessageStartingWith("servers '")
        .satisfies(failure -> assertThat(trace(failure)).doesNotContain("s3cret"));
  }

  private static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
