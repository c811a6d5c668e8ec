package io.bellows.kernels.gang;

import io.bellows.kernels.data.BatchPlan;
import io.bellows.kernels.linalg.RowSums;
import io.bellows.kernels.network.Workspace;
import io.bellows.kernels.training.FixedTree;

/**
 * How the rows of a round lie in the batch, share after share, and how their sums are added up:
 * along the fixed tree of shares. One member's.
 */
final class RoundSums {
  private final BatchPlan plan;
  private final int[] first;
  private final RowSums program = new RowSums();
  private double[] losses = {};
  private double[] weights = {};

  RoundSums(BatchPlan plan) {
    this.plan = plan;
    this.first = new int[plan.shares() + 1];
  }

  /** Looks at a round; most rounds of an epoch look like the one before. */
  void begin(int round) {
    boolean isAsBefore = program.steps() > 0;
    for (int share = 0; share < plan.shares(); share++) {
      int next = first[share] + plan.to(share, round) - plan.from(share, round);
      isAsBefore &= first[share + 1] == next;
      first[share + 1] = next;
    }
    if (!isAsBefore) {
      build();
    }
  }

  /** Lets the tree of shares write down what it would do. */
  private void build() {
    program.clear();
    FixedTree<RowSums> tree =
        new FixedTree<>(
            (left, right) -> {
              left.add();
              return left;
            });
    for (int share = 0; share < plan.shares(); share++) {
      boolean hasRows = first[share] < first[share + 1];
      if (hasRows) {
        program.chain(first[share], first[share + 1]);
      }
      tree.add(share, hasRows ? program : null);
    }
    tree.total();
    losses = new double[program.deepest()];
    weights = new double[program.deepest()];
  }

  /** Rows of the round. */
  int rows() {
    return first[plan.shares()];
  }

  /** The first row of a share in the batch; of the share after the last, the number of rows. */
  int first(int share) {
    return first[share];
  }

  RowSums program() {
    return program;
  }

  /** Adds up Σ w·loss and Σ w. */
  void total(Workspace workspace) {
    int top = 0;
    for (int step = 0; step < program.steps(); step++) {
      chain(workspace, program.from(step), program.to(step), top);
      for (int addition = program.additions(step); addition > 0; addition--) {
        top--;
        losses[top] += losses[top + 1];
        weights[top] += weights[top + 1];
      }
      top++;
    }
  }

  private void chain(Workspace workspace, int from, int to, int place) {
    float[] rowWeights = workspace.batch().weights();
    double lossSum = 0;
    double weightSum = 0;
    for (int row = from; row < to; row++) {
      lossSum += rowWeights[row] * workspace.loss(row);
      weightSum += rowWeights[row];
    }
    losses[place] = lossSum;
    weights[place] = weightSum;
  }

  double lossSum() {
    return losses[0];
  }

  double weightSum() {
    return weights[0];
  }
}
