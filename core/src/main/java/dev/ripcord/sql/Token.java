package dev.ripcord.sql;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * A piece of SQL text. The texts of all tokens, one after the other, are the whole input.
 *
 * @param text as written
 * @param start offset in UTF-16 units, from 0
 * @param line on which it starts, from 1
 */
public record Token(Kind kind, String text, int start, int line) {
  public Token {
    requireNonNull(kind, "kind is null");
    requireNonNull(text, "text is null");
  }

  /** What a token is. */
  public enum Kind {
    /** A keyword or an unquoted name. */
    WORD,
    /** {@code "name"} or {@code U&"name"}. */
    QUOTED_NAME,
    /** A constant in single quotes of any kind, with its continuations on following lines. */
    STRING,
    /** {@code $tag$ body $tag$}. */
    DOLLAR_STRING,
    NUMBER,
    /** {@code $1}. */
    PARAMETER,
    /** One of {@code + - * / < > = ~ ! @ # % ^ & | ` ?}, or several. */
    OPERATOR,
    /** {@code ( ) [ ] , ; . : :: := ..}, or a character that SQL does not know. */
    PUNCTUATION,
    SPACE,
    /** {@code -- to the end of the line}, or a block comment. */
    COMMENT,
    /** A string, quoted name or block comment that never ends: the rest of the text. */
    UNTERMINATED
  }

  /** Offset behind its last character. */
  public int end() {
    return start + text.length();
  }

  /** Neither space nor comment. */
  public boolean significant() {
    return kind != Kind.SPACE && kind != Kind.COMMENT;
  }

  /** Is it this keyword, whatever its case? */
  public boolean isWord(String word) {
    return kind == Kind.WORD && text.equalsIgnoreCase(word);
  }

  /** Is it this punctuation? */
  public boolean is(String punctuation) {
    return kind == Kind.PUNCTUATION && text.equals(punctuation);
  }

  /** A name, quoted or not, or a keyword. */
  public boolean isName() {
    return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
  }

  /** A string constant of any kind. */
  public boolean isString() {
    return kind == Kind.STRING || kind == Kind.DOLLAR_STRING;
  }

  /** The text in lower case, to look up keywords. */
  String lower() {
    return text.toLowerCase(Locale.ROOT);
  }
}
