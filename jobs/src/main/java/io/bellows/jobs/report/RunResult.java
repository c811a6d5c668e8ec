package io.bellows.jobs.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellows.driver.evaluation.ConfusionMatrix;
import io.bellows.driver.evaluation.Evaluation;
import io.bellows.driver.training.DataSummary;
import io.bellows.driver.training.Refit;
import io.bellows.kernels.Task;
import io.bellows.kernels.training.BestFigure;
import io.bellows.kernels.training.Efficiency;
import io.bellows.kernels.training.EpochRecord;
import io.bellows.kernels.training.TrainingResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a run came to, in {@code result.json} and on the last line of stdout. Epochs are counted
 * from 1. What JSON cannot say, a NaN, is null.
 */
public final class RunResult {
  private static final String PROVENANCE = "provenance";
  private static final String BESTS = "bests";
  private static final String ENSEMBLE = "ensemble";
  private static final String REFIT = "refit";
  private static final String CONFUSION = "confusion";

  /** The most that a sentence shows; the file has all. */
  private static final int MOST_CLASS_WEIGHTS = 10;

  private final ObjectNode json;

  private RunResult(ObjectNode json) {
    this.json = json;
  }

  /** The result of a training that has just ended. */
  public static RunResult of(
      TrainingResult training,
      DataSummary data,
      Task task,
      Optional<Evaluation> test,
      Optional<Efficiency> efficiency,
      Optional<Refit> refit,
      List<TrainingResult> members,
      boolean modelSaved,
      Provenance provenance) {
    ObjectNode json = Json.object();
    json.put("end", word(training.end()));
    json.put("reason", training.end().sentence());
    List<EpochRecord> history = training.history();
    json.put("epochs", history.size());
    json.put("updates", history.isEmpty() ? 0 : history.get(history.size() - 1).updates());
    if (training.bestEpoch() >= 0) {
      json.put("best-epoch", training.bestEpoch() + 1);
      json.put("best-restored", training.bestRestored());
      Json.putAll(json.putObject("best"), history.get(training.bestEpoch()).figures());
    }
    if (!history.isEmpty()) {
      Json.putAll(json.putObject("last"), history.get(history.size() - 1).figures());
    }
    List<BestFigure> bests = BestFigure.of(history);
    if (!bests.isEmpty()) {
      json.set(BESTS, bestsJson(bests));
    }
    refit.ifPresent(second -> json.set(REFIT, refitJson(second)));
    if (members.size() > 1) {
      ArrayNode networks = json.putArray(ENSEMBLE);
      members.forEach(member -> networks.add(memberJson(member)));
    }
    test.ifPresent(evaluation -> json.set("test", evaluationJson(evaluation)));
    json.put("task", task.word());
    json.put("model-saved", modelSaved);
    json.set("data", dataJson(data));
    Json.put(json, "seconds", seconds(history));
    efficiency.ifPresent(figures -> json.set("efficiency", SpeedJson.of(figures)));
    json.set(PROVENANCE, provenance.json());
    return new RunResult(json);
  }

  private static ObjectNode memberJson(TrainingResult member) {
    ObjectNode json = Json.object();
    json.put("end", word(member.end()));
    json.put("epochs", member.history().size());
    if (member.bestEpoch() >= 0) {
      json.put("best-epoch", member.bestEpoch() + 1);
      Json.putAll(json.putObject("best"), member.history().get(member.bestEpoch()).figures());
    }
    Json.put(json, "seconds", seconds(member.history()));
    return json;
  }

  private static ObjectNode refitJson(Refit refit) {
    ObjectNode json = Json.object();
    json.put("training-rows", refit.data().trainingRows());
    json.setAll(refitJson(refit.networks().get(0)));
    if (refit.networks().size() > 1) {
      ArrayNode networks = json.putArray(ENSEMBLE);
      refit.networks().forEach(network -> networks.add(refitJson(network)));
    }
    return json;
  }

  private static ObjectNode refitJson(TrainingResult network) {
    ObjectNode json = Json.object();
    List<EpochRecord> history = network.history();
    json.put("epochs", history.size());
    if (!history.isEmpty()) {
      EpochRecord last = history.get(history.size() - 1);
      json.put("updates", last.updates());
      Json.putAll(json.putObject("last"), last.figures());
    }
    Json.put(json, "seconds", seconds(history));
    return json;
  }

