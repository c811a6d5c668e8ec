package io.bellows.jobs.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import io.bellows.kernels.Spelling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The keys that exist, and which of them somebody may have meant who wrote another: the nearest in
 * spelling, or ours for a word of Keras, PyTorch, scikit-learn, Spark or XGBoost.
 */
final class KnownKeys {
  private static final int FARTHEST = 3;

  /** What others call it, in lower case without - and _, and our key. */
  private static final Map<String, String> FOREIGN_KEYS =
      Map.ofEntries(
          Map.entry("epochs", "training.max-epochs"),
          Map.entry("maxiter", "training.max-epochs"),
          Map.entry("maxsteps", "training.max-rounds"),
          Map.entry("numround", "training.max-epochs"),
          Map.entry("numboostround", "training.max-epochs"),
          Map.entry("nestimators", "training.max-epochs"),
          Map.entry("batchsize", "training.batch-size"),
          Map.entry("blocksize", "training.batch-size"),
          Map.entry("droplast", "training.last-batch"),
          Map.entry("lr", "training.optimizer.learning-rate"),
          Map.entry("eta", "training.optimizer.learning-rate"),
          Map.entry("stepsize", "training.optimizer.learning-rate"),
          Map.entry("learningrate", "training.optimizer.learning-rate"),
          Map.entry("learningrateinit", "training.optimizer.learning-rate"),
          Map.entry("gamma", "training.optimizer.schedule.final-fraction"),
          Map.entry("decayrate", "training.optimizer.schedule.final-fraction"),
          Map.entry("lrscheduler", "training.optimizer.schedule.name"),
          Map.entry("solver", "training.optimizer.name"),
          Map.entry("momentum", "training.optimizer.momentum"),
          Map.entry("beta1", "training.optimizer.beta1"),
          Map.entry("beta2", "training.optimizer.beta2"),
          Map.entry("betas", "training.optimizer.beta1"),
          Map.entry("eps", "training.optimizer.epsilon"),
          Map.entry("earlystoppingrounds", "training.early-stopping.patience"),
          Map.entry("niternochange", "training.early-stopping.patience"),
          Map.entry("patience", "training.early-stopping.patience"),
          Map.entry("mindelta", "training.early-stopping.min-delta"),
          Map.entry("tol", "training.early-stopping.min-delta"),
          Map.entry("valloss", "training.early-stopping.monitor = validation-loss"),
          Map.entry("valaccuracy", "training.early-stopping.monitor = validation-accuracy"),
          Map.entry("monitor", "training.early-stopping.monitor"),
          Map.entry("evalmetric", "training.early-stopping.monitor"),
          Map.entry("restorebestweights", "training.early-stopping.restore-best"),
          Map.entry("maxvalue", "training.max-norm"),
          Map.entry("kernelconstraint", "training.max-norm"),
          Map.entry("labelsmoothing", "training.loss.label-smoothing"),
          Map.entry("classweight", "training.class-weights"),
          Map.entry("criterion", "training.loss.name"),
          Map.entry("kernelinitializer", "training.initializer"),
          Map.entry("numworkers", "training.shares"),
          Map.entry("numpartitions", "training.shares"),
          Map.entry("hiddenlayersizes", "network.hidden"),
          Map.entry("hiddenlayers", "network.hidden"),
          Map.entry("layers", "network.hidden"),
          Map.entry("units", "network.hidden"),
          Map.entry("dropout", "network.dropout.hidden"),
          Map.entry("dropoutrate", "network.dropout.hidden"),
          Map.entry("inputdropout", "network.dropout.input"),
          Map.entry("label", "columns.target"),
          Map.entry("labelcol", "columns.target"),
          Map.entry("labelcolumn", "columns.target"),
          Map.entry("featurescol", "columns.features"),
          Map.entry("weightcol", "columns.weight"),
          Map.entry("sampleweight", "columns.weight"),
          Map.entry("navalues", "columns.missing"),
          Map.entry("nullvalue", "columns.missing"),
          Map.entry("handleinvalid", "features.categorical.unseen"),
          Map.entry("handleunknown", "features.categorical.unseen"),
          Map.entry("strategy", "features.numeric.impute"),
          Map.entry("objective", "features.target.task"),
          Map.entry("loss", "training.loss.name"),
          Map.entry("validationsplit", "data.validation"),
          Map.entry("validationfraction", "data.validation"),
          Map.entry("validationdata", "data.validation"),
          Map.entry("validationindicatorcol", "data.validation"),
          Map.entry("testsize", "data.test"),
          Map.entry("randomstate", "seed"),
          Map.entry("randomseed", "seed"),
          Map.entry("modeldir", "output"),
          Map.entry("outputdir", "output"),
          Map.entry("checkpointpath", "output"));

