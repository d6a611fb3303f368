package io.socketionats.conformance.containers;

import io.socketionats.conformance.UnavailableException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Is there a Docker engine? Asked directly, before any library that would wait for minutes. */
public final class Engine {
  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final String DEFAULT = "unix:///var/run/docker.sock";

  private Engine() {}

  /** Why no engine can be used; empty when one answers. */
  public static Optional<String> missing() {
    String host = address();
    try {
      String answer = ping(host);
      return answer.contains("200 OK") || answer.equals("OK")
          ? Optional.empty()
          : Optional.of("the Docker engine at %s answers '%s'".formatted(host, firstLine(answer)));
    } catch (IOException | TimeoutException | ExecutionException e) {
      Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
      String reason =
          cause instanceof TimeoutException ? "no answer within 3 s" : cause.getMessage();
      return Optional.of("no Docker engine answers at %s: %s".formatted(host, reason));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  private static String address() {
    String host = System.getenv("DOCKER_HOST");
    return host == null || host.isBlank() ? DEFAULT : host;
  }

  /** The address at which this machine reaches ports that containers publish. */
  static String host() {
    URI address = URI.create(address());
    return address.getScheme().equals("unix") ? "127.0.0.1" : address.getHost();
  }

  private static String ping(String host)
      throws IOException, InterruptedException, TimeoutException, ExecutionException {
    URI address = URI.create(host);
    if (!"unix".equals(address.getScheme())) {
      URI http = URI.create("http://%s:%d/_ping".formatted(address.getHost(), address.getPort()));
      HttpRequest request = HttpRequest.newBuilder(http).timeout(LIMIT).build();
      return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
    Path socket = Path.of(address.getPath());
    if (!Files.exists(socket)) {
      throw new IOException("there is no such socket");
    }
    return CompletableFuture.supplyAsync(() -> pingSocket(socket))
        .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static String pingSocket(Path socket) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(
          ByteBuffer.wrap(
              "GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer answer = ByteBuffer.allocate(4096);
      while (answer.hasRemaining() && channel.read(answer) >= 0) {
        // until the engine closes
      }
      return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UnavailableException(e.getMessage(), e);
    }
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
