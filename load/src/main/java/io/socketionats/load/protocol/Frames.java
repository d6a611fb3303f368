package io.socketionats.load.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Socket.IO packets inside Engine.IO messages, as text. */
public final class Frames {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String ROOT = "/";

  private Frames() {}

  /** Enters a namespace. */
  public static String connect(String namespace) {
    return "40" + prefix(namespace);
  }

  /**
   * An event without acknowledgement.
   *
   * @param arguments anything that Jackson writes as JSON
   */
  public static String event(String namespace, String event, Object... arguments) {
    return "42" + prefix(namespace) + json(event, arguments);
  }

  /**
   * An event whose acknowledgement is asked for.
   *
   * @param id 0 or more
   */
  public static String event(String namespace, int id, String event, Object... arguments) {
    return "42" + prefix(namespace) + id + json(event, arguments);
  }

  /** The regular expression of an acknowledgement's beginning; the id may be Gatling EL. */
  static String acknowledgement(String namespace, String id) {
    return "^43" + quoted(prefix(namespace)) + id + "\\[";
  }

  /** The regular expression of the answer to {@link #connect}. */
  static String connected(String namespace) {
    return namespace.equals(ROOT) ? "^40(\\{|$)" : "^40" + quoted(namespace) + "(,|$)";
  }

  private static String prefix(String namespace) {
    return namespace.equals(ROOT) ? "" : namespace + ",";
  }

  private static String quoted(String text) {
    return text.replaceAll("([.\\\\+*?\\[^\\]$(){}=!<>|:\\-])", "\\\\$1");
  }

  private static String json(String event, Object... arguments) {
    List<Object> all = new ArrayList<>(arguments.length + 1);
    all.add(event);
    all.addAll(Arrays.asList(arguments));
    try {
      return JSON.writeValueAsString(all);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("an argument of '%s' is no JSON".formatted(event), e);
    }
  }
}
