package io.socketionats.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One JSON object of a file that a user writes. Every error is a {@link UsageException} that names
 * the file, the place in it, the rule and the value.
 */
public final class StrictObject {
  private static final ObjectReader STRICT =
      Json.MAPPER.reader().with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

  private final String file;
  private final String path;
  private final JsonNode value;

  private StrictObject(String file, String path, JsonNode value) {
    this.file = file;
    this.path = path;
    this.value = value;
  }

  /**
   * The JSON value that a file holds.
   *
   * @param subject what the file is, such as {@code the descriptor '/a/b.json'}
   */
  public static JsonNode parse(String subject, Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UsageException(subject + " is no file; name a JSON file");
    }
    try {
      return STRICT.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new UsageException(
          "%s is not JSON: line %d: %s"
              .formatted(
                  subject,
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                  e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UsageException("%s cannot be read: %s".formatted(subject, e.getMessage()));
    }
  }

  /**
   * @param subject what the file is, for messages
   * @param path where the object stands in the file; empty = it is the whole file
   * @param keys that it may have
   */
  public static StrictObject of(String subject, String path, JsonNode value, List<String> keys) {
    String place = path.isEmpty() ? subject : subject + ": " + path;
    if (!value.isObject()) {
      throw new UsageException(
          "%s must be an object; got %s".formatted(place, Json.shortened(value)));
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      if (!keys.contains(field.getKey())) {
        throw new UsageException(
            "%s has the unknown key '%s'; it may have %s"
                .formatted(place, field.getKey(), String.join(", ", keys)));
      }
    }
    return new StrictObject(subject, path.isEmpty() ? "" : path + ".", value);
  }

  public boolean has(String key) {
    return value.has(key);
  }

  /** A text that must be there and not be blank. */
  public String text(String key, String rule) {
    JsonNode text = value.path(key);
    if (!text.isTextual() || text.asText().isBlank()) {
      throw refused(key, text, rule);
    }
    return text.asText();
  }

  /** The same where it may be absent. */
  public Optional<String> optionalText(String key, String rule) {
    return has(key) ? Optional.of(text(key, rule)) : Optional.empty();
  }

  /** A text that stands for something. */
  public <T> T choice(String key, String rule, Function<String, Optional<T>> meaning) {
    String text = text(key, rule);
    return meaning.apply(text).orElseThrow(() -> refused(key, value.path(key), rule));
  }

  /** One of some numbers, or another one when it is absent. */
  public int number(String key, List<Integer> allowed, int absent, String rule) {
    JsonNode number = value.path(key);
    if (number.isMissingNode()) {
      return absent;
    }
    if (!number.isInt() || !allowed.contains(number.asInt())) {
      throw refused(key, number, rule);
    }
    return number.asInt();
  }

  /** A list of texts; empty when it is absent. */
  public List<String> texts(String key, String rule) {
    JsonNode list = value.path(key);
    List<String> texts = new ArrayList<>();
    list.forEach(one -> texts.add(one.asText()));
    boolean wrong = has(key) && !list.isArray();
    for (JsonNode one : list) {
      wrong |= !one.isTextual();
    }
    if (wrong) {
      throw refused(key, list, rule);
    }
    return texts;
  }

  /** A list of some numbers, none of them twice; empty when it is absent. */
  public List<Integer> numbers(String key, List<Integer> allowed, String rule) {
    JsonNode list = value.path(key);
    List<Integer> numbers = new ArrayList<>();
    boolean wrong = has(key) && !list.isArray();
    for (JsonNode one : list) {
      wrong |= !one.isInt() || !allowed.contains(one.asInt()) || numbers.contains(one.asInt());
      numbers.add(one.asInt());
    }
    if (wrong) {
      throw refused(key, list, rule);
    }
    return numbers;
  }

  /** Texts by name; empty when it is absent. */
  public Map<String, String> textsByName(String key, String rule) {
    JsonNode object = value.path(key);
    Map<String, String> texts = new LinkedHashMap<>();
    boolean wrong = has(key) && !object.isObject();
    for (Map.Entry<String, JsonNode> one : object.properties()) {
      wrong |= !one.getValue().isTextual();
      texts.put(one.getKey(), one.getValue().asText());
    }
    if (wrong) {
      throw refused(key, object, rule);
    }
    return texts;
  }

  /** A list of objects; empty when it is absent. */
  public List<StrictObject> objects(String key, List<String> keys, String rule) {
    JsonNode list = value.path(key);
    if (has(key) && !list.isArray()) {
      throw refused(key, list, rule);
    }
    List<StrictObject> objects = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      objects.add(of(file, "%s%s[%d]".formatted(path, key, i), list.get(i), keys));
    }
    return objects;
  }

  /** What is thrown when the value of a key breaks a rule. */
  public UsageException refused(String key, String rule) {
    return refused(key, value.path(key), rule);
  }

  private UsageException refused(String key, JsonNode found, String rule) {
    return new UsageException(
        found.isMissingNode()
            ? "%s: %s%s is missing; it must be %s".formatted(file, path, key, rule)
            : "%s: %s%s must be %s; got %s"
                .formatted(file, path, key, rule, Json.shortened(found)));
  }

  /** Where the object stands, for messages about it as a whole. */
  public String place() {
    return path.isEmpty() ? file : file + ": " + path.substring(0, path.length() - 1);
  }
}
