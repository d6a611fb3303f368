package io.socketionats.conformance;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The checkout that the harness runs from: its vectors, descriptors and node programs lie there.
 */
public final class Checkout {
  private static final String ROOT = "interop.root";

  private Checkout() {}

  /**
   * The checkout: the property {@code interop.root}, else the working folder's parent that holds
   * node-fixtures.
   */
  public static Path root() {
    String named = System.getProperty(ROOT);
    if (named != null) {
      return Path.of(named).toAbsolutePath().normalize();
    }
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve("node-fixtures/vectors"))) {
        return folder;
      }
    }
    throw new UnavailableException(
        "no checkout found at or above the working folder; set -Dinterop.root=FOLDER");
  }
}
