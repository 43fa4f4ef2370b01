package dev.ripcord.validate;

/** The whole fingerprint of the schema equals that of the start. */
final class SchemaAsBefore implements Item {
  @Override
  public int number() {
    return 11;
  }

  @Override
  public String title() {
    return "Validate database schema matches expected state";
  }

  @Override
  public void look(Scene scene, Notes notes) {
    int objects = scene.subject().before().objects().size();
    Differences.judge(scene, notes, Words.count(objects, "object"), any -> true);
  }
}
