package io.socketionats.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Implementations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** All mutants: those of {@code node-fixtures/mutants}, and the broken Java nodes. */
final class MutantTable {
  /** The id of every mutant in results. */
  static final String MUTANT = "mutant";

  private static final String SANE_NODE = "io.socketionats.javanode.JavaNode";
  private static final String BROKEN_NODE = "io.socketionats.javanode.mutants.BrokenJavaNode";

  private MutantTable() {}

  static List<Mutant> read(List<Implementation> implementations) throws IOException {
    Implementation node = Implementations.select(implementations, List.of("node-sio4")).get(0);
    Implementation brokenNode = node.named(MUTANT);
    List<Mutant> all = new ArrayList<>();
    for (JsonNode entry : Json.parse(listed())) {
      List<String> kills = new ArrayList<>();
      entry.path("kills").forEach(id -> kills.add(id.asText()));
      String name = entry.path("name").asText();
      all.add(new Mutant(name, entry.path("breaks").asText(), kills, brokenNode, node));
    }
    Implementation java = Implementations.select(implementations, List.of("java")).get(0);
    Implementation brokenJava = broken(java);
    all.add(
        new Mutant(
            "numbers-rounded",
            "Numbers are published as doubles.",
            List.of("P04"),
            brokenJava,
            java));
    all.add(
        new Mutant(
            "predicate-ignored",
            "The server's own broadcast excludes nobody.",
            List.of("X07"),
            brokenJava,
            java));
    return all;
  }

  private static String listed() throws IOException {
    Process process =
        new ProcessBuilder(
                "node", Checkout.root().resolve("node-fixtures/mutants/list.mjs").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static Implementation broken(Implementation java) {
    List<String> command =
        java.command().stream().map(word -> word.equals(SANE_NODE) ? BROKEN_NODE : word).toList();
    return new Implementation(
        MUTANT,
        java.language(),
        java.dialect(),
        java.generation(),
        command,
        java.environment(),
        List.of(),
        java.engines());
  }

  /**
   * The mutants whose names match.
   *
   * @param patterns names, with {@code *} for any characters and commas between them
   * @throws IllegalArgumentException when one matches no mutant
   */
  static List<Mutant> select(List<Mutant> all, String patterns) {
    List<Pattern> wanted =
        Arrays.stream(patterns.split(","))
            .map(String::strip)
            .map(MutantTable::glob)
            .peek(glob -> requireMatch(all, glob, patterns))
            .toList();
    return all.stream()
        .filter(one -> wanted.stream().anyMatch(glob -> glob.matcher(one.name()).matches()))
        .toList();
  }

  private static Pattern glob(String pattern) {
    return Pattern.compile(
        Arrays.stream(pattern.split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*")));
  }

  private static void requireMatch(List<Mutant> all, Pattern glob, String patterns) {
    if (all.stream().noneMatch(one -> glob.matcher(one.name()).matches())) {
      throw new IllegalArgumentException(
          "-Dmutants='%s' has a part that matches no mutant; 'node node-fixtures/mutants/list.mjs' lists them"
              .formatted(patterns));
    }
  }
}
