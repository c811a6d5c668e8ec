package io.bellows.driver;

import io.bellows.driver.input.Role;
import io.bellows.kernels.data.PackedBlock;
import io.bellows.kernels.data.Share;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Placement and preparation as they are promised, done the plain way: all rows in one list, one
 * sort, exact decimals. Mean, standard deviation, one-hot; classes by text.
 */
public final class PlainPreparation {
  private record PlainRow(byte[] key, List<Object> values) {
    String label() {
      return values.get(values.size() - 2).toString();
    }
  }

  private final List<String> columns;
  private final List<Boolean> isNumber;
  private final Map<Role, List<PlainRow>> byRole = new TreeMap<>();
  private final List<Double> surrogates = new ArrayList<>();
  private final List<Double> means = new ArrayList<>();
  private final List<Double> deviations = new ArrayList<>();
  private final List<List<String>> categories = new ArrayList<>();
  private final List<String> labels;

  /**
   * Prepares rows.
   *
   * @param numbers features that are numbers; other columns are categories
   * @param weight the weights' column, or an empty text
   */
  public PlainPreparation(
      TestTable table,
      Collection<String> numbers,
      String target,
      String weight,
      long seed,
      double validation,
      double test) {
    columns =
        table.columns().stream()
            .filter(column -> !column.equals(target) && !column.equals(weight))
            .toList();
    isNumber = columns.stream().map(numbers::contains).toList();
    List<PlainRow> rows = new ArrayList<>();
    for (List<String> line : table.rows()) {
      rows.add(row(table, line, target, weight, seed));
    }
    rows.sort((left, right) -> Arrays.compareUnsigned(left.key, right.key));
    place(rows, validation, test);
    for (int column = 0; column < columns.size(); column++) {
      fit(column);
    }
    labels = List.copyOf(new TreeSet<>(rows(Role.TRAINING).stream().map(PlainRow::label).toList()));
  }

