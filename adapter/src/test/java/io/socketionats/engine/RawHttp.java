package io.socketionats.engine;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Requests of Engine.IO, each as it is written in the test. */
final class RawHttp {
  static final Duration LIMIT = Duration.ofSeconds(30);
  static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();

  private final int port;
  private final String path;

  /**
   * @param path such as {@code /socket.io/?EIO=4}
   */
  RawHttp(int port, String path) {
    this.port = port;
    this.path = path;
  }

  URI uri(String scheme, String rest) {
    return URI.create(scheme + "://127.0.0.1:" + port + path + rest);
  }

  HttpRequest.Builder request(String rest) {
    return HttpRequest.newBuilder(uri("http", rest)).timeout(LIMIT);
  }

  static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String rest) throws IOException, InterruptedException {
    return send(request(rest).build());
  }

  HttpResponse<String> poll(String sid) throws IOException, InterruptedException {
    return get("&transport=polling&sid=" + sid);
  }

  CompletableFuture<HttpResponse<String>> pollLater(String sid) {
    return CLIENT.sendAsync(
        request("&transport=polling&sid=" + sid).build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> post(String sid, String body) throws IOException, InterruptedException {
    return send(
        request("&transport=polling&sid=" + sid)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  /** Opens a session; returns its id. */
  String open() throws IOException, InterruptedException {
    String answer = get("&transport=polling").body();
    return answer.replaceAll("(?s).*\"sid\":\"([^\"]+)\".*", "$1");
  }
}