  private static ObjectNode bestsJson(List<BestFigure> bests) {
    ObjectNode json = Json.object();
    for (BestFigure best : bests) {
      ObjectNode figure = json.putObject(best.name());
      Json.put(figure, "value", best.value());
      figure.put("epoch", best.epoch() + 1);
    }
    return json;
  }

  /** A result that was written before; empty when the text is damaged, or is another. */
  public static Optional<RunResult> parse(String text) {
    try {
      return Json.parsed(text) instanceof ObjectNode object && isResult(object)
          ? Optional.of(new RunResult(object))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static boolean isResult(ObjectNode json) {
    String end = json.path("end").asText();
    return Arrays.stream(TrainingResult.End.values()).anyMatch(each -> word(each).equals(end))
        && json.path("reason").isTextual()
        && json.path("task").isTextual()
        && json.path("epochs").isIntegralNumber()
        && json.path("data").isObject()
        && json.path(PROVENANCE).isObject();
  }

  /** An evaluation on its own. */
  public static String evaluationLine(Evaluation evaluation) {
    return Json.line(evaluationJson(evaluation));
  }

  private static double seconds(List<EpochRecord> history) {
    return history.stream()
        .mapToDouble(record -> record.timing().roundSeconds() + record.timing().evaluationSeconds())
        .sum();
  }

  static String word(TrainingResult.End end) {
    return end.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static ObjectNode evaluationJson(Evaluation evaluation) {
    ObjectNode json = Json.object();
    json.put("rows", evaluation.rows());
    Json.putAll(json, evaluation.figures());
    evaluation.confusion().ifPresent(matrix -> json.set(CONFUSION, confusionJson(matrix)));
    return json;
  }

  private static ObjectNode confusionJson(ConfusionMatrix matrix) {
    ObjectNode json = Json.object();
    ArrayNode labels = json.putArray("labels");
    matrix.labels().forEach(labels::add);
    ArrayNode rows = json.putArray("weights");
    for (double[] row : matrix.weights()) {
      ArrayNode cells = rows.addArray();
      for (double cell : row) {
        cells.add(cell);
      }
    }
    return json;
  }

  private static ObjectNode dataJson(DataSummary data) {
    ObjectNode json = Json.object();
    json.put("training-rows", data.trainingRows());
    json.put("validation-rows", data.validationRows());
    json.put("test-rows", data.testRows());
    json.put("dropped-rows", data.droppedRows());
    json.put("zero-weight-rows", data.zeroWeightRows());
    json.put("inputs", data.inputs());
    json.put("parameters", data.parameters());
    ArrayNode constant = json.putArray("constant-columns");
    data.constantColumns().forEach(constant::add);
    if (!data.classWeights().isEmpty()) {
      Json.putAll(json.putObject("class-weights"), data.classWeights());
    }
    return json;
  }

  /** Whether the loss stopped being a number. */
  public boolean diverged() {
    return json.path("end").asText().equals(word(TrainingResult.End.DIVERGED));
  }

  /** Everything, for {@code result.json}. */
  public String text() {
    return Json.pretty(json);
  }

  /** One line: the figures, without provenance and confusion matrix, which the folder has. */
  public String line(String output) {
    ObjectNode line = json.deepCopy();
    line.remove(PROVENANCE);
    if (line.get("test") instanceof ObjectNode test) {
      test.remove(CONFUSION);
    }
    line.put("output", output);
    return Json.line(line);
  }

  /** Some sentences for people. */
  public String summary() {
    StringBuilder text = new StringBuilder();
    if (json.has("best-epoch")) {
      text.append(
          String.format(
              "Best epoch %d of %d: %s.%s%n",
              json.path("best-epoch").asInt(),
              json.path("epochs").asInt(),
              Figures.listed(numbers(json.path("best"))),
              json.path("best-restored").asBoolean() ? " Its weights were kept." : ""));
    } else if (json.has("last")) {
      text.append(
          String.format(
              "Last epoch %d: %s.%n",
              json.path("epochs").asInt(), Figures.listed(numbers(json.path("last")))));
    }
    text.append(otherBests());
    if (json.get(ENSEMBLE) instanceof ArrayNode networks) {
      text.append(
          String.format(
              "That is the first of %d networks whose predictions are averaged.%n",
              networks.size()));
    }
    if (json.get(REFIT) instanceof ObjectNode refit) {
      text.append(refitSentence(refit));
    }
    text.append(String.format("Training ended: %s.%n", json.path("reason").asText()));
    text.append(String.format("Task: %s%s.%n", json.path("task").asText(), whoseChoice()));
    text.append(dataSentence(json.path("data")));
    if (json.get("test") instanceof ObjectNode test) {
      text.append(evaluationSummary("Test", test));
    }
    return text.toString();
  }

  /** Of an ensemble all updates, and the figures of the first network. */
  private static String refitSentence(ObjectNode refit) {
    List<String> updates = new ArrayList<>();
    if (refit.get(ENSEMBLE) instanceof ArrayNode networks) {
      networks.forEach(network -> updates.add(counted(network, "updates")));
    } else {
      updates.add(counted(refit, "updates"));
    }
    return String.format(
        "Refitted on %s training and validation rows, %s updates%s: %s.%n",
        counted(refit, "training-rows"),
        String.join(" and ", updates),
        updates.size() > 1 ? "; the first network" : "",
        Figures.listed(numbers(refit.path("last"))));
  }

  /** The figures whose best was in another epoch than the one that was just shown. */
  private String otherBests() {
    int shown = json.path(json.has("best-epoch") ? "best-epoch" : "epochs").asInt();
    Map<Integer, Map<String, Double>> byEpoch = new TreeMap<>();
    json.path(BESTS)
        .properties()
        .forEach(
            best -> {
              int epoch = best.getValue().path("epoch").asInt();
              if (epoch != shown) {
                byEpoch
                    .computeIfAbsent(epoch, each -> new LinkedHashMap<>())
                    .put(best.getKey(), number(best.getValue().path("value")));
              }
            });
    return byEpoch.isEmpty()
        ? ""
        : byEpoch.entrySet().stream()
            .map(best -> "epoch " + best.getKey() + ": " + Figures.listed(best.getValue()))
            .collect(Collectors.joining("; ", "Best elsewhere: ", String.format(".%n")));
  }

  private String whoseChoice() {
    JsonNode asked = json.path(PROVENANCE).path("configuration").at("/features/target/task");
    return asked.asText().equals("auto") ? " (chosen by features.target.task = auto)" : "";
  }

  /** An evaluation, for people. */
  public static String summaryOf(Evaluation evaluation) {
    return evaluationSummary("Evaluation", evaluationJson(evaluation));
  }

  private static String dataSentence(JsonNode data) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            "Rows: %s training, %s validation, %s test",
            counted(data, "training-rows"),
            counted(data, "validation-rows"),
            counted(data, "test-rows")));
    for (String left : List.of("dropped", "zero-weight")) {
      if (data.path(left + "-rows").asLong() > 0) {
        text.append(String.format(", %s %s", counted(data, left + "-rows"), left));
      }
    }
    text.append(
        String.format(
            "; %s inputs, %s parameters.%n", counted(data, "inputs"), counted(data, "parameters")));
    if (data.get("class-weights") instanceof ObjectNode weights) {
      text.append(classWeightSentence(numbers(weights)));
    }
    return text.toString();
  }

