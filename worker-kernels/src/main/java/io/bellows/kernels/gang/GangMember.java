package io.bellows.kernels.gang;

import io.bellows.kernels.constraint.ColumnConstraint;
import io.bellows.kernels.constraint.ColumnSquares;
import io.bellows.kernels.data.Batch;
import io.bellows.kernels.layer.MaskKey;
import io.bellows.kernels.linalg.DenseKernels;
import io.bellows.kernels.linalg.Range;
import io.bellows.kernels.linalg.TileSink;
import io.bellows.kernels.network.ParameterLayout;
import io.bellows.kernels.network.Pass;
import io.bellows.kernels.optimizer.LayerwiseStep;
import io.bellows.kernels.training.RoundUpdate;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One member of a gang on its way through a segment:
 *
 * <pre>
 *   repeat
 *     own rows: gather, masks, embedding
 *     hidden layers forward                  (own rows, or own units and a meeting after each)
 *     own rows: last layer, loss, dZ of the layer before
 *     other layers back                      (own rows, or own units and a meeting before each)
 *     own rows: back to the embedding        (after a meeting, where units were divided)
 *     meet
 *     own columns of every layer: gradient, tree of shares, update, constraint, mean
 *                                            (a meeting before what needs norms)
 *     meet
 *   until the segment ends, or somebody asked to stop
 * </pre>
 */
final class GangMember {
  private final Gang gang;
  private final int member;
  private final BooleanSupplier cancelled;
  private final Pass pass;
  private final RoundUpdate update;
  private final RoundSums sums;
  private final ColumnSquares squares = new ColumnSquares();
  private final @Nullable ColumnConstraint constraint;
  private final MemberClock clock = new MemberClock();
  private final int last;
  private final int layers;
  private final Range[] columns;
  private final Range[] own;
  private final TileSink[] weightSinks;
  private final TileSink[][] vectorSinks;
  private long updates;
  private Range all = Range.of(0);
  private Range rows = Range.of(0);

  GangMember(Gang gang, int member, BooleanSupplier cancelled) {
    this.gang = gang;
    this.member = member;
    this.cancelled = cancelled;
    this.pass = new Pass(gang.network, gang.workspace, gang.kernels.create());
    this.update = new RoundUpdate(gang.config, gang.plan);
    this.sums = new RoundSums(gang.plan);
    UpdateScratch scratch = new UpdateScratch(gang.config.update().optimizer());
    this.constraint = gang.config.update().maxNorm().map(ColumnConstraint::new).orElse(null);
    this.last = gang.network.layers().size() - 1;
    ParameterLayout layout = gang.network.layout();
    this.layers = layout.layers();
    this.columns = new Range[layers];
    this.own = new Range[layers];
    this.weightSinks = new TileSink[layers];
    this.vectorSinks = new TileSink[layers][];
    for (int layer = 0; layer < layers; layer++) {
      columns[layer] = Range.of(layout.outputs().get(layer));
      own[layer] = columns[layer].part(member, gang.members, DenseKernels.GRAIN);
      weightSinks[layer] = weightSink(layer, scratch);
      vectorSinks[layer] = vectorSinks(layer, layout.vectors().get(layer), scratch);
    }
    this.updates = gang.state.optimizer().updates();
  }

  private TileSink weightSink(int layer, UpdateScratch scratch) {
    return gang.wholeGradient == null
        ? gang.optimizer.weights(layer, update.weightStep(), scratch)
        : gang.wholeGradient.weightSink(layer);
  }

  private TileSink[] vectorSinks(int layer, int vectors, UpdateScratch scratch) {
    TileSink[] sinks = new TileSink[vectors];
    for (int vector = 0; vector < sinks.length; vector++) {
      sinks[vector] =
          gang.wholeGradient == null
              ? gang.optimizer.vector(layer, vector, update.vectorStep(), scratch)
              : gang.wholeGradient.vectorSink(layer, vector);
    }
    return sinks;
  }

  void run() {
    if (member == 0) {
      gang.holdRows();
      gang.workspace.load(gang.state.weights());
      gang.optimizer.load(gang.state.optimizer());
      if (gang.average != null) {
        gang.average.load(gang.state);
      }
    }
    meet();
    clock.start();
    for (int round = gang.segment.from(); round < gang.segment.to() && !gang.isStopping; round++) {
      clock.round(round - gang.segment.from());
      round(round);
    }
    gang.spent(clock.times(gang.members));
    if (member == 0) {
      gang.workspace.store(gang.state.weights());
      gang.optimizer.store(gang.state.optimizer());
      if (gang.average != null) {
        gang.average.store(gang.state);
      }
    }
  }

  private void round(int round) {
    begin(round);
    forward();
    backward();
    meet();
    update();
    meet();
  }

  private void begin(int round) {
    sums.begin(round);
    if (all.length() != sums.rows()) {
      all = Range.of(sums.rows());
      rows = all.part(member, gang.members, DenseKernels.GRAIN);
    }
    // Every member sets the same number of rows, before it looks at any.
    gang.workspace.reshape(sums.rows());
    gather(round);
    pass.masks(new MaskKey(gang.config.seed(), gang.segment.epoch(), round), rows);
    pass.embed(rows);
  }