  /** What others call a value, written as above, and our word. */
  private static final Map<String, String> FOREIGN_WORDS =
      Map.of(
          "swish", "silu",
          "logistic", "sigmoid",
          "linear", "identity");

  private final ConfigObject reference;
  private final Set<String> leaves = new TreeSet<>();
  private final Set<String> blocks = new TreeSet<>();

  KnownKeys(ConfigObject reference) {
    this.reference = reference;
    collectLeaves("", reference);
  }

  /** Every key that holds a value, blocks of free names among them. */
  Set<String> leaves() {
    return leaves;
  }

  private void collectLeaves(String prefix, ConfigObject block) {
    block.forEach(
        (name, value) -> {
          String key = prefix + name;
          if (value instanceof ConfigObject inner && !inner.isEmpty()) {
            blocks.add(key);
            collectLeaves(key + ".", inner);
          } else {
            leaves.add(key);
          }
        });
  }

  /** What of a user's tree does not fit: keys in the user's order, and what to say of each. */
  List<Misfit> misfits(ConfigObject user) {
    List<Misfit> misfits = new ArrayList<>();
    collectMisfits("", user, reference, misfits);
    misfits.sort(Comparator.comparing(Misfit::key));
    return misfits;
  }

  /** A key that cannot stay. */
  record Misfit(String key, String path, String sentence) {}

  private void collectMisfits(
      String prefix, ConfigObject user, ConfigObject known, List<Misfit> misfits) {
    user.forEach(
        (name, value) -> {
          String key = prefix + name;
          String path = joined(prefix, name);
          ConfigValue expected = known.get(name);
          if (expected == null) {
            misfits.add(new Misfit(key, path, unknown(key)));
          } else if (expected instanceof ConfigObject block) {
            if (!(value instanceof ConfigObject inner)) {
              misfits.add(new Misfit(key, path, notABlock(key, block, value)));
            } else if (!block.isEmpty()) {
              collectMisfits(key + ".", inner, block, misfits);
            }
          }
        });
  }

  private static String joined(String prefix, String name) {
    return prefix + ConfigUtil.quoteString(name);
  }

  private String unknown(String key) {
    return "unknown key" + meant(key).map(near -> "; did you mean " + near + "?").orElse("");
  }

  private String notABlock(String key, ConfigObject block, ConfigValue value) {
    String inside = block.isEmpty() ? "names of your own" : String.join(", ", sorted(block));
    String hint =
        Optional.ofNullable(FOREIGN_KEYS.get(plain(lastSegment(key))))
            .filter(leaves::contains)
            .map(near -> "; did you mean " + near + "?")
            .orElse("");
    return String.format(
        "expected a block { } with %s, was %s%s", inside, ConfigReader.shown(value), hint);
  }

  private static List<String> sorted(ConfigObject block) {
    return block.keySet().stream().sorted().toList();
  }

  /** The key that somebody probably meant. */
  Optional<String> meant(String key) {
    String word = plain(lastSegment(key));
    Optional<String> sameWord =
        leaves.stream().filter(leaf -> plain(lastSegment(leaf)).equals(word)).findFirst();
    Optional<String> foreign = Optional.ofNullable(FOREIGN_KEYS.get(word));
    return nearest(key, leaves)
        .or(() -> nearest(key, blocks))
        .or(() -> foreign)
        .or(() -> sameWord)
        .or(() -> nearestLastSegment(key));
  }

  private Optional<String> nearestLastSegment(String key) {
    String word = lastSegment(key);
    return leaves.stream()
        .min(Comparator.comparingInt(leaf -> Spelling.distance(word, lastSegment(leaf))))
        .filter(leaf -> isNear(word, lastSegment(leaf)));
  }

  /** The value that somebody probably meant. */
  static Optional<String> meantWord(String word, Set<String> words) {
    String plain = plain(word);
    return Optional.ofNullable(FOREIGN_WORDS.get(plain))
        .filter(words::contains)
        .or(() -> words.stream().filter(each -> plain(each).equals(plain)).findFirst())
        .or(() -> nearest(word, words));
  }

  /** The nearest of some names in spelling, when it is near enough. */
  static Optional<String> nearest(String word, Iterable<String> names) {
    String best = null;
    for (String name : names) {
      if (best == null || Spelling.distance(word, name) < Spelling.distance(word, best)) {
        best = name;
      }
    }
    return Optional.ofNullable(best).filter(name -> isNear(word, name));
  }

  private static boolean isNear(String word, String name) {
    return Spelling.distance(word, name) <= Math.min(FARTHEST, Math.max(1, name.length() / 3));
  }

  private static String lastSegment(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
  }
}
