package io.bellows.jobs.cli;

import io.bellows.driver.input.DataConfig;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.input.Split;
import io.bellows.driver.preparation.ClassWeightsConfig;
import io.bellows.driver.training.NetworkConfig;
import io.bellows.driver.training.Part;
import io.bellows.driver.training.TrainingRequest;
import io.bellows.jobs.config.RunConfig;
import io.bellows.jobs.report.OutputFolder;
import io.bellows.kernels.Task;
import io.bellows.kernels.averaging.Averaging;
import io.bellows.kernels.averaging.EpochAverage;
import io.bellows.kernels.averaging.ExponentialAverage;
import io.bellows.kernels.network.HiddenLayers;
import io.bellows.kernels.optimizer.Optimizer;
import io.bellows.kernels.optimizer.Sgd;
import io.bellows.kernels.schedule.LearningRateSchedule;
import io.bellows.kernels.schedule.OneCycle;
import io.bellows.kernels.schedule.StepDecay;
import io.bellows.kernels.schedule.WarmUp;
import io.bellows.kernels.training.EarlyStopping;
import io.bellows.kernels.training.TrainingConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** What would be done, for {@code --check}. */
final class PlanText {
  private PlanText() {}

  static String of(RunConfig run, String output, OutputFolder.Plan plan) {
    TrainingRequest request = run.request();
    Optional<Task> task = request.preparation().target().task();
    List<String> lines = new ArrayList<>();
    lines.add("The configuration is right; the data was not read. This would be done:");
    add(lines, "data", rows(request.data()));
    add(lines, "target", String.join(", ", request.columns().targets()) + " (" + word(task) + ")");
    add(lines, "network", network(request.network(), knownOutputs(request)));
    add(lines, "training", training(request));
    add(lines, "output", List.of(output + ": " + action(plan)));
    return String.join(System.lineSeparator(), lines) + System.lineSeparator();
  }

  private static void add(List<String> lines, String title, String text) {
    add(lines, title, List.of(text));
  }

  /** A title, and text beside it that may go on below. */
  private static void add(List<String> lines, String title, List<String> text) {
    for (int i = 0; i < text.size(); i++) {
      lines.add(String.format("  %-10s%s", i == 0 ? title : "", text.get(i)));
    }
  }

  private static String word(Optional<Task> task) {
    return task.map(Task::word).orElse("auto");
  }

  /** One for each target, unless there may be classes. */
  private static OptionalInt knownOutputs(TrainingRequest request) {
    Optional<Task> task = request.preparation().target().task();
    int targets = request.columns().targets().size();
    boolean mayBeClasses = task.isEmpty() ? targets == 1 : task.get() == Task.CLASSIFICATION;
    return mayBeClasses ? OptionalInt.empty() : OptionalInt.of(targets);
  }

  private static String outputs(OptionalInt outputs) {
    if (outputs.isEmpty()) {
      return "outputs";
    }
    return outputs.getAsInt() + (outputs.getAsInt() == 1 ? " output" : " outputs");
  }

  private static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  private static List<String> rows(DataConfig data) {
    List<String> text = new ArrayList<>();
    text.add(source(data.train()));
    data.derive()
        .forEach(derived -> text.add("derive " + derived.expression() + " AS " + derived.column()));
    data.filter().ifPresent(filter -> text.add("only rows with " + filter));
    text.add("validation: " + split(data.validation()) + "; test: " + split(data.test()));
    text.add("bad rows: " + word(data.badRows()));
    return text;
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
    if (split instanceof Split.Groups groups) {
      return groups.fraction() + " of the rows, in whole groups by column " + groups.column();
    }
    if (split instanceof Split.Latest latest) {
      return "the latest " + latest.fraction() + " of the rows by column " + latest.column();
    }
    return split instanceof Split.Separate separate ? source(separate.source()) : "none";
  }

  /** What the data decide is not known yet: the inputs, and how many classes there are. */
  private static List<String> network(NetworkConfig network, OptionalInt outputs) {
    StringBuilder text = new StringBuilder("inputs" + rate(network.dropout().inputRate()));
    network
        .embedding()
        .ifPresent(
            columns ->
                text.append(" -> columns of ")
                    .append(columns.fromCategories())
                    .append(" categories or more embedded"));
    List<Integer> hidden = network.hidden().units();
    for (int layer = 0; layer < hidden.size(); layer++) {
      text.append(" -> ")
          .append(hidden.get(layer))
          .append(' ')
          .append(network.hidden().activation().name())
          .append(rate(network.dropout().hiddenRates().get(layer)));
    }
    text.append(" -> ")
        .append(outputs(outputs))
        .append(network.hidden().isResidual() ? ", residual" : "")
        .append(network.hidden().isNormalized() ? ", layer-norm" : "");
    return List.of(text.toString(), parameters(network.hidden(), outputs));
  }

