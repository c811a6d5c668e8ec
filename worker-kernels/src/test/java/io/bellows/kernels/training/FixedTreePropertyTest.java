package io.bellows.kernels.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellows.kernels.SerializedCopy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FixedTreePropertyTest {
  /** Magnitudes so different that any other order of additions gives other bits. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 16, 31})
  void total_anyCutIntoTasks_hasTheBitsOfTheRecursiveSum(int shares) {
    Random random = new Random(shares);
    for (int trial = 0; trial < 200; trial++) {
      Double[] sums = new Double[shares];
      for (int share = 0; share < shares; share++) {
        boolean absent = trial % 4 == 3 && random.nextInt(3) == 0;
        sums[share] =
            absent ? null : random.nextGaussian() * Math.scalb(1.0, random.nextInt(60) - 30);
      }
      Double expected = recursive(sums, 0, Integer.highestOneBit(shares) * 2);
      assertThat(total(sums, new int[] {0, shares})).isEqualTo(expected);
      for (int cut = 0; cut < 5; cut++) {
        int[] bounds = cuts(shares, random);
        assertThat(total(sums, bounds)).as("shares cut at %s", bounds).isEqualTo(expected);
      }
    }
  }

  @Test
  void total_sevenShares_isThePairsOfPairsPlusTheRest() {
    FixedTree<String> tree = new FixedTree<>((left, right) -> "(" + left + "+" + right + ")");
    for (int share = 0; share < 7; share++) {
      tree.add(share, Integer.toString(share));
    }
    assertThat(tree.total()).isEqualTo("(((0+1)+(2+3))+((4+5)+6))");
  }

  @Test
  void nodes_taskOfSharesOneToSix_areItsWholeSubtrees() {
    FixedTree<Integer> tree = new FixedTree<>(Integer::sum);
    for (int share = 1; share <= 6; share++) {
      tree.add(share, 1);
    }
    assertThat(tree.nodes())
        .containsExactly(
            new FixedTree.Node<>(1, 1, 1),
            new FixedTree.Node<>(2, 2, 2),
            new FixedTree.Node<>(4, 2, 2),
            new FixedTree.Node<>(6, 1, 1));
  }

  @Test
  void total_nothingAdded_isNull() {
    assertThat(new FixedTree<>(Integer::sum).total()).isNull();
  }

  @Test
  void total_onlyEmptyShares_isNull() {
    FixedTree<Integer> tree = new FixedTree<>(Integer::sum);
    Stream.of(0, 1, 2).forEach(share -> tree.add(share, null));
    assertThat(tree.total()).isNull();
  }

  @Test
  void serialized_node_isEqual() {
    FixedTree.Node<String> node = new FixedTree.Node<>(4, 2, "sum");
    assertThat(SerializedCopy.of(node)).isEqualTo(node);
  }

  /** The definition: a node is its left half plus its right half; what is absent adds nothing. */
  private static @Nullable Double recursive(Double[] sums, int start, int size) {
    if (start >= sums.length) {
      return null;
    }
    if (size == 1) {
      return sums[start];
    }
    Double left = recursive(sums, start, size / 2);
    Double right = recursive(sums, start + size / 2, size / 2);
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    return Double.valueOf(left + right);
  }

  /** Each task adds the shares between two bounds, and the tasks' nodes are added in order. */
  private static @Nullable Double total(Double[] sums, int[] bounds) {
    FixedTree<Double> total = new FixedTree<>(Double::sum);
    for (int task = 0; task + 1 < bounds.length; task++) {
      FixedTree<Double> ofTask = new FixedTree<>(Double::sum);
      for (int share = bounds[task]; share < bounds[task + 1]; share++) {
        ofTask.add(share, sums[share]);
      }
      ofTask.nodes().forEach(total::add);
    }
    return total.total();
  }

  private static int[] cuts(int shares, Random random) {
    List<Integer> bounds = new ArrayList<>(List.of(0));
    for (int share = 1; share < shares; share++) {
      if (random.nextBoolean()) {
        bounds.add(share);
      }
    }
    bounds.add(shares);
    return bounds.stream().mapToInt(Integer::intValue).toArray();
  }
}
