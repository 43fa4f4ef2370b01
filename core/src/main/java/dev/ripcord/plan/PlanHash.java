package dev.ripcord.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Hashes what a plan would execute; length-prefixed, so that no two plans read the same. */
final class PlanHash {
  private final MessageDigest digest;

  private PlanHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  static String of(String migration, List<Step> steps) {
    PlanHash hash = new PlanHash();
    hash.add(migration);
    steps.forEach(hash::add);
    return hash.hexadecimal();
  }

  static String of(Step step) {
    PlanHash hash = new PlanHash();
    hash.add(step);
    return hash.hexadecimal();
  }

  private void add(Step step) {
    add(step.id());
    add(step.forward());
    add(Integer.toString(step.back().size()));
    step.back().forEach(this::add);
    addAll(step.success());
    addAll(step.backSuccess());
  }

  private String hexadecimal() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private void add(Action action) {
    add(action.getClass().getSimpleName());
    switch (action) {
      case Action.Transaction transaction -> {
        add(Integer.toString(transaction.statements().size()));
        transaction.statements().forEach(this::add);
      }
      case Action.ConcurrentIndex index -> add(index.statement());
      case Action.Walk walk -> {
        add(walk.table().quoted());
        add(walk.statement());
        add(walk.left().orElse(""));
        addAll(walk.criteria());
      }
      case Action.Verify verify -> addAll(verify.criteria());
      case Action.Manual manual -> add(manual.instruction());
    }
  }

  private void addAll(List<Criterion> criteria) {
    add(Integer.toString(criteria.size()));
    for (Criterion criterion : criteria) {
      add(criterion.query());
      add(criterion.expected());
    }
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }
}
