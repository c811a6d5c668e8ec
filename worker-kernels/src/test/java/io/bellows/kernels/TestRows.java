package io.bellows.kernels;

import io.bellows.kernels.data.Batch;
import io.bellows.kernels.data.PackedBlock;
import io.bellows.kernels.data.Share;
import io.bellows.kernels.layer.EmbeddingLayer;
import io.bellows.kernels.layer.EmbeddingTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Rows for tests, as plain arrays: features (N,I), targets (N,T), weights (N). */
public record TestRows(float[][] features, float[][] targets, float[] weights) {

  /** Gaussian features; the class is the largest of some fixed random projections. */
  public static TestRows classes(int rows, int inputs, int classes, long seed) {
    Random random = new Random(seed);
    float[][] projections = gaussians(classes, inputs, random);
    float[][] features = gaussians(rows, inputs, random);
    float[][] targets = new float[rows][1];
    for (int row = 0; row < rows; row++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int label = 0; label < classes; label++) {
        double projection = dot(features[row], projections[label]);
        if (projection > largest) {
          largest = projection;
          targets[row][0] = label;
        }
      }
    }
    return new TestRows(features, targets, ones(rows));
  }

  /** The same, where a feature is 0 but with some probability. */
  public static TestRows mostlyZero(int rows, int inputs, int classes, double density, long seed) {
    TestRows drawn = classes(rows, inputs, classes, seed);
    Random random = new Random(seed);
    for (float[] row : drawn.features) {
      for (int input = 0; input < inputs; input++) {
        row[input] = random.nextDouble() < density ? row[input] : 0f;
      }
    }
    return drawn;
  }

  /**
   * The same, where some inputs stand for categories: of each row at most one of them is 1, all
   * others are 0.
   */
  public TestRows withCategories(EmbeddingLayer embedding, long seed) {
    Random random = new Random(seed);
    for (float[] row : features) {
      for (EmbeddingTable table : embedding.tables()) {
        Arrays.fill(row, table.from(), table.to(), 0f);
        int category = random.nextInt(table.categories() + 1);
        if (category < table.categories()) {
          row[table.from() + category] = 1;
        }
      }
    }
    return this;
  }

  /** Gaussian features, and targets linear in them with a little noise. */
  public static TestRows regression(int rows, int inputs, int targets, long seed) {
    Random random = new Random(seed);
    float[][] slopes = gaussians(targets, inputs, random);
    float[][] features = gaussians(rows, inputs, random);
    float[][] values = new float[rows][targets];
    for (int row = 0; row < rows; row++) {
      for (int target = 0; target < targets; target++) {
        values[row][target] =
            (float) (dot(features[row], slopes[target]) + 0.1 * random.nextGaussian());
      }
    }
    return new TestRows(features, values, ones(rows));
  }

  /** Gaussian features, and for each label 1 or 0, by some fixed random projection with noise. */
  public static TestRows labels(int rows, int inputs, int labels, long seed) {
    TestRows drawn = regression(rows, inputs, labels, seed);
    for (float[] row : drawn.targets) {
      for (int label = 0; label < labels; label++) {
        row[label] = row[label] > 0 ? 1 : 0;
      }
    }
    return drawn;
  }

  /** The four rows of exclusive or, with classes 0 and 1. */
  public static TestRows exclusiveOr() {
    return new TestRows(
        new float[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}},
        new float[][] {{0}, {1}, {1}, {0}},
        ones(4));
  }

  /** The same rows with weights from 0.25 to 2.25. */
  public TestRows weighted(long seed) {
    Random random = new Random(seed);
    float[] drawn = new float[count()];
    for (int row = 0; row < count(); row++) {
      drawn[row] = 0.25f + 2 * random.nextFloat();
    }
    return withWeights(drawn);
  }

  public TestRows withWeights(float... newWeights) {
    return new TestRows(features, targets, newWeights);
  }

  /** Some rows, in a given order, repeated where they are named twice. */
  public TestRows rows(int... which) {
    float[] chosen = new float[which.length];
    for (int row = 0; row < which.length; row++) {
      chosen[row] = weights[which[row]];
    }
    return new TestRows(
        Arrays.stream(which).mapToObj(row -> features[row]).toArray(float[][]::new),
        Arrays.stream(which).mapToObj(row -> targets[row]).toArray(float[][]::new),
        chosen);
  }

  public TestRows range(int from, int to) {
    return rows(IntStream.range(from, to).toArray());
  }

  public int count() {
    return weights.length;
  }

  /** Fills the batch with all rows, the first of share 0. The batch has as many rows. */
  public void fill(Batch batch) {
    fill(batch, 0, 0);
  }

  /**
   * Fills the batch with all rows.
   *
   * @param share where they come from
   * @param firstPlace the place of the first of them in the share's part of the round
   */
  public void fill(Batch batch, int share, int firstPlace) {
    for (int row = 0; row < count(); row++) {
      batch.features().setRow(row, features[row], 0);
      batch.setOrigin(row, share, firstPlace + row);
      System.arraycopy(
          targets[row], 0, batch.targets().data, row * targets[row].length, targets[row].length);
      batch.weights()[row] = weights[row];
    }
  }

  /** The rows as shares: row g is in share g mod P. */
  public List<Share> shares(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            share ->
                Share.of(
                    share,
                    rows(IntStream.range(0, count()).filter(g -> g % count == share).toArray())
                        .blocks(share)))
        .toList();
  }

  private List<PackedBlock> blocks(int share) {
    List<PackedBlock> blocks = new ArrayList<>();
    for (int from = 0; from < count(); from += PackedBlock.ROWS) {
      TestRows part = range(from, Math.min(count(), from + PackedBlock.ROWS));
      blocks.add(
          new PackedBlock(
              share, blocks.size(), flat(part.features), flat(part.targets), part.weights));
    }
    return blocks;
  }

  /** The numbers of an array of rows, one row after the other. */
  public static float[] flat(float[][] rows) {
    float[] flat = new float[rows.length == 0 ? 0 : rows.length * rows[0].length];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, flat, row * rows[row].length, rows[row].length);
    }
    return flat;
  }

  private static float[][] gaussians(int rows, int columns, Random random) {
    float[][] values = new float[rows][columns];
    for (float[] row : values) {
      for (int column = 0; column < columns; column++) {
        row[column] = (float) random.nextGaussian();
      }
    }
    return values;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static float[] ones(int count) {
    float[] ones = new float[count];
    Arrays.fill(ones, 1f);
    return ones;
  }
}
