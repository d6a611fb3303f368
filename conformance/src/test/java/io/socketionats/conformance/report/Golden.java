package io.socketionats.conformance.report;

import io.socketionats.conformance.judge.catalogue.Catalogue;
import io.socketionats.conformance.judge.catalogue.Requirement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Texts that reports must equal; {@code {R06.sentence}} and {@code {R06.source}} stand for the
 * words of the catalogue.
 */
final class Golden {
  private Golden() {}

  static String text(String name) {
    String text = read(name);
    for (Requirement requirement : Catalogue.all()) {
      text =
          text.replace("{" + requirement.id() + ".sentence}", in(name, requirement.sentence()))
              .replace("{" + requirement.id() + ".source}", in(name, requirement.source()));
    }
    return text;
  }

  /** As the format of the file writes the words of the catalogue. */
  private static String in(String name, String words) {
    if (name.endsWith(".json")) {
      return words.replace("\"", "\\\"");
    }
    return name.endsWith(".md") ? words.replace("*", "\\*") : words;
  }

  private static String read(String name) {
    try (InputStream in = Golden.class.getResourceAsStream("/report/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
