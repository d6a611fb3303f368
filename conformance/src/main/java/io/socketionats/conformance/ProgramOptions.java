package io.socketionats.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option that names the Node.js of this machine, for commands that start nodes. */
public final class ProgramOptions {
  private static final String NODE = "node";

  @Option(
      names = "--node",
      paramLabel = "FILE",
      converter = Program.class,
      description = "the Node.js program to use (default: node on PATH)")
  void node(Path program) {
    System.setProperty(NODE, program.toString());
  }

  /** The Node.js program: the one that {@code --node} or the property {@code node} names. */
  public static String nodeProgram() {
    return System.getProperty(NODE, NODE);
  }

  /** An executable file. */
  static final class Program implements ITypeConverter<Path> {
    @Override
    public Path convert(String name) {
      Path program = Path.of(name).toAbsolutePath().normalize();
      if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
        throw new TypeConversionException(
            "must be an executable file, got '%s'; leave it out to take node from PATH"
                .formatted(name));
      }
      return program;
    }
  }
}
