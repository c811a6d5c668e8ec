package io.bellows.kernels.gang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bellows.kernels.TestConfig;
import io.bellows.kernels.TestKernels;
import io.bellows.kernels.TestMasks;
import io.bellows.kernels.TestRows;
import io.bellows.kernels.activation.Relu;
import io.bellows.kernels.averaging.ExponentialAverage;
import io.bellows.kernels.constraint.Clipping;
import io.bellows.kernels.data.BatchPlan;
import io.bellows.kernels.data.DenseBlocks;
import io.bellows.kernels.data.Share;
import io.bellows.kernels.layer.Dropout;
import io.bellows.kernels.layer.Dropout.Scaling;
import io.bellows.kernels.layer.EmbeddingLayer;
import io.bellows.kernels.layer.EmbeddingTable;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.loss.SoftmaxCrossEntropy;
import io.bellows.kernels.network.GradientSum;
import io.bellows.kernels.network.HiddenLayers;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.optimizer.Adam;
import io.bellows.kernels.optimizer.Lamb;
import io.bellows.kernels.optimizer.Optimizer;
import io.bellows.kernels.optimizer.Optimizers;
import io.bellows.kernels.optimizer.Sgd;
import io.bellows.kernels.schedule.ExponentialDecay;
import io.bellows.kernels.training.FixedTree;
import io.bellows.kernels.training.GradientWorker;
import io.bellows.kernels.training.RoundTimes;
import io.bellows.kernels.training.RoundUpdate;
import io.bellows.kernels.training.Segment;
import io.bellows.kernels.training.TrainingConfig;
import io.bellows.kernels.training.TrainingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * However many members a gang has and whatever they divide, it gives the bits of sums formed share
 * by share, put together in the fixed tree, and one update over all parameters, held to max-norm.
 */
class GangParityTest {
  private static final int ROWS = 203;
  private static final int INPUTS = 37;
  private static final int CLASSES = 5;
  private static final List<Optimizer> OPTIMIZERS =
      List.of(new Sgd(0), new Sgd(0.9, 0.5, 4), new Adam(0.9, 0.999, 1e-8));
  private static final ExecutorService THREADS = Executors.newCachedThreadPool();

  @AfterAll
  static void stop() {
    THREADS.shutdownNow();
  }

