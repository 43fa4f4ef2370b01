package dev.ripcord.cli;

import dev.ripcord.sql.QualifiedName;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a table as the migration file writes it. */
final class TableConverter implements ITypeConverter<QualifiedName> {
  @Override
  public QualifiedName convert(String value) {
    try {
      return QualifiedName.parse(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          String.valueOf(e.getMessage()) + ", expected a table name such as users or app.users");
    }
  }
}
