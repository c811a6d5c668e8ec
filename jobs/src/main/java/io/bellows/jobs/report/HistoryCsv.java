package io.bellows.jobs.report;

import io.bellows.kernels.training.EpochRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The history as a table: epochs counted from 1, all figures in full, times last because they are
 * not part of the bits. A figure that an epoch does not have is left empty.
 */
public final class HistoryCsv {
  private HistoryCsv() {}

  /** The table with its header. */
  public static String of(List<EpochRecord> history) {
    Set<String> figures = new LinkedHashSet<>();
    history.forEach(record -> figures.addAll(record.figures().keySet()));
    List<String> header = new ArrayList<>(List.of("epoch", "updates", "learning-rate"));
    header.addAll(figures);
    header.addAll(List.of("round-seconds", "rows-per-second", "evaluation-seconds"));
    StringBuilder csv = new StringBuilder(String.join(",", header)).append('\n');
    for (EpochRecord record : history) {
      csv.append(String.join(",", cells(record, figures))).append('\n');
    }
    return csv.toString();
  }

  private static List<String> cells(EpochRecord record, Set<String> figures) {
    List<String> cells = new ArrayList<>();
    cells.add(Integer.toString(record.epoch() + 1));
    cells.add(Long.toString(record.updates()));
    cells.add(Double.toString(record.learningRate()));
    for (String name : figures) {
      Double figure = record.figures().get(name);
      cells.add(figure == null ? "" : figure.toString());
    }
    cells.add(Double.toString(record.timing().roundSeconds()));
    cells.add(Double.toString(record.timing().rowsPerSecond()));
    cells.add(Double.toString(record.timing().evaluationSeconds()));
    return cells;
  }
}
