package io.socketionats.conformance.launch.node;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.conformance.StrictObject;
import io.socketionats.conformance.UsageException;
import io.socketionats.conformance.dialect.DialectOption;
import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.launch.node.Implementation.Deviation;
import io.socketionats.conformance.launch.node.Implementation.Part;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads a descriptor file, which describes one implementation. */
public final class Descriptor {
  private static final List<String> KEYS =
      List.of(
          "id",
          "language",
          "dialect",
          "generation",
          "engine",
          "command",
          "environment",
          "deviations",
          "$comment");
  private static final List<Integer> ENGINES = List.of(3, 4);
  private static final List<String> DEVIATION_KEYS =
      List.of("requirement", "part", "with", "reason", "link");
  private static final List<String> PLACES = List.of("java", "node", "classpath", "root", "folder");
  private static final Pattern PLACE = Pattern.compile("\\$\\{([^}]*)}");

  /** What a deviation's part may be. */
  public static final String PART_RULE = "emitter, receiver, both or self";

  /** What a deviation's reason must be. */
  public static final String REASON_RULE = "a sentence, which the report shows";

  /** What a deviation's link must be. */
  public static final String LINK_RULE = "an address, such as that of an issue";

  private Descriptor() {}

  /**
   * @throws UsageException when the file cannot be read or breaks a rule
   */
  public static Implementation read(Path file) {
    String subject = "the descriptor '%s'".formatted(file);
    JsonNode root = StrictObject.parse(subject, file);
    StrictObject fields = StrictObject.of(subject, "", root, KEYS);
    String id =
        fields.choice(
            "id",
            "lower-case letters, digits and hyphens, the first no hyphen",
            text -> Optional.of(text).filter(Implementation::isId));
    String language = fields.text("language", "a text, such as java or python");
    WireDialect dialect =
        fields.choice("dialect", DialectOption.RULE.replaceFirst("^must be ", ""), WireDialect::of);
    int generation =
        fields.number(
            "generation",
            List.of(0, 1, 2, 4),
            0,
            "1, 2 or 4 for a Socket.IO release of Node.js (3 counts as 4), and 0 or absent for any other server");
    String folder = folder(file);
    return new Implementation(
        id,
        language,
        dialect,
        generation,
        command(fields, folder),
        environment(fields, folder),
        deviations(fields),
        engines(fields));
  }

  private static List<Integer> engines(StrictObject fields) {
    return fields
        .numbers(
            "engine", ENGINES, "a list of the versions of Engine.IO that it serves, such as [3, 4]")
        .stream()
        .sorted()
        .toList();
  }

  private static String folder(Path file) {
    return file.toAbsolutePath().normalize().getParent().toString();
  }

  private static List<String> command(StrictObject fields, String folder) {
    String rule = "a list of texts, the program first";
    List<String> command = fields.texts("command", rule);
    if (command.isEmpty() || command.get(0).isBlank()) {
      throw fields.refused("command", rule);
    }
    for (String word : command) {
      Matcher place = PLACE.matcher(word);
      while (place.find()) {
        if (!PLACES.contains(place.group(1))) {
          throw fields.refused(
              "command",
              "a list of texts in which ${%s} stand for something, and no other"
                  .formatted(String.join("}, ${", PLACES)));
        }
      }
    }
    return command.stream().map(word -> word.replace("${folder}", folder)).toList();
  }

  private static Map<String, String> environment(StrictObject fields, String folder) {
    Map<String, String> environment =
        new TreeMap<>(
            fields.textsByName(
                "environment", "an object of texts, such as {\"LOG_LEVEL\": \"1\"}"));
    environment.replaceAll((name, value) -> value.replace("${folder}", folder));
    return environment;
  }

  private static List<Deviation> deviations(StrictObject fields) {
    return fields
        .objects("deviations", DEVIATION_KEYS, "a list of objects with requirement, part, reason")
        .stream()
        .map(Descriptor::deviation)
        .toList();
  }

  private static Deviation deviation(StrictObject fields) {
    Part part = fields.choice("part", PART_RULE, Descriptor::part);
    if (part == Part.SELF && fields.has("with")) {
      throw fields.refused("with", "absent where part is self");
    }
    return new Deviation(
        fields.text("requirement", "the id of a requirement, such as R06"),
        part,
        fields.optionalText("with", "the id of the implementation on the other side"),
        fields.text("reason", REASON_RULE),
        fields.optionalText("link", LINK_RULE));
  }

  /** The part of a name, such as {@code emitter}. */
  public static Optional<Part> part(String name) {
    return Stream.of(Part.values()).filter(part -> part.label().equals(name)).findFirst();
  }
}
