/*
 * The conditions of triggers; docs/triggers.md is their reference.
 *
 * One rule for numbers and for what is true or false: what an operator needs is checked after
 * parsing, where it can be said in words.
 */
grammar Condition;

options {
  caseInsensitive = true;
}

condition
  : expression EOF
  ;

// the alternatives bind from the tightest to the loosest
expression
  : '(' expression ')'                                              # Group
  | BASELINE ('(' metric ')')?                                      # Baseline
  | amount                                                          # Constant
  | metric                                                          # Value
  | '-' expression                                                  # Negative
  | expression operator = ('*' | '/') expression                    # Product
  | expression operator = ('+' | '-') expression                    # Sum
  | expression operator = ('<' | '<=' | '>' | '>=' | '=' | '!=') expression  # Comparison
  | expression trend = (UNCHANGED | INCREASING | DECREASING) (FOR duration)?  # Trend
  | expression FOR duration                                         # Held
  | NOT expression                                                  # Not
  | expression AND expression                                       # And
  | expression OR expression                                        # Or
  ;

metric
  : WORD
  ;

amount
  : NUMBER (WORD | '%')?
  ;

duration
  : part+
  ;

part
  : NUMBER WORD?
  ;

LESS : '<' ;
AT_MOST : '<=' ;
GREATER : '>' ;
AT_LEAST : '>=' ;
EQUAL : '=' ;
UNEQUAL : '!=' ;
PLUS : '+' ;
MINUS : '-' ;
STAR : '*' ;
SLASH : '/' ;
PERCENT : '%' ;
OPEN : '(' ;
CLOSE : ')' ;

AND : 'and' ;
OR : 'or' ;
NOT : 'not' ;
FOR : 'for' ;
BASELINE : 'baseline' ;
UNCHANGED : 'unchanged' ;
INCREASING : 'increasing' ;
DECREASING : 'decreasing' ;

NUMBER : [0-9]+ ('.' [0-9]+)? | '.' [0-9]+ ;
WORD : [a-z_] [a-z0-9_]* ;

SPACE : [ \t\r\n\u00A0]+ -> skip ;

// what other languages write for and, or, not, =, <=, >= and !=
FOREIGN : '&&' | '||' | '!' | '==' | '<>' | '=<' | '=>' | '\u2264' | '\u2265' | '\u2260' | '\u00D7' ;

// nothing is left over, so that the lexer has no errors of its own
OTHER : . ;
