package io.bellows.jobs.quickstart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One way to write one digit: pen strokes, each a sequence of knots the pen passes through.
 *
 * <p>Coordinates are in glyph units: the digit fills about −6..6 in x and −9..9 in y, with y
 * pointing down. Immutable.
 */
record Glyph(List<List<Knot>> strokes) {

  /** A point the pen passes through; at a corner it stops, and the next curve starts afresh. */
  record Knot(double x, double y, boolean corner) {}

  /**
   * The ways to write each digit, by digit. Strokes are separated by {@code |} and knots by blanks;
   * a knot is {@code x,y}, with {@code !} after it where the pen turns a corner.
   */
  private static final List<List<Glyph>> BY_DIGIT =
      List.of(
          glyphs(
              "1,-9 -5,-5 -6,3 -1,9 5,5 6,-4 0,-9",
              "-2,-8 -4,0 -1,9 4,4 3,-6 -2,-8",
              "3,-8 -2,-8 -6,0 -2,8 4,7 6,0 4,-6 -1,-9"),
          glyphs("0,-9 0,9", "-4,-5 0,-9! 0,9", "-4,-5 1,-9! 0,9! | -4,9 4,9", "2,-9 1,0 -1,9"),
          glyphs(
              "-5,-5 -1,-9 5,-6 3,0 -5,9! 5,9",
              "-5,-6 0,-9 5,-5 1,3 -5,8 -4,5 -1,6 2,9 6,8",
              "-4,-8 3,-8 4,-2 -4,8! 0,7 5,9"),
          glyphs(
              "-5,-7 0,-9 5,-5 0,-1! 6,4 0,9 -6,7",
              "-5,-9 5,-9! 0,-2! 5,3 1,9 -5,7",
              "-4,-8 3,-8 3,-3 -2,-1 4,2 4,7 -1,9 -5,8"),
          glyphs(
              "-3,-9 -5,1! 5,1 | 3,-4 2,9",
              "3,9 3,-9! -6,3! 6,3",
              "-5,-8 -4,-1 0,1 4,-1 | 4,-9 4,0 3,9"),
          glyphs(
              "5,-9 -4,-9! -5,-1! 2,-2 6,3 1,9 -5,7",
              "-4,-8 -5,-1! 3,-2 5,4 0,9 -5,8 | -4,-9 5,-9",
              "5,-8 0,-9 -4,-6 -1,-2 4,2 3,7 -1,9 -5,7"),
          glyphs(
              "4,-9 -3,-4 -6,4 0,9 5,5 1,0 -5,4",
              "-1,-9 -4,0 -4,6 0,9 4,6 2,1 -2,2 -4,6",
              "5,-7 0,-8 -5,-1 -5,6 1,9 6,4 1,-1 -5,3"),
          glyphs(
              "-5,-8 5,-9! -1,9",
              "-5,-8 5,-9! 1,0 -1,9 | -3,0 4,0",
              "-5,-4 -5,-8! 0,-7 5,-9! 1,0 0,9"),
          glyphs(
              "4,-6 0,-9 -4,-6 0,-1 5,4 0,9 -5,4 0,-1 4,-6",
              "0,-1 -4,-5 0,-9 4,-5 0,-1 -5,4 0,9 5,4 0,-1",
              "5,-8 -1,-9 -4,-5 4,3 2,9 -4,7 -2,2 5,-8"),
          glyphs(
              "5,-5 0,-9 -5,-5 -1,-1 5,-5! 4,3 1,9",
              "5,-6 0,-9 -5,-4 0,0 5,-5! 5,4 1,9 -4,8",
              "4,-7 -1,-9 -4,-5 -1,-2 4,-7! 4,0 4,9"));

  /** Returns the ways to write the digit (0 to 9), at least one. */
  static List<Glyph> waysToWrite(int digit) {
    return BY_DIGIT.get(digit);
  }

  private static List<Glyph> glyphs(String... drawings) {
    return Arrays.stream(drawings).map(Glyph::parse).toList();
  }

  private static Glyph parse(String drawing) {
    List<List<Knot>> strokes = new ArrayList<>();
    for (String stroke : drawing.split("\\|")) {
      strokes.add(Arrays.stream(stroke.strip().split(" +")).map(Glyph::parseKnot).toList());
    }
    return new Glyph(List.copyOf(strokes));
  }

  private static Knot parseKnot(String text) {
    boolean corner = text.endsWith("!");
    String[] numbers = (corner ? text.substring(0, text.length() - 1) : text).split(",");
    return new Knot(Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]), corner);
  }
}
