package io.socketionats.conformance.judge.service;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The answer to a request. */
public record RawAnswer(HttpResponse<byte[]> response) {
  public int status() {
    return response.statusCode();
  }

  public String text() {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  public String hex() {
    return HexFormat.of().formatHex(response.body());
  }

  /** A header; empty if there is none. */
  public String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /** Whether it is a refusal with one of Engine.IO's codes. */
  public boolean isError(int code) {
    return status() == 400 && text().startsWith("{\"code\":" + code + ",");
  }

  /** The packets of a body of text, in either version. */
  public List<String> packets() {
    String text = text();
    if (!text.matches("(?s)\\d+:.*")) {
      return List.of(text.split("\u001e"));
    }
    List<String> packets = new ArrayList<>();
    for (int i = 0; i < text.length(); ) {
      int colon = text.indexOf(':', i);
      int end = colon + 1 + Integer.parseInt(text.substring(i, colon));
      packets.add(text.substring(colon + 1, end));
      i = end;
    }
    return packets;
  }

  /**
   * Requires a status and a text.
   *
   * @throws Unmet if it has others
   */
  public RawAnswer require(int status, String text) {
    if (status() != status || !text().equals(text)) {
      throw new Unmet("%d '%s'".formatted(status, text), "it got " + this);
    }
    return this;
  }

  /**
   * Requires a status.
   *
   * @throws Unmet if it has another
   */
  public RawAnswer requireStatus(int status) {
    if (status() != status) {
      throw new Unmet("status " + status, "it got " + this);
    }
    return this;
  }

  /**
   * Requires a refusal with one of Engine.IO's codes.
   *
   * @throws Unmet if it is none
   */
  public RawAnswer requireError(int code) {
    if (!isError(code)) {
      throw new Unmet("400 with the code %d".formatted(code), "it got " + this);
    }
    return this;
  }

  @Override
  public String toString() {
    String text = text();
    return "%d '%s'"
        .formatted(status(), text.length() <= 200 ? text : text.substring(0, 200) + "…");
  }
}
