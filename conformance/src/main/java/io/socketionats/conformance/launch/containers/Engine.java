package io.socketionats.conformance.launch.containers;

import io.socketionats.conformance.BlockingCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Is there a Docker engine? Asked directly, before any library that would wait for minutes. */
public final class Engine {
  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final int LONGEST = 1 << 16;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final Pattern STATUS = Pattern.compile("^HTTP/\\S+ (\\d{3})");
  private static final String DEFAULT = "unix:///var/run/docker.sock";

  private Engine() {}

  /** A status of HTTP and what came with it. */
  private record Answer(int status, String text) {}

  /** Why no engine can be used; empty when one answers. */
  public static Optional<String> missing() {
    try {
      Answer answer = ask("/_ping");
      return answer.status() == OK
          ? Optional.empty()
          : Optional.of(
              "the Docker engine at %s answers '%s'".formatted(address(), firstLine(answer)));
    } catch (IOException e) {
      return Optional.of(
          "no Docker engine answers at %s: %s; start one, or name another with DOCKER_HOST"
              .formatted(address(), e.getMessage()));
    }
  }

  /** Why images cannot be used; empty when the engine has them all. */
  static Optional<String> missingImages(List<String> images) {
    List<String> absent = new ArrayList<>();
    for (String image : images) {
      try {
        Answer answer = ask("/images/%s/json".formatted(image));
        if (answer.status() == NOT_FOUND) {
          absent.add(image);
        } else if (answer.status() != OK) {
          return Optional.of(
              "the Docker engine at %s answers, but asked for image %s says '%s'"
                  .formatted(address(), image, firstLine(answer)));
        }
      } catch (IOException e) {
        return Optional.of(
            "the Docker engine at %s answers a ping, but not what images it has: %s; restart it"
                .formatted(address(), e.getMessage()));
      }
    }
    return absent.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the Docker engine lacks the base image %s; pull it, or name others with -Dinterop.image.node, -Dinterop.image.jre, -Dinterop.image.nats"
                .formatted(String.join(", ", absent)));
  }

  /** {@code DOCKER_HOST}, or where an engine usually is. */
  static String address() {
    String host = System.getenv("DOCKER_HOST");
    return host == null || host.isBlank() ? DEFAULT : host;
  }

  /** The address at which this machine reaches ports that containers publish. */
  static String host() {
    URI address = URI.create(address());
    return address.getScheme().equals("unix") ? "127.0.0.1" : address.getHost();
  }

  private static Answer ask(String path) throws IOException {
    URI address = URI.create(address());
    try {
      return BlockingCalls.supply(() -> answer(address, path))
          .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("no answer within %d s".formatted(LIMIT.toSeconds()), e);
    } catch (ExecutionException e) {
      throw new IOException(EngineThreads.reason(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static Answer answer(URI address, String path) {
    try (SocketChannel channel = open(address)) {
      channel.write(
          ByteBuffer.wrap(
              "GET %s HTTP/1.0\r\nHost: docker\r\n\r\n"
                  .formatted(path)
                  .getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer answer = ByteBuffer.allocate(LONGEST);
      while (answer.hasRemaining() && channel.read(answer) >= 0) {
        // until the engine closes
      }
      return parse(new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private static SocketChannel open(URI address) throws IOException {
    if (!"unix".equals(address.getScheme())) {
      return SocketChannel.open(new InetSocketAddress(address.getHost(), address.getPort()));
    }
    Path socket = Path.of(address.getPath());
    if (!Files.exists(socket)) {
      throw new IOException("there is no such socket");
    }
    return SocketChannel.open(UnixDomainSocketAddress.of(socket));
  }

  private static Answer parse(String text) throws IOException {
    Matcher matcher = STATUS.matcher(text);
    if (!matcher.find()) {
      throw new IOException("it does not speak HTTP");
    }
    int body = text.indexOf("\r\n\r\n");
    return new Answer(
        Integer.parseInt(matcher.group(1)), body < 0 ? "" : text.substring(body).strip());
  }

  private static String firstLine(Answer answer) {
    return "%d %s".formatted(answer.status(), answer.text().lines().findFirst().orElse("")).strip();
  }
}
