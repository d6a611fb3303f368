package io.socketionats.load.result;

import java.util.List;
import java.util.Map;

/** Values for parts that the file of a measurement does not have. */
final class Absent {
  private Absent() {}

  static String text(String text) {
    return text == null ? "" : text;
  }

  static <T> List<T> list(List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  static <K, V> Map<K, V> map(Map<K, V> map) {
    return map == null ? Map.of() : Map.copyOf(map);
  }
}
