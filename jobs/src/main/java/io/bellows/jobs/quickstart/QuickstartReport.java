package io.bellows.jobs.quickstart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellows.kernels.training.EpochRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What the quickstart found, for people and for machines.
 *
 * @param lines the models: linear on pixels, linear on sums, network with last weights, network
 *     with best weights, with dropout, linear on its hidden layer
 * @param correlation mean |correlation| between the hidden units of the network
 * @param dropoutCorrelation the same with dropout
 */
record QuickstartReport(List<Line> lines, double correlation, double dropoutCorrelation) {
  private static final int CURVE_STEP = 10;
  private static final double PROMISED_RATIO = 3;

  /**
   * A model.
   *
   * @param epoch whose weights are used, from 0
   * @param testError part of the test pictures that were misread
   */
  record Line(
      String title,
      int inputs,
      int parameters,
      List<EpochRecord> history,
      int epoch,
      double testError) {
    private double validationLoss(int epoch) {
      return history.get(epoch).figure("validation-loss").orElse(Double.NaN);
    }

    private double trainingLoss(int epoch) {
      return history.get(epoch).figure(EpochRecord.LOSS).orElse(Double.NaN);
    }

    private int lastEpoch() {
      return history.size() - 1;
    }
  }

  private Line linear() {
    return lines.get(0);
  }

  private Line sums() {
    return lines.get(1);
  }

  private Line lastWeights() {
    return lines.get(2);
  }

  private Line network() {
    return lines.get(3);
  }

  private Line dropout() {
    return lines.get(4);
  }

  private Line linearOnHidden() {
    return lines.get(5);
  }

  /** Whether learned features pay: a linear model makes at least three times the errors. */
  boolean featuresPay() {
    return linear().testError >= PROMISED_RATIO * network().testError;
  }

  /**
   * Whether overfitting shows: after the network's best epoch the validation loss went up, and the
   * training loss, which without dropout has no masks, went on to fall.
   */
  boolean overfittingShows() {
    Line network = network();
    int last = network.lastEpoch();
    return network.validationLoss(last) > network.validationLoss(network.epoch)
        && network.trainingLoss(last) < network.trainingLoss(network.epoch);
  }

  /** The report as text. */
  String text(Path output) {
    StringBuilder text = new StringBuilder();
    appendCurves(text);
    appendTable(text);
    appendFindings(text);
    text.append(String.format("%nPictures, configurations and figures: %s%n", output));
    text.append(
        String.format("Train one of them again: jobs/bin/bellows train %s/dropout.conf%n", output));
    return text.toString();
  }

  private void appendCurves(StringBuilder text) {
    text.append(
        String.format(
            "%nOverfitting: loss on the training pictures (with dropout: with its masks), and on those for validation%n%n"));
    text.append(String.format("       %-24s%s%n", "network", "network with dropout"));
    text.append(
        String.format(
            "%5s  %10s%12s  %10s%12s%n",
            "epoch", "training", "validation", "training", "validation"));
    int epochs = Math.max(network().history.size(), dropout().history.size());
    for (int epoch = 0; epoch < epochs; epoch++) {
      if (epoch == 0 || (epoch + 1) % CURVE_STEP == 0) {
        text.append(
                String.format(
                        "%5d  %s  %s%n",
                        epoch + 1, curve(network(), epoch), curve(dropout(), epoch))
                    .stripTrailing())
            .append(System.lineSeparator());
      }
    }
  }

  private static String curve(Line line, int epoch) {
    return epoch < line.history.size()
        ? String.format(
            Locale.ROOT, "%10.4f%12.4f", line.trainingLoss(epoch), line.validationLoss(epoch))
        : " ".repeat(22);
  }

  private void appendTable(StringBuilder text) {
    text.append(
        String.format(
            "%n%-48s%8s%12s%12s%12s%n", "model", "inputs", "parameters", "epoch", "test error"));
    for (Line line : lines) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-48s%8d%,12d%12s%10.1f %%%n",
              line.title,
              line.inputs,
              line.parameters,
              (line.epoch + 1) + " of " + line.history.size(),
              100 * line.testError));
    }
  }

  private void appendFindings(StringBuilder text) {
    Line network = network();
    text.append(String.format("%nWhat it brought%n"));
    finding(
        text,
        "Learned features: the linear model misreads %.1f times as many pictures as the network; on hand-made features %.1f times, on the network's hidden layer %.1f times.",
        linear().testError / network.testError,
        sums().testError / network.testError,
        linearOnHidden().testError / network.testError);
    finding(
        text,
        "Early stopping: the network's validation loss is lowest, %.3f, in epoch %d, and %.3f in epoch %d, while its training loss goes from %.4f to %.4f; the best weights misread %.1f %% of the test pictures, the last ones %.1f %%.",
        network.validationLoss(network.epoch),
        network.epoch + 1,
        network.validationLoss(network.lastEpoch()),
        network.history.size(),
        network.trainingLoss(network.epoch),
        network.trainingLoss(network.lastEpoch()),
        100 * network.testError,
        100 * lastWeights().testError);
    finding(
        text,
        "Dropout: lowest validation loss %.3f instead of %.3f, test error %.1f %% instead of %.1f %%; mean |correlation| between hidden units %.3f instead of %.3f.",
        dropout().validationLoss(dropout().epoch),
        network.validationLoss(network.epoch),
        100 * dropout().testError,
        100 * network.testError,
        dropoutCorrelation,
        correlation);
  }

  private static void finding(StringBuilder text, String sentence, Object... figures) {
    text.append(wrapped(String.format(Locale.ROOT, sentence, figures)));
  }

  /** A bullet of lines of at most 96 characters. */
  private static String wrapped(String sentence) {
    StringBuilder text = new StringBuilder(" -");
    int width = text.length();
    for (String word : sentence.split(" ")) {
      if (width + 1 + word.length() > 96) {
        text.append(System.lineSeparator()).append("  ");
        width = 2;
      }
      text.append(' ').append(word);
      width += 1 + word.length();
    }
    return text.append(System.lineSeparator()).toString();
  }

  /** The report as one line of JSON; training losses are running means, with dropout's masks. */
  String json() {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode json = mapper.createObjectNode();
    ArrayNode models = json.putArray("models");
    for (Line line : lines) {
      models
          .addObject()
          .put("model", line.title)
          .put("inputs", line.inputs)
          .put("parameters", line.parameters)
          .put("epochs-trained", line.history.size())
          .put("epoch", line.epoch + 1)
          .put("training-loss", line.trainingLoss(line.epoch))
          .put("last-training-loss", line.trainingLoss(line.lastEpoch()))
          .put("validation-loss", line.validationLoss(line.epoch))
          .put("last-validation-loss", line.validationLoss(line.lastEpoch()))
          .put("test-error", line.testError);
    }
    json.put("mean-absolute-correlation", correlation);
    json.put("mean-absolute-correlation-with-dropout", dropoutCorrelation);
    json.put("features-pay", featuresPay());
    json.put("overfitting-shows", overfittingShows());
    try {
      return mapper.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers and texts can be written as JSON", e);
    }
  }
}