  static Stream<Arguments> cases() {
    return TestKernels.runnable()
        .flatMap(
            kernels ->
                Stream.of(1, 2, 3, 8, 13)
                    .flatMap(
                        shares ->
                            Stream.of(1, 5, 32, 50, ROWS)
                                .map(batch -> Arguments.of(kernels, shares, batch))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void run_anyMembersAndDivision_hasTheBitsOfSumsPutTogether(
      Kernels kernels, int shares, int batch) {
    int compared = 0;
    for (List<Integer> hidden :
        List.of(List.<Integer>of(), List.of(19), List.of(40, 33), List.of(17, 64, 20))) {
      for (Optimizer optimizer : OPTIMIZERS) {
        Run run = new Run(kernels, shares, batch, hidden, optimizer);
        int rounds = Math.min(run.plan.rounds(), 12);
        TrainingState expected = run.summed(rounds);
        for (int members : new int[] {1, 2, 4}) {
          for (Division division : Division.values()) {
            TrainingState state = run.initial();
            run.gang(state, new Segment(0, 0, rounds), members, division, moved -> false);
            assertSame(state, expected);
            compared++;
          }
        }
      }
    }
    assertThat(compared).isEqualTo(72);
  }

  /** However gradients are clipped and weights penalised, and whatever the optimizer. */
  @ParameterizedTest
  @MethodSource("kernels")
  void run_clippedAndPenalised_hasTheBitsOfSumsPutTogether(Kernels kernels) {
    int compared = 0;
    for (Clipping clipping :
        List.of(new Clipping(Clipping.By.NORM, 0.1), new Clipping(Clipping.By.VALUE, 0.002))) {
      for (String name : Optimizers.REGISTRY.names()) {
        TestConfig config =
            new TestConfig()
                .shares(3)
                .batch(32)
                .optimizer(usual(Optimizers.REGISTRY.named(name)))
                .rate(0.02)
                .clipping(clipping)
                .penalties(0.001, 0.002, 0.05)
                .averaging(new ExponentialAverage(0.9))
                .maxNorm(1.4);
        Run run = new Run(kernels, HiddenLayers.plain(List.of(17, 64, 20), new Relu()), config);
        TrainingState expected = run.summed(6);
        for (int members : new int[] {1, 2, 4}) {
          for (Division division : Division.values()) {
            TrainingState state = run.initial();
            run.gang(state, new Segment(0, 0, 6), members, division, moved -> false);
            assertSame(state, expected);
            compared++;
          }
        }
      }
    }
    assertThat(compared).isEqualTo(12 * Optimizers.REGISTRY.names().size());
  }

  /** Whatever hidden layers are like. */
  @ParameterizedTest
  @MethodSource("kernels")
  void run_anyHiddenLayers_hasTheBitsOfSumsPutTogether(Kernels kernels) {
    int compared = 0;
    for (HiddenLayers hidden :
        List.of(
            new HiddenLayers(List.of(37, 37, 64, 64), new Relu(), true, false),
            new HiddenLayers(List.of(17, 64, 20), new Relu(), false, true),
            new HiddenLayers(List.of(37, 37, 64, 64), new Relu(), true, true))) {
      for (Optimizer optimizer : List.of(new Adam(0.9, 0.999, 1e-8), new Lamb(0.9, 0.999, 1e-6))) {
        for (Clipping clipping : List.of(Clipping.NONE, new Clipping(Clipping.By.NORM, 0.1))) {
          TestConfig config =
              new TestConfig()
                  .shares(3)
                  .batch(32)
                  .averaging(new ExponentialAverage(0.9))
                  .maxNorm(1.4);
          Run run = new Run(kernels, hidden, config.optimizer(optimizer).clipping(clipping));
          TrainingState expected = run.summed(6);
          for (int members : new int[] {1, 2, 4}) {
            for (Division division : divisions(hidden)) {
              TrainingState state = run.initial();
              run.gang(state, new Segment(0, 0, 6), members, division, moved -> false);
              assertSame(state, expected);
              compared++;
            }
          }
        }
      }
    }
    assertThat(compared).isEqualTo(24 + 12 + 12);
  }

  private static List<Division> divisions(HiddenLayers hidden) {
    return hidden.isNormalized() ? List.of(Division.ROWS) : List.of(Division.values());
  }

  /** A member would have part of a row only. */
  @Test
  void new_unitsOfNormalizedLayers_areRefused() {
    HiddenLayers hidden = new HiddenLayers(List.of(17, 64), new Relu(), false, true);
    Run run = new Run(Kernels.EJML, hidden, new TestConfig().batch(10));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> run.gang(run.initial(), new Segment(0, 0, 1), 2, Division.UNITS, moved -> false))
        .withMessage("a gang divides rows where layers are normalised over all their units");
  }

  static Stream<Kernels> kernels() {
    return TestKernels.runnable();
  }

  private static Optimizer usual(Optimizers.Kind kind) {
    return kind.maker()
        .apply(
            kind.settings().stream()
                .map(setting -> setting.allowed().test(0.5) ? 0.5 : 1.0)
                .toList());
  }

  /** Dropout of inputs included, and a last batch that is smaller. */
  @ParameterizedTest
  @MethodSource("kernels")
  void run_mostlyZeroRows_haveTheBitsOfDenseOnes(Kernels kernels) {
    TestRows rows = TestRows.mostlyZero(ROWS, 150, CLASSES, 0.02, 1).weighted(2);
    int compared = 0;
    for (int shares : new int[] {1, 3, 8}) {
      List<Share> sparse = rows.shares(shares);
      List<Share> dense = DenseBlocks.of(sparse, 150);
      assertThat(sparse.get(0).isMostlyZero()).isTrue();
      assertThat(dense.get(0).isMostlyZero()).isFalse();
      for (int batch : new int[] {1, 50, ROWS}) {
        for (HiddenLayers hidden :
            List.of(
                HiddenLayers.plain(List.of(), new Relu()),
                HiddenLayers.plain(List.of(40, 19), new Relu()),
                new HiddenLayers(List.of(150, 150), new Relu(), true, false))) {
          TestConfig config =
              new TestConfig()
                  .shares(shares)
                  .batch(batch)
                  .optimizer(new Adam(0.9, 0.999, 1e-8))
                  .rate(0.02)
                  .averaging(new ExponentialAverage(0.9))
                  .maxNorm(1.4);
          Run ofDense = new Run(kernels, hidden, config, dense, 150);
          Run ofSparse = new Run(kernels, hidden, config, sparse, 150);
          int rounds = Math.min(ofDense.plan.rounds(), 7);
          TrainingState expected = ofDense.summed(rounds);
          assertSame(ofSparse.summed(rounds), expected);
          for (int members : new int[] {1, 2, 4}) {
            for (Division division : Division.values()) {
              TrainingState state = ofSparse.initial();
              ofSparse.gang(state, new Segment(0, 0, rounds), members, division, moved -> false);
              assertSame(state, expected);
              compared++;
            }
          }
        }
      }
    }
    assertThat(compared).isEqualTo(3 * 3 * 3 * 6);
  }

  /** Tables of fewer and of more columns than a member's part, before any depth of layers. */
  @ParameterizedTest
  @MethodSource("kernels")
  void run_embeddedCategories_haveTheBitsOfSumsPutTogether(Kernels kernels) {
    List<EmbeddingTable> tables =
        List.of(new EmbeddingTable(2, 40, 3), new EmbeddingTable(50, 100, 33));
    EmbeddingLayer embedding = new EmbeddingLayer(153, tables);
    TestRows rows =
        TestRows.classes(ROWS, 153, CLASSES, 1).weighted(2).withCategories(embedding, 3);
    int compared = 0;
    for (HiddenLayers hidden :
        List.of(
            HiddenLayers.plain(List.of(), new Relu()),
            HiddenLayers.plain(List.of(19), new Relu()),
            HiddenLayers.plain(List.of(17, 64, 20), new Relu()),
            // The first one adds what comes out of the embedding.
            new HiddenLayers(List.of(49, 49), new Relu(), true, false))) {
      for (TestConfig config :
          List.of(
              new TestConfig().optimizer(new Adam(0.9, 0.999, 1e-8)),
              new TestConfig()
                  .optimizer(new Lamb(0.9, 0.999, 1e-6))
                  .clipping(new Clipping(Clipping.By.NORM, 0.1)))) {
        config
            .shares(3)
            .batch(50)
            .rate(0.02)
            .penalties(0.001, 0.002, 0.05)
            .averaging(new ExponentialAverage(0.9))
            .maxNorm(1.4);
        Run run = new Run(kernels, embedding, hidden, config, rows.shares(3));
        assertThat(run.network.layers().get(0).inputs()).isEqualTo(49);
        TrainingState expected = run.summed(5);
        for (int members : new int[] {1, 2, 4}) {
          for (Division division : Division.values()) {
            TrainingState state = run.initial();
            run.gang(state, new Segment(0, 0, 5), members, division, moved -> false);
            assertSame(state, expected);
            compared++;
          }
        }
      }
    }
    assertThat(compared).isEqualTo(4 * 2 * 6);
  }

  @Test
  void run_rateFactor_isThatOfSumsPutTogether() {
    Run run = new Run(Kernels.EJML, 3, 10, List.of(19), new Sgd(0.9));
    TrainingState halved = run.initial();
    run.gang(halved, new Segment(0, 0, 21, 0.5), 2, Division.ROWS, moved -> false);
    assertSame(halved, run.summed(21, 0.5));
    assertThat(halved.weights().values()).isNotEqualTo(run.summed(21).weights().values());
  }

  @Test
  void run_segmentInPieces_hasTheBitsOfTheWhole() {
    Run run = new Run(Kernels.EJML, 3, 10, List.of(19), new Adam(0.9, 0.999, 1e-8));
    TrainingState whole = run.initial();
    run.gang(whole, new Segment(0, 0, 21), 2, Division.ROWS, moved -> false);
    TrainingState pieces = run.initial();
    for (int from : new int[] {0, 7, 14}) {
      run.gang(pieces, new Segment(0, from, from + 7), 2, Division.UNITS, moved -> false);
    }
    assertSame(pieces, whole);
  }

  @Test
  void run_askedToStop_endsAfterTheRoundInHand() {
    Run run = new Run(Kernels.EJML, 3, 10, List.of(19), new Sgd(0.9));
    TrainingState state = run.initial();
    run.gang(state, new Segment(0, 0, 21), 2, Division.ROWS, moved -> state.round() == 4);
    assertThat(state.round()).isEqualTo(4);
    assertSame(state, run.summed(4));
  }

  @Test
  void run_lossNotFinite_endsWithoutAnUpdate() {
    Run run = new Run(Kernels.EJML, 3, 10, List.of(19), new Sgd(0));
    TrainingState state = run.initial();
    state.weights().values()[0] = Float.NaN;
    float[] before = state.weights().values().clone();
    run.gang(state, new Segment(0, 0, 21), 2, Division.ROWS, moved -> false);
    assertThat(state.round()).isEqualTo(1);
    assertThat(state.lossIsFinite()).isFalse();
    assertThat(state.weights().values()).containsExactly(before);
  }

  /** Members are averaged: the parts are those of one member, and none lasts longer than all. */
  @Test
  void run_anyMembers_partsOfTheTimeAddUpToNoMoreThanAll() {
    int compared = 0;
    for (int members : new int[] {1, 2, 4}) {
      for (Division division : Division.values()) {
        Run run = new Run(Kernels.EJML, 8, 10, List.of(40, 33), new Adam(0.9, 0.999, 1e-8));
        TrainingState state = run.initial();
        long begin = System.nanoTime();
        run.gang(state, new Segment(0, 0, 21), members, division, moved -> false);
        long wall = System.nanoTime() - begin;
        RoundTimes spent = state.spent();
        assertThat(spent.arithmetic()).isPositive();
        assertThat(spent.meeting()).isPositive();
        assertThat(spent.update()).isPositive();
        assertThat(spent.total()).isLessThanOrEqualTo(wall);
        compared++;
      }
    }
    assertThat(compared).isEqualTo(6);
  }

  @Test
  void canCarry_moreThan1024RowsOfAShare_isFalse() {
    TrainingConfig config = new TestConfig().shares(2).batch(2049).build();
    assertThat(Gang.canCarry(plan(config, 5_000))).isFalse();
    assertThat(Gang.canCarry(plan(new TestConfig().shares(2).batch(2048).build(), 5_000))).isTrue();
  }

  /**
   * 37 inputs, and for each of 19 and 5 units Z, its derivative, factors and outputs; dH, x̂ and
   * dY.
   */
  @Test
  void bytesOfBatch_smallNetwork_areThoseOfItsArrays() {
    Run run = new Run(Kernels.EJML, 3, 10, List.of(19), new Sgd(0));
    assertThat(Gang.bytesOfBatch(run.network, run.plan)).isEqualTo(4 * 10 * (37 + 4 * (19 + 5)));
    HiddenLayers hidden = new HiddenLayers(List.of(19, 19), new Relu(), true, true);
    Run residual = new Run(Kernels.EJML, hidden, new TestConfig().batch(10));
    assertThat(Gang.bytesOfBatch(residual.network, residual.plan))
        .isEqualTo(4 * 10 * (37 + 4 * (19 + 19 + 5) + 2 * (19 + 19) + 19));
    EmbeddingLayer embedding = new EmbeddingLayer(37, List.of(new EmbeddingTable(0, 30, 4)));
    Run embedded =
        new Run(
            Kernels.EJML,
            embedding,
            HiddenLayers.plain(List.of(19), new Relu()),
            new TestConfig().batch(10),
            List.of());
    assertThat(Gang.bytesOfBatch(embedded.network, embedded.plan))
        .isEqualTo(4 * 10 * (37 + 3 * 11 + 4 * (19 + 5)));
  }

  private static void assertSame(TrainingState state, TrainingState expected) {
    assertThat(state.weights().values()).containsExactly(expected.weights().values());
    assertThat(state.optimizer().slots()).isDeepEqualTo(expected.optimizer().slots());
    assertThat(state.optimizer().updates()).isEqualTo(expected.optimizer().updates());
    assertThat(state.evaluated().values()).containsExactly(expected.evaluated().values());
    assertThat(state.evaluated()).isNotSameAs(state.weights());
    assertThat(state.round()).isEqualTo(expected.round());
    assertThat(state.runningLoss()).isEqualTo(expected.runningLoss());
  }

  private static BatchPlan plan(TrainingConfig config, long rows) {
    return config.batching().plan(rows);
  }

  /** A network with dropout everywhere, and weighted rows to train it on. */
  private static final class Run {
    private final Kernels kernels;
    private final Network network;
    private final TrainingConfig config;
    private final List<Share> shares;
    private final BatchPlan plan;

    Run(Kernels kernels, int shares, int batch, List<Integer> hidden, Optimizer optimizer) {
      this(
          kernels,
          HiddenLayers.plain(hidden, new Relu()),
          new TestConfig()
              .shares(shares)
              .batch(batch)
              .optimizer(optimizer)
              .schedule(new ExponentialDecay(0.02, 0.3))
              .averaging(new ExponentialAverage(0.75))
              .maxNorm(1.4));
    }

    Run(Kernels kernels, HiddenLayers hidden, TestConfig settings) {
      this(
          kernels,
          hidden,
          settings,
          TestRows.classes(ROWS, INPUTS, CLASSES, 1)
              .weighted(2)
              .shares(settings.build().batching().shares()),
          INPUTS);
    }

    Run(Kernels kernels, HiddenLayers hidden, TestConfig settings, List<Share> shares, int inputs) {
      this(kernels, EmbeddingLayer.none(inputs), hidden, settings, shares);
    }

    Run(
        Kernels kernels,
        EmbeddingLayer embedding,
        HiddenLayers hidden,
        TestConfig settings,
        List<Share> shares) {
      this.kernels = kernels;
      Dropout dropout = TestMasks.everywhere(0.3, hidden.units().size(), Scaling.INVERTED);
      this.network = Network.of(embedding, hidden, CLASSES, dropout, new SoftmaxCrossEntropy());
      this.config = settings.build();
      this.shares = shares;
      this.plan = plan(config, ROWS);
    }

    TrainingState initial() {
      return TrainingState.initial(network, config);
    }

    TrainingState summed(int rounds) {
      return summed(rounds, 1);
    }

    TrainingState summed(int rounds, double rateFactor) {
      TrainingState state = initial();
      GradientWorker worker = new GradientWorker(network, plan, config.seed(), kernels.create());
      RoundUpdate update = new RoundUpdate(config, plan);
      for (int round = 0; round < rounds; round++) {
        worker.load(state.weights());
        FixedTree<GradientSum> tree = new FixedTree<>(GradientSum::plus);
        for (Share share : shares) {
          int[] rows = worker.rows(share.number(), 0, round);
          tree.add(share.number(), worker.sum(share, rows, 0, round));
        }
        update.apply(Objects.requireNonNull(tree.total()), state, rateFactor);
      }
      return state;
    }

    void gang(
        TrainingState state,
        Segment segment,
        int members,
        Division division,
        Predicate<TrainingState> stopRequested) {
      Gang gang =
          new Gang(
              network, config, plan, state, segment, members, division, kernels, stopRequested);
      shares.forEach(gang::bring);
      List<Future<?>> running = new ArrayList<>();
      for (int member = 0; member < members; member++) {
        int number = member;
        running.add(THREADS.submit(() -> gang.run(number, () -> false)));
      }
      try {
        for (Future<?> member : running) {
          member.get();
        }
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }
}
