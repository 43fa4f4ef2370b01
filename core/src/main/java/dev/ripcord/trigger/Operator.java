package dev.ripcord.trigger;

/** How two quantities are compared. */
public enum Operator {
  LESS("<"),
  AT_MOST("<="),
  GREATER(">"),
  AT_LEAST(">="),
  EQUAL("="),
  UNEQUAL("!=");

  private final String sign;

  Operator(String sign) {
    this.sign = sign;
  }

  /** As conditions write it. */
  public String sign() {
    return sign;
  }

  /** Whether it holds between two numbers. */
  public boolean holds(double left, double right) {
    return switch (this) {
      case LESS -> left < right;
      case AT_MOST -> left <= right;
      case GREATER -> left > right;
      case AT_LEAST -> left >= right;
      case EQUAL -> left == right;
      case UNEQUAL -> left != right;
    };
  }
}
