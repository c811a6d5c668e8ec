package io.bellows.jobs.quickstart;

import io.bellows.jobs.quickstart.Glyph.Knot;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Draws grey pictures of digits that look written by many hands, for runs that must not need a
 * download.
 *
 * <p>A picture is 28 × 28 bytes, row by row from the top left, 0 (paper) to 255 (ink), as in MNIST.
 * It is determined by the painter's seed and the picture's index alone, bit for bit on every
 * machine and Java release: pictures can be drawn in any order, and the same index is the same
 * picture. Of every ten consecutive indices that start at a multiple of ten, each digit has one.
 * Immutable and safe for use by many threads.
 */
public final class DigitPainter {

  /*
   * A hand is a style (one of the ways to write the digit), a wobble (a smooth random warp, so that
   * strokes that meet still meet, plus a little jitter of each knot), a posture (size, width,
   * rotation, slant, place) and a pen (thickness, pressure, ink, grain). Knots are bent by the
   * wobble, joined by Catmull-Rom curves, placed on the paper by the posture and inked by the pen:
   * a pixel's grey is how far the pen's disc reaches over its centre.
   *
   * Rotation and place defeat a linear model: no pixel means the same in two pictures. The rare
   * hasty hand and the grain are what a network ends up learning by heart.
   *
   * Java2D could ink the curves as well, but no specification fixes its pixels. Here only
   * java.util.Random, whose sequence is specified, StrictMath and plain arithmetic have a say.
   */

  /** Pixels in a row of a picture, and rows in a picture. */
  public static final int SIDE = 28;

  /** Pixels in a picture. */
  public static final int PIXELS = SIDE * SIDE;

  private static final int DIGITS = 10;
  private static final int STEPS_PER_CURVE = 8;
  private static final double MAX_ROTATION_RADIANS = 20 * Math.PI / 180;
  private static final double MAX_SHIFT_PIXELS = 2.4;

  private final long seed;

  /**
   * Creates a painter.
   *
   * @param seed any number; painters of different seeds draw different pictures
   */
  public DigitPainter(long seed) {
    this.seed = seed;
  }

  /**
   * Returns the digit in a picture.
   *
   * @param index the picture's index, at least 0
   * @return 0 to 9
   * @throws IllegalArgumentException if the index is negative
   */
  public int labelOf(int index) {
    requireIndex(index);
    int[] digits = new int[DIGITS];
    Random random = random(1, index / DIGITS);
    for (int i = 0; i < DIGITS; i++) {
      int j = random.nextInt(i + 1);
      digits[i] = digits[j];
      digits[j] = i;
    }
    return digits[index % DIGITS];
  }

  /**
   * Draws a picture.
   *
   * @param index the picture's index, at least 0
   * @return 784 bytes, unsigned, owned by the caller
   * @throws IllegalArgumentException if the index is negative
   */
  public byte[] paint(int index) {
    List<Glyph> ways = Glyph.waysToWrite(labelOf(index));
    Random random = random(2, index);
    Glyph glyph = ways.get(random.nextInt(ways.size()));
    Wobble wobble = Wobble.draw(random);
    Posture posture = Posture.draw(random);
    Pen pen = Pen.draw(random);
    double[] grey = new double[PIXELS];
    for (List<Knot> stroke : glyph.strokes()) {
      inkStroke(wobble.bend(stroke, random), posture, pen, grey);
    }
    return develop(grey, pen, random);
  }

  private static void requireIndex(int index) {
    if (index < 0) {
      throw new IllegalArgumentException("index must be at least 0, was " + index);
    }
  }

