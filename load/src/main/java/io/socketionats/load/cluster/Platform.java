package io.socketionats.load.cluster;

import io.socketionats.conformance.launch.node.Implementation;
import java.util.Arrays;

/** What a node runs on. */
public enum Platform {
  /** Node.js */
  NODE("javascript"),
  /** the Java virtual machine */
  JAVA("java");

  private final String language;

  Platform(String language) {
    this.language = language;
  }

  /** The language, as descriptors of implementations name it. */
  String language() {
    return language;
  }

  /** The platform of an implementation; Node.js for one in a language that is not known here. */
  public static Platform of(Implementation implementation) {
    return Arrays.stream(values())
        .filter(platform -> platform.language.equals(implementation.language()))
        .findFirst()
        .orElse(NODE);
  }
}
