package dev.ripcord.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ripcord.problem.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The reader and the published schemas must say the same of every file. */
class SchemaAgreementTest {
  private static final Path CORPUS = Path.of("src/test/resources/dev/ripcord/migration/corpus");
  private static final Path EXAMPLE = Path.of("../examples/user-management");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode MIGRATION = resource("migration.schema.json");
  private static final JsonNode CONTACTS = resource("contacts.schema.json");

  static Stream<Path> valid() {
    return Stream.concat(files("valid"), Stream.of(EXAMPLE.resolve("migration.yaml")));
  }

  static Stream<Path> invalid() {
    return files("invalid");
  }

  static Stream<Path> readerOnly() {
    return files("reader-only");
  }

  @ParameterizedTest
  @MethodSource("valid")
  void bothAccept(Path file) {
    assertThat(schemaErrors(MIGRATION, file)).isEmpty();
    assertThat(MigrationReader.read(file).changes()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void bothRefuse(Path file) {
    assertThat(schemaErrors(MIGRATION, file)).isNotEmpty();
    assertThat(catchThrowable(() -> assertThat(MigrationReader.read(file)).isNull()))
        .isInstanceOf(InputException.class);
  }

  /** What no schema can express. */
  @ParameterizedTest
  @MethodSource("readerOnly")
  void readerRefusesWhatOnlyItCanSee(Path file) {
    assertThat(schemaErrors(MIGRATION, file)).isEmpty();
    assertThat(catchThrowable(() -> assertThat(MigrationReader.read(file)).isNull()))
        .isInstanceOf(InputException.class);
  }

  @Test
  void defaultsAndSharedFilesFitTheSchemas() {
    assertThat(schemaErrors(CONTACTS, EXAMPLE.resolve("contacts.yaml"))).isEmpty();
    Path defaults = Path.of("src/main/resources/dev/ripcord/migration/defaults.yaml");
    List<String> messages =
        schemaErrors(MIGRATION, defaults).stream().map(Error::getMessage).toList();
    assertThat(messages).hasSize(1).first().asString().contains("changes");
  }

  @Test
  void keysAreTheSame() {
    for (Keys keys : known().toList()) {
      JsonNode definition =
          keys.equals(Keys.MIGRATION) ? MIGRATION : MIGRATION.path("$defs").path(keys.name());
      assertThat(definition.path("properties").propertyNames())
          .as("keys of %s", keys.name())
          .containsExactlyInAnyOrderElementsOf(keys.all());
      assertThat(definition.path("required").valueStream().map(JsonNode::asString))
          .as("required keys of %s", keys.name())
          .containsExactlyInAnyOrderElementsOf(keys.required());
      assertThat(definition.path("additionalProperties").asBoolean(true)).isFalse();
      definition
          .path("properties")
          .forEachEntry(
              (key, property) ->
                  assertThat(property.has("description") || property.has("$ref"))
                      .as("description of %s.%s", keys.name(), key)
                      .isTrue());
    }
  }

  @Test
  void everyMappingOfTheSchemaIsKnownToTheReader() {
    List<String> known = known().map(Keys::name).toList();
    MIGRATION
        .path("$defs")
        .forEachEntry(
            (name, definition) -> {
              if (definition.has("properties")
                  && !List.of("contacts", "escalation", "change").contains(name)) {
                assertThat(known).contains(name);
              }
            });
    assertThat(names("change"))
        .containsExactlyElementsOf(ChangeReader.KINDS.stream().map(ChangeKind::name).toList());
    assertThat(names("escalation")).containsExactlyElementsOf(ResponseReader.LEVELS);
    assertThat(names("contacts")).containsExactlyElementsOf(ContactsReader.ROLES.keySet());
  }

  @Test
  void contactsAreDefinedAlikeInBothSchemas() {
    assertThat(CONTACTS.path("$defs").path("contact"))
        .isEqualTo(MIGRATION.path("$defs").path("contact"));
    assertThat(CONTACTS.path("properties"))
        .isEqualTo(MIGRATION.path("$defs").path("contacts").path("properties"));
  }

  private static Stream<Keys> known() {
    return Stream.of(
            Keys.OTHERS.stream(),
            ChangeReader.KINDS.stream().map(ChangeKind::keys),
            Stream.of(
                ColumnReader.FILL,
                TransformReader.TARGET,
                ConstraintReader.REFERENCES,
                TableReader.COLUMN))
        .flatMap(keys -> keys);
  }

  private static List<String> names(String definition) {
    return List.copyOf(MIGRATION.path("$defs").path(definition).path("properties").propertyNames());
  }

  private static List<Error> schemaErrors(JsonNode schemaNode, Path file) {
    SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    Schema schema = registry.getSchema(schemaNode);
    try {
      Object value =
          new Load(LoadSettings.builder().setSchema(new CoreSchema()).build())
              .loadFromString(Files.readString(file));
      return schema.validate(JSON.writeValueAsString(value), InputFormat.JSON);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> files(String folder) {
    try (Stream<Path> files = Files.list(CORPUS.resolve(folder))) {
      return files.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode resource(String name) {
    try (InputStream stream = MigrationReader.class.getResourceAsStream(name)) {
      assertThat(stream).isNotNull();
      return JSON.readTree(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
