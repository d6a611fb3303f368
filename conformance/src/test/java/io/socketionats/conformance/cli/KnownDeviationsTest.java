package io.socketionats.conformance.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.socketionats.conformance.UsageException;
import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.judge.verdict.Cell;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.judge.verdict.Verdict;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Implementation.Deviation;
import io.socketionats.conformance.launch.node.Implementation.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownDeviationsTest {
  private static final Implementation JAVA = of("java", WireDialect.SOCKET_IO_NATS);
  private static final Implementation MINE = of("mine", WireDialect.SOCKET_IO_NATS);
  private static final Implementation MICKL = of("mickl", WireDialect.MICKL);
  private static final List<Implementation> ALL = List.of(JAVA, MINE, MICKL);

  @TempDir Path folder;

  private static Implementation of(String id, WireDialect dialect, Deviation... deviations) {
    return new Implementation(id, "any", dialect, 0, List.of("run"), Map.of(), List.of(deviations));
  }

  private Path file(String entries) throws IOException {
    return Files.writeString(folder.resolve("known.json"), entries);
  }

  private KnownDeviations known(String... entries) throws IOException {
    return KnownDeviations.read(file("[" + String.join(",", entries) + "]"));
  }

  private static String part(String requirement, String implementation, String part) {
    return "{\"requirement\":\"%s\",\"implementation\":\"%s\",\"part\":\"%s\",\"reason\":\"so\",\"link\":\"https://x/1\"}"
        .formatted(requirement, implementation, part);
  }

  private static String pair(String requirement, String emitter, String receiver) {
    return "{\"requirement\":\"%s\",\"emitter\":\"%s\",\"receiver\":\"%s\",\"reason\":\"so\"}"
        .formatted(requirement, emitter, receiver);
  }

  /** What a pair is excused by. */
  private static String excuse(
      List<Implementation> declared, String requirement, String emitter, String receiver) {
    return Implementation.deviation(requirement, byId(declared, emitter), byId(declared, receiver))
        .map(Deviation::sentence)
        .orElse("");
  }

  private static Implementation byId(List<Implementation> all, String id) {
    return all.stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void excusesThePairsOfAPart() throws IOException {
    List<Implementation> declared =
        known(part("R06", "mine", "receiver")).declaredOn(ALL, ALL, false);

    assertThat(excuse(declared, "R06", "java", "mine")).isEqualTo("so (https://x/1)");
    assertThat(excuse(declared, "R06", "mine", "mine")).isEqualTo("so (https://x/1)");
    assertThat(excuse(declared, "R06", "mine", "java")).isEmpty();
    assertThat(excuse(declared, "R01", "java", "mine")).isEmpty();
  }

  @Test
  void excusesOnePairAndNoOther() throws IOException {
    List<Implementation> declared =
        known(pair("R06", "java", "mine"), pair("R01", "mine", "mine")).declaredOn(ALL, ALL, false);

    assertThat(excuse(declared, "R06", "java", "mine")).isEqualTo("so");
    assertThat(excuse(declared, "R06", "java", "java")).isEmpty();
    assertThat(excuse(declared, "R06", "mine", "java")).isEmpty();
    assertThat(excuse(declared, "R01", "mine", "mine")).isEqualTo("so");
    assertThat(excuse(declared, "R01", "mine", "java")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      textBlock =
          """
          {"requirement":"R06"}  #  must be a list of entries; got {"requirement":"R06"}
          ["R06"]                # : [0] must be an object; got "R06"
          [{"requirement":"Q99","implementation":"mine","part":"both","reason":"x"}] # : [0].requirement must be the id of a requirement ('interop list' shows them all); got "Q99"
          [{"requirement":"R06","implementation":"mine","part":"all","reason":"x"}] # : [0].part must be emitter, receiver, both or self; got "all"
          [{"requirement":"R06","implementation":"mine","part":"both"}] # : [0].reason is missing; it must be a sentence, which the report shows
          [{"requirement":"R06","implementation":"mine","reason":"x"}] # : [0].part is missing; it must be emitter, receiver, both or self
          [{"requirement":"R06","emitter":"mine","reason":"x"}] # : [0].receiver is missing; it must be the id of an implementation
          [{"requirement":"R06","reason":"x"}] # : [0] must have either implementation and part, or emitter and receiver
          [{"requirement":"R06","implementation":"a","part":"both","emitter":"b","reason":"x"}] # : [0] must have either implementation and part, or emitter and receiver
          [{"requirement":"R06","id":"mine"}] # : [0] has the unknown key 'id'; it may have requirement, implementation, part, emitter, receiver, reason, link
          """)
  void saysWhatIsWrongInTheFile(String text, String message) throws IOException {
    Path file = file(text);

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> KnownDeviations.read(file))
        .withMessage("--known '%s'%s", file, message.startsWith(":") ? message : " " + message);
  }

  private void assertRefused(String entry, String message) throws IOException {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> known(entry).declaredOn(List.of(JAVA, MINE), ALL, false))
        .withMessage("--known '%s': [0] %s", folder.resolve("known.json"), message);
  }

  @Test
  void refusesAnEntryThatCanMatchNothing() throws IOException {
    assertRefused(
        part("R06", "yours", "both"),
        "names the implementation 'yours'; there are java, mine, mickl");
    assertRefused(
        pair("R06", "java", "yours"),
        "names the implementation 'yours'; there are java, mine, mickl");
    String rest =
        " is judged for no such pair of this run; take the entry out, or let its implementations take part";
    assertRefused(part("R06", "mickl", "both"), "matches nothing: R06" + rest);
    assertRefused(pair("R06", "java", "mickl"), "matches nothing: R06" + rest);
    // a requirement about one implementation with itself
    assertRefused(pair("L01", "java", "mine"), "matches nothing: L01" + rest);
  }

  @Test
  void refusesWhatIsDeclaredAlready() throws IOException {
    List<Implementation> described =
        List.of(of("mine", WireDialect.MICKL, new Deviation("R06", Part.BOTH, "because")), MICKL);

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(
            () -> known(part("R06", "mine", "emitter")).declaredOn(described, described, false))
        .withMessageEndingWith(
            "[0] matches nothing: a descriptor or an earlier entry declares the same; take one of them out");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(
            () ->
                known(part("R01", "mine", "both"), pair("R01", "mine", "java"))
                    .declaredOn(List.of(JAVA, MINE), ALL, false))
        .withMessageContaining("[1] matches nothing: a descriptor or an earlier entry");
  }

  @Test
  void passesOverOthersWhenParticipantsWereNamed() throws IOException {
    KnownDeviations known = known(part("R06", "mickl", "both"), part("R06", "mine", "both"));

    assertThat(known.declaredOn(List.of(JAVA, MINE), ALL, true).get(1).deviations()).hasSize(1);
  }

  @Test
  void tellsAnEntryThatNothingWasJudgedFor() throws IOException {
    KnownDeviations known = known(part("R06", "mine", "receiver"));
    known.declaredOn(List.of(JAVA, MINE), ALL, false);

    assertThat(known.stale(results(Verdict.UNSUPPORTED, Verdict.UNSUPPORTED)))
        .containsExactly(
            "--known '%s': [0]: R06 is unsupported for every pair that the entry covers; take the entry out"
                .formatted(folder.resolve("known.json")));
    assertThat(known.stale(results(Verdict.UNSUPPORTED, Verdict.KNOWN_DEVIATION))).isEmpty();
    assertThat(known.stale(List.of())).as("not selected").isEmpty();
  }

  private static List<Result> results(Verdict fromJava, Verdict fromItself) {
    return List.of(
        Result.without(new Cell("R06", "java", "mine"), fromJava, ""),
        Result.without(new Cell("R06", "mine", "mine"), fromItself, ""),
        Result.without(new Cell("R06", "mine", "java"), Verdict.PASSED, ""),
        Result.without(new Cell("R01", "java", "mine"), Verdict.PASSED, ""));
  }

  @Test
  void refusesAnEntryAboutWhatIsSkipped() throws IOException {
    KnownDeviations known = known(part("R06", "mine", "both"));

    known.requireJudged(new Skipped(Map.of("R07", "x"), ALL));
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> known.requireJudged(new Skipped(Map.of("R0*", "x"), ALL)))
        .withMessageEndingWith(
            "known.json': [0] is about R06, which --skip leaves out; take one of them out");
  }
}