  private PlainRow row(
      TestTable table, List<String> line, String target, String weight, long seed) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String text = line.get(table.columns().indexOf(columns.get(i))).trim();
      boolean isMissing = text.isEmpty() || text.equals("?");
      values.add(isMissing ? null : isNumber.get(i) ? (Object) Double.valueOf(text) : text);
    }
    values.add(line.get(table.columns().indexOf(target)));
    values.add(
        weight.isEmpty()
            ? Double.valueOf(1)
            : Double.valueOf(line.get(table.columns().indexOf(weight))));
    return new PlainRow(key(values, seed), values);
  }

  private static byte[] key(List<Object> values, long seed) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream contents = new DataOutputStream(bytes);
      for (Object value : values) {
        if (value == null) {
          contents.writeByte(0);
        } else if (value instanceof Double number) {
          contents.writeByte(1);
          contents.writeDouble(number == 0 ? 0 : number);
        } else {
          byte[] utf8 = value.toString().getBytes(StandardCharsets.UTF_8);
          contents.writeByte(2);
          contents.writeInt(utf8.length);
          contents.write(utf8);
        }
      }
      byte[] encoded = bytes.toByteArray();
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(ByteBuffer.allocate(8).putLong(seed).array());
      byte[] hash = Arrays.copyOf(sha.digest(encoded), 16);
      return ByteBuffer.allocate(16 + encoded.length).put(hash).put(encoded).array();
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void place(List<PlainRow> rows, double validation, double test) {
    Map<String, List<PlainRow>> byClass = new TreeMap<>();
    rows.forEach(row -> byClass.computeIfAbsent(row.label(), l -> new ArrayList<>()).add(row));
    Map<PlainRow, Role> roles = new java.util.IdentityHashMap<>();
    for (List<PlainRow> ofClass : byClass.values()) {
      long tests = Math.round(test * ofClass.size());
      long validations = Math.round(validation * (ofClass.size() - tests));
      for (int i = 0; i < ofClass.size(); i++) {
        roles.put(
            ofClass.get(i),
            i < tests ? Role.TEST : i < tests + validations ? Role.VALIDATION : Role.TRAINING);
      }
    }
    rows.forEach(row -> byRole.computeIfAbsent(roles.get(row), role -> new ArrayList<>()).add(row));
  }

  private void fit(int column) {
    List<Object> values = rows(Role.TRAINING).stream().map(row -> row.values.get(column)).toList();
    if (!isNumber.get(column)) {
      categories.add(
          List.copyOf(
              new TreeSet<>(
                  values.stream()
                      .map(value -> value == null ? "(missing)" : value.toString())
                      .toList())));
      return;
    }
    List<Double> present =
        values.stream().filter(Double.class::isInstance).map(Double.class::cast).toList();
    double surrogate = mean(present);
    List<Double> imputed =
        values.stream().map(value -> value == null ? surrogate : (Double) value).toList();
    double mean = mean(imputed);
    double squares =
        imputed.stream()
            .map(value -> new BigDecimal(value - mean).pow(2))
            .reduce(BigDecimal.ZERO, BigDecimal::add)
            .doubleValue();
    boolean isConstant = new TreeSet<>(imputed).size() == 1;
    surrogates.add(surrogate);
    means.add(mean);
    deviations.add(isConstant ? 0 : Math.sqrt(squares / imputed.size()));
  }

  private static double mean(List<Double> numbers) {
    return numbers.stream()
            .map(BigDecimal::new)
            .reduce(BigDecimal.ZERO, BigDecimal::add)
            .doubleValue()
        / numbers.size();
  }

  private List<PlainRow> rows(Role role) {
    return byRole.getOrDefault(role, List.of());
  }

  /** How many rows have a role. */
  public int count(Role role) {
    return rows(role).size();
  }

  /** The target of each row of a role, by rank. */
  public List<String> targets(Role role) {
    return rows(role).stream().map(PlainRow::label).toList();
  }

  public List<Double> surrogates() {
    return surrogates;
  }

  public List<Double> means() {
    return means;
  }

  public List<Double> deviations() {
    return deviations;
  }

  public List<List<String>> categories() {
    return categories;
  }

  public List<String> labels() {
    return labels;
  }

  /** How many inputs the network has. */
  public int inputs() {
    return means.size() + categories.stream().mapToInt(List::size).sum();
  }

  /** The rows of a role, packed: the row of rank g is in share g mod P. */
  public List<Share> shares(Role role, int shares) {
    List<PlainRow> rows = rows(role);
    return IntStream.range(0, shares)
        .mapToObj(
            share ->
                share(
                    share,
                    IntStream.range(0, rows.size())
                        .filter(rank -> rank % shares == share)
                        .mapToObj(rows::get)
                        .toList()))
        .toList();
  }

  private Share share(int number, List<PlainRow> rows) {
    List<PackedBlock> blocks = new ArrayList<>();
    for (int from = 0; from < rows.size(); from += PackedBlock.ROWS) {
      List<PlainRow> part = rows.subList(from, Math.min(rows.size(), from + PackedBlock.ROWS));
      float[] features = new float[part.size() * inputs()];
      float[] targets = new float[part.size()];
      float[] weights = new float[part.size()];
      for (int i = 0; i < part.size(); i++) {
        List<Object> values = part.get(i).values;
        System.arraycopy(inputs(values), 0, features, i * inputs(), inputs());
        targets[i] = labels.indexOf(part.get(i).label());
        weights[i] = ((Double) values.get(values.size() - 1)).floatValue();
      }
      blocks.add(new PackedBlock(number, blocks.size(), features, targets, weights));
    }
    return Share.of(number, blocks);
  }

  private float[] inputs(List<Object> values) {
    float[] inputs = new float[inputs()];
    int number = 0;
    int category = 0;
    int offset = means.size();
    for (int column = 0; column < columns.size(); column++) {
      Object value = values.get(column);
      if (isNumber.get(column)) {
        double x = value == null ? surrogates.get(number) : (Double) value;
        double divisor = deviations.get(number);
        inputs[number] = (float) ((x - means.get(number)) * (divisor == 0 ? 0 : 1 / divisor));
        number++;
      } else {
        int place =
            categories.get(category).indexOf(value == null ? "(missing)" : value.toString());
        if (place >= 0) {
          inputs[offset + place] = 1;
        }
        offset += categories.get(category++).size();
      }
    }
    return inputs;
  }

  /** All rows' shares and the roles they are for. */
  public Stream<Role> roles() {
    return byRole.keySet().stream();
  }
}
