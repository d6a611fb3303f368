package io.socketionats.conformance;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of things on a command line: 1 or more. */
public final class CountOption implements ITypeConverter<Integer> {
  @Override
  public Integer convert(String text) {
    if (text.matches("0*[1-9]\\d{0,8}")) {
      return Integer.valueOf(text);
    }
    throw new TypeConversionException(
        "must be a whole number of 1 or more, got '%s'".formatted(text));
  }
}