  private static String parameters(HiddenLayers hidden, OptionalInt outputs) {
    List<Integer> known = new ArrayList<>(hidden.units());
    outputs.ifPresent(known::add);
    long parameters = 0;
    for (int layer = 1; layer < known.size(); layer++) {
      boolean isNormalized = hidden.isNormalized() && layer < hidden.units().size();
      parameters += (known.get(layer - 1) + (isNormalized ? 3L : 1L)) * known.get(layer);
    }
    return parameters == 0
        ? "the data decide how many parameters"
        : String.format(
            Locale.ROOT,
            "%,d parameters between layers of known size; the data decide the rest",
            parameters);
  }

  private static String rate(double rate) {
    return rate == 0 ? "" : " (dropout " + rate + ")";
  }

  private static List<String> training(TrainingRequest request) {
    TrainingConfig training = request.training();
    List<String> text = new ArrayList<>();
    text.add(
        String.format(
            "%s, %s, batch size %s, at most %d epochs, %d shares, seed %d",
            optimizer(training.update().optimizer()),
            rate(training.update().schedule()),
            training.batching().size(),
            training.limits().maxEpochs(),
            training.batching().shares(),
            training.seed()));
    training
        .limits()
        .maxRounds()
        .ifPresent(rounds -> text.add(String.format("at most %d weight updates", rounds)));
    training
        .update()
        .maxNorm()
        .ifPresent(
            most -> text.add("incoming weights of a unit of norm " + most.limit() + " at most"));
    classWeights(request.preparation().classWeights()).ifPresent(text::add);
    training.limits().maxTime().ifPresent(time -> text.add("at most " + shown(time)));
    training.averaging().ifPresent(averaging -> text.add(described(averaging)));
    text.add(earlyStopping(training));
    if (request.members() > 1) {
      text.add(
          String.format(
              "%d networks, with seeds %d to %d, whose predictions are averaged",
              request.members(), training.seed(), training.seed() + request.members() - 1));
    }
    if (request.part() == Part.SEARCH) {
      text.add("then trains again on training and validation rows, as many updates as were best");
    }
    return text;
  }

  private static Optional<String> classWeights(ClassWeightsConfig config) {
    if (config instanceof ClassWeightsConfig.Given given) {
      return Optional.of(
          given.byLabel().entrySet().stream()
              .map(entry -> entry.getKey() + " " + entry.getValue())
              .collect(Collectors.joining(", ", "class weights: ", ", others 1")));
    }
    return config instanceof ClassWeightsConfig.Balanced
        ? Optional.of("class weights: balanced")
        : Optional.empty();
  }

  private static String optimizer(Optimizer optimizer) {
    return optimizer instanceof Sgd sgd && sgd.momentum() > 0
        ? optimizer.name() + " with momentum " + momentum(sgd)
        : optimizer.name();
  }

  private static String momentum(Sgd sgd) {
    return sgd.momentumWarmUp() == 0
        ? Double.toString(sgd.momentum())
        : String.format(
            "raised from %s to %s over %d updates",
            sgd.initialMomentum(), sgd.momentum(), sgd.momentumWarmUp());
  }

  private static String rate(LearningRateSchedule schedule) {
    if (schedule instanceof WarmUp warmUp) {
      return rate(warmUp.schedule()) + " after a warm-up of " + warmUp.updates() + " updates";
    }
    if (schedule instanceof OneCycle cycle) {
      return "rate rising to " + cycle.rate() + " and falling to " + cycle.rateAt(1, 1);
    }
    String first = "rate " + schedule.rateAt(0, 1);
    if (schedule instanceof StepDecay steps) {
      return String.format("%s times %s every %d updates", first, steps.factor(), steps.every());
    }
    return schedule.isSpreadOverBudget() ? first + " falling to " + schedule.rateAt(1, 1) : first;
  }

  /** As a configuration has it: 90s, 30m, 8h, 1h30m. */
  private static String shown(Duration time) {
    return time.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }

  private static String earlyStopping(TrainingConfig training) {
    return training.earlyStopping().map(PlanText::described).orElse("no early stopping");
  }

  private static String described(Averaging averaging) {
    return averaging instanceof ExponentialAverage mean
        ? "validated and kept: the moving average of weights, decay " + mean.decay()
        : "validated and kept: the mean of weights at the ends of epochs, from epoch "
            + (((EpochAverage) averaging).startEpoch() + 1);
  }

  private static String described(EarlyStopping stopping) {
    return String.format(
        "stops early when %s has not improved for %d validations%s%s; %s",
        stopping.monitor(),
        Math.max(1, stopping.patience()),
        stopping.target().isPresent() ? " or is " + stopping.target().getAsDouble() : "",
        stopping.minEpochs() > 0 ? ", after " + stopping.minEpochs() + " epochs at least" : "",
        stopping.restoreBest() ? "the best weights come back" : "the last weights stay");
  }

  private static String action(OutputFolder.Plan plan) {
    if (plan instanceof OutputFolder.Plan.Repeat) {
      return "this run is finished, its result would be shown";
    }
    if (plan instanceof OutputFolder.Plan.GoOn) {
      return "the run that was left there would go on";
    }
    return plan instanceof OutputFolder.Plan.Begin begin && begin.replaces()
        ? "an older run would be replaced"
        : "new";
  }
}
