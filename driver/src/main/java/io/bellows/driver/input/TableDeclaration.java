package io.bellows.driver.input;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * How tables of a run are read: what its model must know to read others alike.
 *
 * @param source of the training rows, whose format and options are the defaults for others; without
 *     its secrets
 * @param derive all derived columns
 * @param filter which rows are used; null for all
 * @param schema the declared types
 */
public record TableDeclaration(
    DataSource source,
    List<Derivation> derive,
    @JsonSetter(nulls = Nulls.SET) @Nullable String filter,
    BadRows badRows,
    TableSchema schema) {
  public TableDeclaration {
    source = source.withheld();
    derive = List.copyOf(derive);
  }

  /** The rows of another source as training reads them: all derived columns, filtered, checked. */
  public RowCheck.Result labelled(SparkSession spark, DataSource other) {
    Table table = Table.read(spark, other.asLongAs(schema), derive, Optional.ofNullable(filter));
    table.requireColumns(schema, true);
    return RowCheck.evaluated(table, schema, badRows);
  }

  /** The rows of another source as prediction reads them: all rows, what features need, checked. */
  public Table unlabelled(SparkSession spark, DataSource other) {
    Table table = Table.read(spark, other.asLongAs(schema), derivedFeatures(), Optional.empty());
    table.requireColumns(schema, false);
    RowCheck.unlabelled(table, schema);
    return table;
  }

  /** The derived columns that features depend on, in order. */
  public List<Derivation> derivedFeatures() {
    List<String> needed =
        new ArrayList<>(schema.features().stream().map(FeatureColumn::name).toList());
    Deque<Derivation> kept = new ArrayDeque<>();
    for (int i = derive.size() - 1; i >= 0; i--) {
      Derivation derivation = derive.get(i);
      boolean isNeeded =
          needed.contains(derivation.column())
              || kept.stream().anyMatch(later -> later.mentions(derivation.column()));
      if (isNeeded) {
        kept.addFirst(derivation);
      }
    }
    return List.copyOf(kept);
  }
}
