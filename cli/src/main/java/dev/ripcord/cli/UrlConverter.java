package dev.ripcord.cli;

import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.problem.RipcordException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an address; says what is wrong without repeating it, because it may hold a password. */
final class UrlConverter implements ITypeConverter<DatabaseUrl> {
  @Override
  public DatabaseUrl convert(String text) {
    DatabaseUrl url;
    try {
      url = DatabaseUrl.parse(text);
    } catch (RipcordException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
    String password = System.getenv("PGPASSWORD");
    if (!url.password().isEmpty() || password == null) {
      return url;
    }
    return new DatabaseUrl(
        url.host(), url.port(), url.database(), url.user(), password, url.parameters());
  }
}
