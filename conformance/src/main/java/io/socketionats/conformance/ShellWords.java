package io.socketionats.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Commands as a POSIX shell reads them, so that what is printed can be pasted. */
public final class ShellWords {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  /** Parts of a word: in single quotes, in double quotes, a character after a backslash, plain. */
  private static final Pattern PART =
      Pattern.compile("'([^']*)'|\"((?:[^\"\\\\]|\\\\.)*)\"|\\\\(.)|([^\\s'\"\\\\]+)|(\\s+)");

  private ShellWords() {}

  /** One line, each word quoted where the shell would change it. */
  public static String join(List<String> words) {
    return words.stream().map(ShellWords::quoted).collect(Collectors.joining(" "));
  }

  /**
   * The same with variables for that command only, ordered by name.
   *
   * @param environment by name; empty = the command alone
   */
  public static String join(Map<String, String> environment, List<String> words) {
    String variables =
        new TreeMap<>(environment)
            .entrySet().stream()
                .map(variable -> variable.getKey() + "=" + quoted(variable.getValue()) + " ")
                .collect(Collectors.joining());
    return variables + join(words);
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** The words of a line that {@link #join(List)} has written, or a user. */
  public static List<String> split(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = null;
    Matcher part = PART.matcher(line);
    while (part.find()) {
      if (part.group(5) != null) {
        if (word != null) {
          words.add(word.toString());
        }
        word = null;
        continue;
      }
      word = word == null ? new StringBuilder() : word;
      word.append(text(part));
    }
    if (word != null) {
      words.add(word.toString());
    }
    return words;
  }

  private static String text(Matcher part) {
    if (part.group(1) != null) {
      return part.group(1);
    }
    if (part.group(2) != null) {
      return part.group(2).replaceAll("\\\\([\"\\\\$`])", "$1");
    }
    return part.group(3) != null ? part.group(3) : part.group(4);
  }
}
