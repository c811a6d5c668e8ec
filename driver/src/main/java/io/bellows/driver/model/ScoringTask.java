package io.bellows.driver.model;

import io.bellows.driver.engine.SentEnsemble;
import io.bellows.driver.engine.TaskKernels;
import io.bellows.driver.preparation.InputVectors;
import io.bellows.driver.preparation.TargetEncoding;
import io.bellows.kernels.data.InputRow;
import io.bellows.kernels.data.PackedBlock;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.linalg.PanelMatrix;
import io.bellows.kernels.network.EnsemblePass;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.network.Weights;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;

/** Runs on executors: pushes rows through a network, up to 1,024 at a time. */
final class ScoringTask implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;
  private static final int NO_LAYER = 0;

  private final Network network;
  private final List<Broadcast<Weights>> members;
  private final InputVectors inputs;
  private final TargetEncoding target;
  private final Kernels kernels;
  private final int hiddenLayer;

  ScoringTask(
      Network network,
      List<Broadcast<Weights>> members,
      InputVectors inputs,
      TargetEncoding target,
      Kernels kernels,
      OptionalInt hiddenLayer) {
    this.kernels = kernels;
    this.network = network;
    this.members = members;
    this.inputs = inputs;
    this.target = target;
    this.hiddenLayer = hiddenLayer.orElse(NO_LAYER);
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    EnsemblePass pass =
        new EnsemblePass(
            network, SentEnsemble.of(members), TaskKernels.of(kernels), PackedBlock.ROWS);
    return new Iterator<>() {
      private Iterator<Row> scored = List.<Row>of().iterator();

      @Override
      public boolean hasNext() {
        return scored.hasNext() || rows.hasNext();
      }

      @Override
      public Row next() {
        if (!scored.hasNext()) {
          scored = score(nextBatch(rows), pass).iterator();
        }
        return scored.next();
      }
    };
  }

  private static List<Row> nextBatch(Iterator<Row> rows) {
    List<Row> batch = new ArrayList<>(PackedBlock.ROWS);
    while (rows.hasNext() && batch.size() < PackedBlock.ROWS) {
      batch.add(rows.next());
    }
    return batch;
  }

  private List<Row> score(List<Row> batch, EnsemblePass pass) {
    int features = batch.get(0).size() - 1;
    List<InputRow> rows = batch.stream().map(row -> inputs.row(row.getAs(features))).toList();
    FMatrixRMaj outputs = pass.predictions(batch.size(), scoring -> scoring.setFeatures(rows));
    List<Row> scored = new ArrayList<>(batch.size());
    for (int row = 0; row < batch.size(); row++) {
      scored.add(scored(batch.get(row), outputs, pass, row));
    }
    return scored;
  }

  private Row scored(Row input, FMatrixRMaj outputs, EnsemblePass pass, int row) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int column = 0; column < input.size() - 1; column++) {
      values.add(input.get(column));
    }
    PredictionColumns.add(target, outputs, row, values);
    if (hiddenLayer != NO_LAYER) {
      PanelMatrix hidden = pass.hiddenOutput(hiddenLayer);
      for (int unit = 0; unit < hidden.columns(); unit++) {
        values.add(hidden.get(row, unit));
      }
    }
    return RowFactory.create(values.toArray());
  }
}
