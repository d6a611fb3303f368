package io.socketionats.conformance.dialect;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a dialect's id on a command line. */
public final class DialectOption implements ITypeConverter<WireDialect> {
  /** The ids that there are, as sentences name them. */
  public static final String RULE =
      "must be "
          + Stream.of(WireDialect.values())
              .map(WireDialect::id)
              .collect(Collectors.joining(" or "));

  @Override
  public WireDialect convert(String id) {
    return WireDialect.of(id)
        .orElseThrow(() -> new TypeConversionException("%s, got '%s'".formatted(RULE, id)));
  }
}
