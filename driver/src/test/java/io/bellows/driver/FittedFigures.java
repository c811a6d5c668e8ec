package io.bellows.driver;

import io.bellows.driver.preparation.Preparation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.ImputerModel;
import org.apache.spark.ml.feature.StandardScalerModel;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;

/** The figures that a preparation carries in Spark ML's model classes. */
public record FittedFigures(
    List<Double> surrogates,
    List<Double> means,
    List<Double> divisors,
    List<List<String>> categories) {
  public static FittedFigures of(Preparation preparation) {
    FittedFigures figures =
        new FittedFigures(
            new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (Transformer stage : preparation.encoding().stages()) {
      if (stage instanceof ImputerModel imputer) {
        Row row = imputer.surrogateDF().first();
        for (int i = 0; i < row.size(); i++) {
          figures.surrogates.add(row.getDouble(i));
        }
      } else if (stage instanceof StandardScalerModel scaler) {
        figures.means.addAll(numbers(scaler.mean()));
        figures.divisors.addAll(numbers(scaler.std()));
      } else if (stage instanceof StringIndexerModel indexer) {
        Arrays.stream(indexer.labelsArray()).map(List::of).forEach(figures.categories::add);
      }
    }
    return figures;
  }

  private static List<Double> numbers(Vector vector) {
    return Arrays.stream(vector.toArray()).boxed().toList();
  }
}