  private static String classWeightSentence(Map<String, Double> weights) {
    Map<String, Double> first = new LinkedHashMap<>();
    weights.entrySet().stream()
        .limit(MOST_CLASS_WEIGHTS)
        .forEach(entry -> first.put(entry.getKey(), entry.getValue()));
    String more = weights.size() > first.size() ? ", …" : "";
    return String.format("Class weights: %s%s.%n", Figures.listed(first), more);
  }

  private static String counted(JsonNode data, String name) {
    return Figures.counted(data.path(name).asLong());
  }

  private static String evaluationSummary(String title, ObjectNode evaluation) {
    ObjectNode figures = evaluation.deepCopy();
    figures.remove(List.of("rows", CONFUSION));
    String text =
        String.format(
            "%s, %s rows: %s.%n",
            title,
            Figures.counted(evaluation.path("rows").asLong()),
            Figures.listed(numbers(figures)));
    return evaluation.get(CONFUSION) instanceof ObjectNode confusion
        ? text + ConfusionText.of(confusion)
        : text;
  }

  private static Map<String, Double> numbers(JsonNode figures) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    figures.properties().forEach(field -> numbers.put(field.getKey(), number(field.getValue())));
    return numbers;
  }

  private static double number(JsonNode figure) {
    return figure.isNull() ? Double.NaN : figure.asDouble();
  }
}
