package io.socketionats.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellWordsTest {
  private static final List<String> AWKWARD =
      List.of(
          "plain",
          "R*",
          "",
          "two words",
          "it's",
          "''",
          "$HOME",
          "a\"b",
          "back\\slash",
          "ends\\",
          "#x",
          "~",
          "tab\tline\nend",
          "é",
          "a=b",
          "!");

  @Test
  void quotesWhatAShellWouldChange() {
    assertThat(ShellWords.join(List.of("run", "--select", "R*,W12", "it's", "", "--out=/a/b-1")))
        .isEqualTo("run --select 'R*,W12' 'it'\\''s' '' --out=/a/b-1");
  }

  @Test
  void putsVariablesBeforeTheCommand() {
    assertThat(ShellWords.join(Map.of("B", "two words", "A", "1"), List.of("node", "x y")))
        .isEqualTo("A=1 B='two words' node 'x y'");
  }

  @Test
  void readsWhatItWrites() {
    assertThat(ShellWords.split(ShellWords.join(AWKWARD))).isEqualTo(AWKWARD);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it asks sh")
  void isReadByAShellAsItWasMeant() throws IOException, InterruptedException {
    String script = "for word; do printf '%s\\037' \"$word\"; done";
    List<String> command =
        List.of("sh", "-c", "set -- " + ShellWords.join(AWKWARD) + "; " + script);
    Process shell = new ProcessBuilder(new ArrayList<>(command)).start();
    String said =
        new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .replaceFirst("\037$", "");

    assertThat(shell.waitFor()).isZero();
    assertThat(said.split("\037", -1)).containsExactlyElementsOf(AWKWARD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      textBlock =
          """
          a b            # a|b
          a  --x='R* 1'  # a|--x=R* 1
          a "b \\" c"    # a|b " c
          a\\ b          # a b
          """)
  void readsWhatUsersType(String line, String words) {
    assertThat(ShellWords.split(line)).containsExactly(words.split("\\|"));
  }
}
