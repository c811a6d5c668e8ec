package io.bellows.jobs.cli;

import io.bellows.driver.input.DataSource;
import io.bellows.driver.input.Split;
import io.bellows.driver.training.NetworkConfig;
import io.bellows.driver.training.TrainingRequest;
import io.bellows.jobs.config.RunConfig;
import io.bellows.jobs.report.OutputFolder;
import io.bellows.kernels.training.EarlyStopping;
import io.bellows.kernels.training.TrainingConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What would be done, for {@code --check}. */
final class PlanText {
  private PlanText() {}

  static String of(RunConfig run, String output, OutputFolder.Plan plan) {
    TrainingRequest request = run.request();
    List<String> lines = new ArrayList<>();
    lines.add("The configuration is right. This would be done:");
    lines.add("  data      " + source(request.data().train()));
    lines.add(
        "            validation: "
            + split(request.data().validation())
            + "; test: "
            + split(request.data().test()));
    lines.add(
        "  target    "
            + request.columns().target()
            + " ("
            + request.preparation().target().task().name().toLowerCase(Locale.ROOT)
            + ")");
    lines.add("  network   " + network(request.network()));
    lines.add("  training  " + training(request.training()));
    lines.add("            " + earlyStopping(request.training()));
    lines.add("  output    " + output + ": " + action(plan));
    return String.join(System.lineSeparator(), lines) + System.lineSeparator();
  }

  private static String source(DataSource source) {
    return source.path() + " (" + source.format() + ")";
  }

  private static String split(Split split) {
    if (split instanceof Split.Fraction part) {
      return part.fraction() + " of the rows";
    }
    if (split instanceof Split.LastRows last) {
      return "the last " + last.rows() + " rows";
    }
    if (split instanceof Split.Indicator indicator) {
      return "the rows that column " + indicator.column() + " marks";
    }
    return split instanceof Split.Separate separate ? source(separate.source()) : "none";
  }

  private static String network(NetworkConfig network) {
    StringBuilder text = new StringBuilder("inputs" + rate(network.dropout().inputRate()));
    for (int layer = 0; layer < network.hidden().size(); layer++) {
      text.append(" -> ")
          .append(network.hidden().get(layer))
          .append(' ')
          .append(network.activation().name())
          .append(rate(network.dropout().hiddenRates().get(layer)));
    }
    return text.append(" -> outputs").toString();
  }

  private static String rate(double rate) {
    return rate == 0 ? "" : " (dropout " + rate + ")";
  }

  private static String training(TrainingConfig training) {
    return String.format(
        "%s, rate %s, batch size %s, at most %d epochs, %d shares, seed %d",
        training.optimizer().name(),
        training.schedule().rateAt(0),
        training.batchSize(),
        training.maxEpochs(),
        training.shares(),
        training.seed());
  }

  private static String earlyStopping(TrainingConfig training) {
    return training.earlyStopping().map(PlanText::described).orElse("no early stopping");
  }

  private static String described(EarlyStopping stopping) {
    return String.format(
        "stops early when %s has not improved for %d validations; %s",
        stopping.monitor(),
        Math.max(1, stopping.patience()),
        stopping.restoreBest() ? "the best weights come back" : "the last weights stay");
  }

  private static String action(OutputFolder.Plan plan) {
    if (plan instanceof OutputFolder.Plan.Refuse refuse) {
      return "refused, " + refuse.reason();
    }
    if (plan instanceof OutputFolder.Plan.Repeat) {
      return "this run is finished, its result would be shown";
    }
    return plan instanceof OutputFolder.Plan.Begin begin && begin.replaces()
        ? "an older run would be replaced"
        : "new";
  }
}
