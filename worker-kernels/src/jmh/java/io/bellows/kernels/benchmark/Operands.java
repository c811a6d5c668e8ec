package io.bellows.kernels.benchmark;

import java.util.Random;

/**
 * The operands of a product, row-major and as they are stored: a transposed left one as (k,m), a
 * transposed right one as (n,k).
 */
record Operands(Product.Kind kind, Shape shape, float[] left, float[] right) {
  /** Numbers from −1 to 1. */
  static Operands random(Product.Kind kind, Shape shape) {
    Random random = new Random(1);
    return new Operands(
        kind,
        shape,
        numbers(Math.multiplyExact(shape.m(), shape.k()), random),
        numbers(Math.multiplyExact(shape.k(), shape.n()), random));
  }

  private static float[] numbers(int count, Random random) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = 2 * random.nextFloat() - 1;
    }
    return numbers;
  }

  int leftColumns() {
    return kind.isLeftTransposed ? shape.m() : shape.k();
  }

  int rightColumns() {
    return kind.isRightTransposed ? shape.k() : shape.n();
  }

  /**
   * Checks some numbers of a result: a benchmark of wrong ones would say nothing.
   *
   * @throws IllegalStateException when one of them is wrong
   */
  void check(Product product) {
    product.run();
    Random random = new Random(2);
    for (int i = 0; i < 50; i++) {
      int row = random.nextInt(shape.m());
      int column = random.nextInt(shape.n());
      double expected = 0;
      for (int j = 0; j < shape.k(); j++) {
        expected += (double) leftAt(row, j) * rightAt(j, column);
      }
      // Rounding of k sums of numbers up to k.
      double bound = 0x1p-24 * shape.k() * (shape.k() + 1.0);
      if (!(Math.abs(product.get(row, column) - expected) <= bound)) {
        throw new IllegalStateException(
            String.format(
                "%s of %s: element (%d, %d) is %s, expected %s",
                kind.symbol, shape, row, column, product.get(row, column), expected));
      }
    }
  }

  private float leftAt(int row, int j) {
    return kind.isLeftTransposed ? left[j * shape.m() + row] : left[row * shape.k() + j];
  }

  private float rightAt(int j, int column) {
    return kind.isRightTransposed ? right[column * shape.k() + j] : right[j * shape.n() + column];
  }
}
