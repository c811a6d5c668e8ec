package io.bellows.jobs.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A path on the command line. A blank one would silently be the working directory. */
final class PathText implements ITypeConverter<String> {
  @Override
  public String convert(String value) {
    if (value.isBlank()) {
      throw new TypeConversionException("expected a path, was blank");
    }
    return value;
  }
}
