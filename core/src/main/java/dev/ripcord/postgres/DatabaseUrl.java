package dev.ripcord.postgres;

import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * How to reach a database. The password never appears in {@link #toString}.
 *
 * @param host its name or address; a folder with the server's socket if it begins with a slash
 * @param parameters further ones of the driver
 */
public record DatabaseUrl(
    String host,
    int port,
    String database,
    String user,
    String password,
    Map<String, String> parameters) {
  public DatabaseUrl {
    parameters = java.util.Collections.unmodifiableMap(new TreeMap<>(parameters));
  }

  /**
   * Reads {@code postgres://}, {@code postgresql://} and {@code jdbc:postgresql://} addresses.
   *
   * @throws RipcordException if it is none of these, or has a parameter that the driver ignores
   */
  public static DatabaseUrl parse(String text) {
    String plain = text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text;
    try {
      URI uri = URI.create(plain);
      boolean known = "postgres".equals(uri.getScheme()) || "postgresql".equals(uri.getScheme());
      if (!known || uri.getHost() == null) {
        throw unreadable(null);
      }
      Map<String, String> parameters = parameters(uri.getRawQuery());
      String[] userInfo =
          uri.getRawUserInfo() == null ? new String[0] : uri.getRawUserInfo().split(":", 2);
      String user =
          userInfo.length > 0 ? decode(userInfo[0]) : take(parameters, "user", "postgres");
      String password =
          userInfo.length > 1 ? decode(userInfo[1]) : take(parameters, "password", "");
      String path = uri.getPath() == null ? "" : uri.getPath();
      String database = path.length() > 1 ? path.substring(1) : user;
      int port = uri.getPort() < 0 ? 5432 : uri.getPort();
      if (port == 0 || port > 65_535) {
        throw unreadable(null);
      }
      return new DatabaseUrl(
          uri.getHost(), port, database, user, password, UrlParameters.known(parameters));
    } catch (IllegalArgumentException e) {
      throw unreadable(e);
    }
  }

  private static RipcordException unreadable(@org.jspecify.annotations.Nullable Exception cause) {
    // the address itself stays out of the message: it may hold a password
    return new RipcordException(
        ProblemCode.INPUT,
        "not the address of a PostgreSQL database, expected"
            + " postgres://user@host:port/database or jdbc:postgresql://host:port/database?user=…"
            + " with a port up to 65535",
        cause);
  }

  private static Map<String, String> parameters(@org.jspecify.annotations.Nullable String query) {
    Map<String, String> found = new TreeMap<>();
    if (query != null && !query.isEmpty()) {
      for (String pair : query.split("&", -1)) {
        String[] sides = pair.split("=", 2);
        found.put(decode(sides[0]), sides.length > 1 ? decode(sides[1]) : "");
      }
    }
    return found;
  }

  private static String take(Map<String, String> parameters, String key, String otherwise) {
    String value = parameters.remove(key);
    return value == null ? otherwise : value;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** The same server, another database. */
  public DatabaseUrl withDatabase(String other) {
    return new DatabaseUrl(host, port, other, user, password, parameters);
  }

  /** The same database, with a parameter of the driver or the server. */
  public DatabaseUrl with(String parameter, String value) {
    Map<String, String> more = new TreeMap<>(parameters);
    more.put(parameter, value);
    return new DatabaseUrl(host, port, database, user, password, more);
  }

  String jdbc() {
    String name = host.startsWith("/") ? "localhost" : host;
    String address = name.contains(":") && !name.startsWith("[") ? "[" + name + "]" : name;
    return "jdbc:postgresql://" + address + ":" + port + "/" + encode(database);
  }

  Properties properties() {
    Properties properties = new Properties();
    properties.putAll(parameters);
    properties.setProperty("user", user);
    if (!password.isEmpty()) {
      properties.setProperty("password", password);
    }
    if (host.startsWith("/")) {
      properties.setProperty("socketFactory", UnixSocketFactory.class.getName());
      properties.setProperty("socketFactoryArg", host + "/.s.PGSQL." + port);
      properties.setProperty("sslmode", "disable");
      properties.setProperty("gssEncMode", "disable");
    }
    return properties;
  }

  /** For messages, and to be copied from them: without the password and the parameters. */
  @Override
  public String toString() {
    return "postgres://" + encode(user) + "@" + host + ":" + port + "/" + encode(database);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
