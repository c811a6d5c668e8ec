package io.bellows.jobs.report;

import io.bellows.kernels.metric.ClassificationSum;
import io.bellows.kernels.metric.Metric;
import io.bellows.kernels.training.EarlyStopping;
import io.bellows.kernels.training.EpochRecord;
import io.bellows.kernels.training.RoundProgress;
import io.bellows.kernels.training.TrainingListener;
import io.bellows.kernels.training.TrainingState;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One line an epoch, in columns, at most 100 characters wide; of long ones a line every ten seconds
 * or so. Epochs are counted from 1. The header is printed when the columns change: at the first
 * epoch, and when the first validation comes later.
 */
public final class EpochLines implements TrainingListener {
  private static final int MOST_FIGURES = 5;
  private static final int EPOCH_WIDTH = 5;
  private static final int FIGURE_WIDTH = 11;

  private final PrintStream out;
  private final Optional<EarlyStopping> earlyStopping;
  private List<String> columns = List.of();

  /** Lines to a stream, with the patience left where there is early stopping. */
  public EpochLines(PrintStream out, Optional<EarlyStopping> earlyStopping) {
    this.out = out;
    this.earlyStopping = earlyStopping;
  }

  @Override
  public void epochEnded(TrainingState state) {
    List<EpochRecord> history = state.history();
    EpochRecord record = history.get(history.size() - 1);
    List<String> wanted = columnsFor(record);
    if (!columns.containsAll(wanted)) {
      columns = wanted;
      printHeader();
    }
    out.println(line(record, state.earlyStopping()));
  }

  @Override
  public void roundsGoOn(RoundProgress progress) {
    out.printf(
        Locale.ROOT,
        "%s  %s of %s rounds, loss %s, %s rows/s, %.0f s left%n",
        right(Integer.toString(progress.epoch() + 1), EPOCH_WIDTH),
        Figures.counted(progress.done()),
        Figures.counted(progress.of()),
        Figures.shown(progress.runningLoss()),
        Figures.counted((long) progress.rowsPerSecond()),
        progress.secondsLeft());
  }

  /**
   * The loss, then what is monitored, then as many other figures as fit. Of accuracy and error,
   * which say the same, one is enough.
   */
  private List<String> columnsFor(EpochRecord record) {
    List<String> names = new ArrayList<>(record.figures().keySet());
    Metric left = isErrorMonitored() ? ClassificationSum.ACCURACY : ClassificationSum.ERROR;
    names.removeIf(name -> name.endsWith(left.name()));
    List<String> chosen = new ArrayList<>();
    for (int figure = 0; figure < Math.min(names.size(), MOST_FIGURES); figure++) {
      chosen.add(names.get(figure));
    }
    earlyStopping
        .map(EarlyStopping::monitor)
        .filter(monitor -> names.contains(monitor) && !chosen.contains(monitor))
        .ifPresent(monitor -> chosen.set(chosen.size() - 1, monitor));
    return chosen;
  }

  private boolean isErrorMonitored() {
    return earlyStopping
        .map(EarlyStopping::monitor)
        .filter(monitor -> monitor.endsWith(ClassificationSum.ERROR.name()))
        .isPresent();
  }

  private void printHeader() {
    StringBuilder above = new StringBuilder(" ".repeat(EPOCH_WIDTH)).append(groups());
    StringBuilder below = new StringBuilder("epoch");
    for (String column : columns) {
      below.append(right(group(column).isEmpty() ? column : withoutGroup(column)));
    }
    below.append(right("rate", 10)).append(right("rows/s", 9)).append(right("seconds", 9));
    if (earlyStopping.isPresent()) {
      above.append(right("patience", 37));
      below.append(right("left", 9));
    }
    if (!above.toString().isBlank()) {
      out.println(above.toString().stripTrailing());
    }
    out.println(below);
  }

  /** The names of groups, each once, over all its columns. */
  private String groups() {
    StringBuilder text = new StringBuilder();
    int first = 0;
    while (first < columns.size()) {
      String group = group(columns.get(first));
      int end = first;
      while (end < columns.size() && group(columns.get(end)).equals(group)) {
        end++;
      }
      int width = (end - first) * FIGURE_WIDTH;
      text.append(group.isEmpty() ? " ".repeat(width) : ruled(group, width));
      first = end;
    }
    return text.toString();
  }

  private static String ruled(String group, int width) {
    int dashes = width - 3 - group.length() - 2;
    if (dashes < 4) {
      return right(group, width);
    }
    return "   " + "-".repeat(dashes / 2) + " " + group + " " + "-".repeat(dashes - dashes / 2);
  }

  private static String withoutGroup(String column) {
    return column.substring(group(column).length() + 1);
  }

  private static String group(String column) {
    for (String prefix : List.of(EpochRecord.TRAINING, EpochRecord.VALIDATION)) {
      if (column.startsWith(prefix)) {
        return prefix.substring(0, prefix.length() - 1);
      }
    }
    return "";
  }

  private String line(EpochRecord record, EarlyStopping.Memory memory) {
    StringBuilder line =
        new StringBuilder(right(Integer.toString(record.epoch() + 1), EPOCH_WIDTH));
    for (String column : columns) {
      Double figure = record.figures().get(column);
      line.append(right(figure == null ? "" : Figures.shown(figure)));
    }
    double seconds = record.timing().roundSeconds() + record.timing().evaluationSeconds();
    line.append(right(Figures.shown(record.learningRate()), 10))
        .append(right(Figures.counted((long) Math.min(record.timing().rowsPerSecond(), 1e9)), 9))
        .append(right(String.format(Locale.ROOT, "%.1f", seconds), 9));
    earlyStopping.ifPresent(
        stopping -> {
          line.append(right(Integer.toString(stopping.patienceLeft(memory)), 9));
          if (memory.bestEpoch() == record.epoch()) {
            line.append("  best");
          }
        });
    return line.toString();
  }

  private static String right(String text) {
    return right(text, FIGURE_WIDTH);
  }

  private static String right(String text, int width) {
    return " ".repeat(Math.max(1, width - text.length())) + text;
  }
}
