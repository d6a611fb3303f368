package io.socketionats.conformance.launch.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.UsageException;
import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.launch.node.Implementation.Deviation;
import io.socketionats.conformance.launch.node.Implementation.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptorTest {
  @TempDir Path folder;

  private Path descriptor(String json) throws IOException {
    return Files.writeString(folder.resolve("mine.json"), json);
  }

  @Test
  void readsAllThatADescriptorMaySay() throws IOException {
    Path file =
        descriptor(
            """
            {
              "$comment": "ours",
              "id": "mine",
              "language": "python",
              "dialect": "mickl",
              "generation": 2,
              "engine": [4, 3],
              "command": ["python3", "${folder}/node.py", "${root}"],
              "environment": {"LEVEL": "1", "HOME_OF_IT": "${folder}"},
              "deviations": [
                {"requirement": "R06", "part": "emitter", "with": "java-mickl", "reason": "so", "link": "https://x/1"},
                {"requirement": "R07", "part": "self", "reason": "because"}
              ]
            }
            """);

    assertThat(Descriptor.read(file))
        .isEqualTo(
            new Implementation(
                "mine",
                "python",
                WireDialect.MICKL,
                2,
                List.of("python3", folder + "/node.py", "${root}"),
                Map.of("LEVEL", "1", "HOME_OF_IT", folder.toString()),
                List.of(
                    new Deviation(
                        "R06",
                        Part.EMITTER,
                        Optional.of("java-mickl"),
                        "so",
                        Optional.of("https://x/1")),
                    new Deviation("R07", Part.SELF, "because")),
                List.of(3, 4)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      textBlock =
          """
          [1]                    #  must be an object; got [1]
          "comand":["x"]         #  has the unknown key 'comand'; it may have id, language, dialect, generation, engine, command, environment, deviations, $comment
          "id":"Mine"            # : id must be lower-case letters, digits and hyphens, the first no hyphen; got "Mine"
          "id":7                 # : id must be lower-case letters, digits and hyphens, the first no hyphen; got 7
          "language":""          # : language must be a text, such as java or python; got ""
          "dialect":"redis"      # : dialect must be socket.io-nats or mickl; got "redis"
          "generation":3         # : generation must be 1, 2 or 4 for a Socket.IO release of Node.js (3 counts as 4), and 0 or absent for any other server; got 3
          "generation":"4"       # : generation must be 1, 2 or 4 for a Socket.IO release of Node.js (3 counts as 4), and 0 or absent for any other server; got "4"
          "engine":4             # : engine must be a list of the versions of Engine.IO that it serves, such as [3, 4]; got 4
          "engine":[2]           # : engine must be a list of the versions of Engine.IO that it serves, such as [3, 4]; got [2]
          "engine":["4"]         # : engine must be a list of the versions of Engine.IO that it serves, such as [3, 4]; got ["4"]
          "engine":[4,4]         # : engine must be a list of the versions of Engine.IO that it serves, such as [3, 4]; got [4,4]
          "command":"run"        # : command must be a list of texts, the program first; got "run"
          "command":[]           # : command must be a list of texts, the program first; got []
          "command":["x",1]      # : command must be a list of texts, the program first; got ["x",1]
          "command":["${nod}"]   # : command must be a list of texts in which ${java}, ${node}, ${classpath}, ${root}, ${folder} stand for something, and no other; got ["${nod}"]
          "environment":["A=1"]  # : environment must be an object of texts, such as {"LOG_LEVEL": "1"}; got ["A=1"]
          "environment":{"A":1}  # : environment must be an object of texts, such as {"LOG_LEVEL": "1"}; got {"A":1}
          "deviations":{}        # : deviations must be a list of objects with requirement, part, reason; got {}
          "deviations":["R06"]   # : deviations[0] must be an object; got "R06"
          "deviations":[{"requirement":"R06","part":"sender","reason":"x"}] # : deviations[0].part must be emitter, receiver, both or self; got "sender"
          "deviations":[{"requirement":"R06","part":"self","with":"a","reason":"x"}] # : deviations[0].with must be absent where part is self; got "a"
          "deviations":[{"requirement":"R06","part":"both"}] # : deviations[0].reason is missing; it must be a sentence, which the report shows
          "deviations":[{"part":"both","reason":"x"}] # : deviations[0].requirement is missing; it must be the id of a requirement, such as R06
          "deviations":[{"requirement":"R06","part":"both","reason":" "}] # : deviations[0].reason must be a sentence, which the report shows; got " "
          "deviations":[{"requirement":"R06","part":"both","reason":"x","why":"y"}] # : deviations[0] has the unknown key 'why'; it may have requirement, part, with, reason, link
          """)
  void saysWhatIsWrongAndWhere(String change, String message) throws IOException {
    Path file = descriptor(change.startsWith("[") ? change : sound(change));

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Descriptor.read(file))
        .withMessage(
            "the descriptor '%s'%s", file, message.startsWith(":") ? message : " " + message);
  }

  /** A descriptor that is in order but for one key. */
  private static String sound(String change) {
    ObjectNode sound = Json.object().put("id", "a").put("language", "any").put("dialect", "mickl");
    sound.putArray("command").add("x");
    sound.setAll((ObjectNode) Json.parse("{" + change + "}"));
    return Json.text(sound);
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    Path file = descriptor("{\"id\":\"a\",\"language\":\"any\",\"command\":[\"x\"]}");

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Descriptor.read(file))
        .withMessage(
            "the descriptor '%s': dialect is missing; it must be socket.io-nats or mickl", file);
  }

  @Test
  void saysWhereAFileIsNotJson() throws IOException {
    Path broken = descriptor("{\n  \"id\": a\n}");

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Descriptor.read(broken))
        .withMessageStartingWith("the descriptor '%s' is not JSON: line 2: ", broken);
  }

  @Test
  void refusesAKeyThatIsThereTwice() throws IOException {
    Path file = descriptor("{\"id\":\"a\",\"id\":\"b\"}");

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Descriptor.read(file))
        .withMessage("the descriptor '%s' is not JSON: line 1: Duplicate field 'id'", file);
  }

  @Test
  void saysThatThereIsNoFile() {
    Path none = folder.resolve("none.json");

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Descriptor.read(none))
        .withMessage("the descriptor '%s' is no file; name a JSON file", none);
  }
}
