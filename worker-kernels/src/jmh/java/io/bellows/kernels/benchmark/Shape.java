package io.bellows.kernels.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The shape of a product as BLAS names it: the result is (m,n), k is the inner dimension.
 *
 * @param m rows of the result
 * @param n columns of the result
 * @param k terms of each sum
 */
record Shape(int m, int n, int k) {
  private static final int LARGEST_LOG2 = 11;
  private static final long GRID_SEED = 60;

  /** What {@link #toString} writes. */
  static Shape parse(String text) {
    String[] sides = text.split("x");
    return new Shape(
        Integer.parseInt(sides[0]), Integer.parseInt(sides[1]), Integer.parseInt(sides[2]));
  }

  /**
   * Shapes with sides from 1 to 2,048, evenly spread over their logarithms, so that tiny, odd and
   * large ones are among them: the first draws of a fixed seed.
   */
  static List<Shape> grid(int count) {
    Random random = new Random(GRID_SEED);
    List<Shape> shapes = new ArrayList<>();
    while (shapes.size() < count) {
      shapes.add(new Shape(side(random), side(random), side(random)));
    }
    return shapes;
  }

  private static int side(Random random) {
    return (int) Math.round(StrictMath.pow(2, LARGEST_LOG2 * random.nextDouble()));
  }

  /**
   * The product of a layer, which is this shape on its way forward: m rows, n outputs, k inputs.
   * The same multiplications in all three.
   */
  Shape inLayer(Product.Kind kind) {
    return switch (kind) {
      case MULTIPLY -> this;
      case TRANSPOSED_MULTIPLY -> new Shape(k, n, m);
      case MULTIPLY_BY_TRANSPOSED -> new Shape(m, k, n);
    };
  }

  /** Multiplications and additions. */
  double operations() {
    return 2.0 * m * n * k;
  }

  @Override
  public String toString() {
    return m + "x" + n + "x" + k;
  }
}