  private void gather(int round) {
    Batch batch = gang.workspace.batch();
    for (int share = 0; share < gang.plan.shares(); share++) {
      int from = Math.max(rows.from(), sums.first(share));
      int to = Math.min(rows.to(), sums.first(share + 1));
      if (from < to) {
        int place = from - sums.first(share);
        int visited =
            gang.plan.from(share, round) - gang.plan.from(share, gang.segment.from()) + place;
        gang.share(share).copyTo(gang.order(share), visited, to - from, batch, from, place);
      }
    }
  }

  private void forward() {
    boolean byUnits = gang.division == Division.UNITS;
    if (byUnits && last > 0) {
      meet();
    }
    for (int layer = 0; layer < last; layer++) {
      pass.forwardHidden(layer, byUnits ? all : rows, byUnits ? own(layer) : columns(layer));
      if (byUnits) {
        meet();
      }
    }
    pass.forwardLast(rows);
    pass.loss(rows);
  }

  private void backward() {
    for (int layer = last; layer > 0; layer--) {
      if (gang.division == Division.ROWS || layer == last) {
        pass.backwardToInput(layer, rows, columns(layer - 1));
      } else {
        meet();
        pass.backwardToInput(layer, all, own(layer - 1));
      }
    }
    if (gang.division == Division.UNITS && last > 1 && !gang.network.embedding().isNone()) {
      meet();
    }
    pass.backwardToTables(rows);
  }

  private void update() {
    sums.total(gang.workspace);
    boolean isFinite = Double.isFinite(sums.lossSum());
    boolean isDue = isFinite && sums.weightSum() != 0;
    if (isDue) {
      if (gang.wholeGradient == null) {
        beginUpdate(0);
        updateAsGradientsCome();
      } else {
        updateFrom(gang.wholeGradient);
      }
      updates++;
    }
    if (member == 0) {
      record(isFinite, isDue);
    }
  }

  private void beginUpdate(double sumsNorm) {
    update.begin(updates, sums.weightSum(), gang.segment.rateFactor(), sumsNorm);
  }

  private void updateAsGradientsCome() {
    for (int layer = 0; layer < layers; layer++) {
      gradient(layer);
      if (constraint != null || gang.average != null) {
        clock.updating();
        finish(layer);
        clock.updated();
      }
    }
  }

  /** What follows the update of a layer. */
  private void finish(int layer) {
    if (constraint != null && layer <= last) {
      constraint.apply(gang.workspace.parameters(layer).W(), own(layer));
    }
    if (gang.average != null) {
      gang.average.add(layer, own(layer), updates == 0);
    }
  }

  private void gradient(int layer) {
    Range units = own(layer);
    pass.weightGradient(layer, sums.program(), units, clock.watched(weightSinks[layer]));
    for (int vector = 0; vector < vectorSinks[layer].length; vector++) {
      TileSink sink = clock.watched(vectorSinks[layer][vector]);
      pass.vectorGradient(layer, vector, sums.program(), units, sink);
    }
  }

  /** All gradients first; then a meeting for each kind of norm that the update needs. */
  private void updateFrom(WholeGradient whole) {
    boolean needsNorm = gang.config.update().clipping().needsNorm();
    for (int layer = 0; layer < layers; layer++) {
      gradient(layer);
      if (needsNorm) {
        whole.look(layer, own(layer), squares);
      }
    }
    if (needsNorm) {
      meet();
    }
    beginUpdate(needsNorm ? whole.norm() : 0);
    LayerwiseStep layerwise = update.layerwiseStep();
    if (layerwise != null) {
      direct(whole, layerwise);
      meet();
    }
    clock.updating();
    for (int layer = 0; layer < layers; layer++) {
      if (layerwise == null) {
        gang.optimizer.updateWeights(layer, own(layer), whole, update.weightStep());
      } else {
        gang.optimizer.move(layer, own(layer), whole, layerwise);
      }
      gang.optimizer.updateVectors(layer, own(layer), whole, update.vectorStep());
      finish(layer);
    }
    clock.updated();
  }

  private void direct(WholeGradient whole, LayerwiseStep step) {
    clock.updating();
    for (int layer = 0; layer < layers; layer++) {
      gang.optimizer.direct(layer, own(layer), whole, step);
      whole.lookAtDirections(layer, own(layer), squares);
    }
    clock.updated();
  }

  /** Only one member moves the state, and asks whether to stop: all then stop after this round. */
  private void record(boolean isFinite, boolean isDue) {
    gang.state.roundDone(sums.lossSum(), sums.weightSum());
    if (isDue) {
      gang.state.optimizer().countUpdate();
    }
    gang.isStopping = !isFinite || gang.stopRequested.test(gang.state);
  }

  private void meet() {
    clock.worked();
    gang.meeting.await(cancelled);
    clock.met();
  }

  private Range columns(int layer) {
    return columns[layer];
  }

  /** This member's part of a layer's units. */
  private Range own(int layer) {
    return own[layer];
  }
}