  /** A sequence of its own for each (seed, purpose, number); the constants are SplitMix64's. */
  private Random random(int purpose, int number) {
    long z = mix(seed + 0x9E3779B97F4A7C15L * purpose) + 0x9E3779B97F4A7C15L * (number + 1L);
    return new Random(mix(z));
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private static void inkStroke(List<Knot> knots, Posture posture, Pen pen, double[] grey) {
    int start = 0;
    for (int end = 1; end < knots.size(); end++) {
      if (knots.get(end).corner() || end == knots.size() - 1) {
        inkCurve(knots.subList(start, end + 1), posture, pen, grey);
        start = end;
      }
    }
  }

  /** Inks the Catmull-Rom curve through all the knots, as short straight lines. */
  private static void inkCurve(List<Knot> knots, Posture posture, Pen pen, double[] grey) {
    int last = knots.size() - 1;
    Point from = posture.place(knots.get(0).x(), knots.get(0).y());
    for (int i = 0; i < last; i++) {
      Knot before = knots.get(Math.max(i - 1, 0));
      Knot a = knots.get(i);
      Knot b = knots.get(i + 1);
      Knot after = knots.get(Math.min(i + 2, last));
      for (int step = 1; step <= STEPS_PER_CURVE; step++) {
        double t = (double) step / STEPS_PER_CURVE;
        Point to =
            posture.place(
                catmullRom(before.x(), a.x(), b.x(), after.x(), t),
                catmullRom(before.y(), a.y(), b.y(), after.y(), t));
        inkLine(from, to, pen, grey);
        from = to;
      }
    }
  }

  /**
   * The curve's coordinate at t in 0..1 between b and c, its tangents being parallel to a→c and
   * b→d.
   */
  private static double catmullRom(double a, double b, double c, double d, double t) {
    return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
  }

  private static void inkLine(Point from, Point to, Pen pen, double[] grey) {
    double radius = pen.radiusAt(to);
    double reach = radius + 0.5;
    int top = clampToPicture(Math.ceil(Math.min(from.y, to.y) - reach));
    int bottom = clampToPicture(Math.floor(Math.max(from.y, to.y) + reach));
    int left = clampToPicture(Math.ceil(Math.min(from.x, to.x) - reach));
    int right = clampToPicture(Math.floor(Math.max(from.x, to.x) + reach));
    for (int row = top; row <= bottom; row++) {
      for (int column = left; column <= right; column++) {
        double cover = Math.min(1, reach - distance(column, row, from, to));
        int pixel = row * SIDE + column;
        grey[pixel] = Math.max(grey[pixel], cover);
      }
    }
  }

  private static int clampToPicture(double coordinate) {
    return (int) Math.max(0, Math.min(SIDE - 1, coordinate));
  }

  /** Distance of the point (x, y) from the line between two points, ends included. */
  private static double distance(double x, double y, Point from, Point to) {
    double dx = to.x - from.x;
    double dy = to.y - from.y;
    double length2 = dx * dx + dy * dy;
    double along = length2 == 0 ? 0 : ((x - from.x) * dx + (y - from.y) * dy) / length2;
    double t = Math.max(0, Math.min(1, along));
    double ex = x - from.x - t * dx;
    double ey = y - from.y - t * dy;
    return Math.sqrt(ex * ex + ey * ey);
  }

  /** Turns cover (0 to 1) into bytes with the pen's ink and the grain of the paper. */
  private static byte[] develop(double[] grey, Pen pen, Random random) {
    byte[] picture = new byte[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      double value = 255 * pen.ink * grey[i] + pen.grain * random.nextGaussian();
      picture[i] = (byte) Math.round(Math.max(0, Math.min(255, value)));
    }
    return picture;
  }

  private static double between(double low, double high, Random random) {
    return low + (high - low) * random.nextDouble();
  }

  /** A place on the paper, in pixels from the centre of the top left pixel. */
  private record Point(double x, double y) {}

  /**
   * A ripple of the paper under the knots: sin(waveX·x + waveY·y + phase) moves a knot by (moveX,
   * moveY).
   */
  private record Wave(double waveX, double waveY, double phase, double moveX, double moveY) {

    /** Draws a ripple some 40 units long; haste scales how far it moves a knot. */
    static Wave draw(double haste, Random random) {
      return new Wave(
          0.16 * random.nextGaussian(),
          0.16 * random.nextGaussian(),
          between(0, 2 * Math.PI, random),
          0.15 * haste * random.nextGaussian(),
          0.15 * haste * random.nextGaussian());
    }

    double heightAt(Knot knot) {
      return StrictMath.sin(waveX * knot.x() + waveY * knot.y() + phase);
    }
  }

  /**
   * A smooth warp of glyph coordinates. Most hands are careful; the few in great haste leave digits
   * that can hardly be read.
   */
  private record Wobble(List<Wave> waves) {

    private static final double JITTER_UNITS = 0.2;

    static Wobble draw(Random random) {
      double haste = StrictMath.exp(random.nextGaussian());
      return new Wobble(
          List.of(Wave.draw(haste, random), Wave.draw(haste, random), Wave.draw(haste, random)));
    }

    List<Knot> bend(List<Knot> knots, Random random) {
      List<Knot> bent = new ArrayList<>(knots.size());
      for (Knot knot : knots) {
        double x = knot.x() + JITTER_UNITS * random.nextGaussian();
        double y = knot.y() + JITTER_UNITS * random.nextGaussian();
        for (Wave wave : waves) {
          double height = wave.heightAt(knot);
          x += wave.moveX * height;
          y += wave.moveY * height;
        }
        bent.add(new Knot(x, y, knot.corner()));
      }
      return bent;
    }
  }

  /** An affine map from glyph units to pixels; a unit is about a pixel. */
  private record Posture(double xx, double xy, double x0, double yx, double yy, double y0) {

    static Posture draw(Random random) {
      double size = between(0.75, 1.1, random);
      double width = size * between(0.75, 1.2, random);
      double slant = between(-0.3, 0.3, random);
      double angle = between(-MAX_ROTATION_RADIANS, MAX_ROTATION_RADIANS, random);
      double cos = StrictMath.cos(angle);
      double sin = StrictMath.sin(angle);
      double middle = (SIDE - 1) / 2.0;
      double x0 = middle + between(-MAX_SHIFT_PIXELS, MAX_SHIFT_PIXELS, random);
      double y0 = middle + between(-MAX_SHIFT_PIXELS, MAX_SHIFT_PIXELS, random);
      return new Posture(
          width * cos,
          -slant * size * cos - size * sin,
          x0,
          width * sin,
          size * cos - slant * size * sin,
          y0);
    }

    Point place(double x, double y) {
      return new Point(xx * x + xy * y + x0, yx * x + yy * y + y0);
    }
  }

  /**
   * What inks a stroke: radius in pixels, its growth per pixel to the right and down, ink 0 to 1,
   * grain in grey levels.
   */
  private record Pen(double radius, double pressureX, double pressureY, double ink, double grain) {

    static Pen draw(Random random) {
      return new Pen(
          between(1.0, 1.8, random),
          between(-0.02, 0.02, random),
          between(-0.02, 0.02, random),
          between(0.6, 1.0, random),
          between(0, 40, random));
    }

    /** Half the stroke's width, in pixels: the pressure grows steadily across the paper. */
    double radiusAt(Point point) {
      return radius * (1 + pressureX * (point.x - SIDE / 2) + pressureY * (point.y - SIDE / 2));
    }
  }
}
