package io.bellows.jobs.examples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** The rows of conf/examples/data, drawn by formulas with noise. */
final class ExampleRows {
  private static final int ROWS = 400;
  private static final int SHOPS = 60;
  private static final int SHOP_ROWS = 1_000;
  private static final int SPARSE_COLUMNS = 2_000;
  private static final int SPARSE_NUMBERS = 15;

  private ExampleRows() {}

  /** The lines of each file, by its name. */
  static Map<String, List<String>> all() {
    Map<String, List<String>> files = new TreeMap<>();
    files.put("binary.csv", binary(new Random(1)));
    files.put("multi-class.csv", multiClass(new Random(2)));
    files.put("multi-label.csv", multiLabel(new Random(3)));
    files.put("regression.csv", regression(new Random(4)));
    files.put("several-targets.csv", severalTargets(new Random(5)));
    files.put("embeddings.csv", embeddings(new Random(7)));
    files.put("sparse.libsvm", sparse(new Random(6)));
    return files;
  }

  private static String line(Object... values) {
    List<String> texts = new ArrayList<>();
    Arrays.stream(values)
        .forEach(
            value ->
                texts.add(
                    value instanceof Double number
                        ? String.format(Locale.ROOT, "%.3f", number)
                        : value.toString()));
    return String.join(",", texts);
  }

  private static List<String> binary(Random random) {
    List<String> lines = new ArrayList<>(List.of("months,calls,plan,churned"));
    for (int row = 0; row < ROWS; row++) {
      int months = random.nextInt(60);
      double calls = Math.abs(2 * random.nextGaussian());
      String plan = random.nextInt(3) == 0 ? "business" : "private";
      double risk = calls - months / 15.0 - (plan.equals("business") ? 1 : 0);
      lines.add(line(months, calls, plan, risk + random.nextGaussian() > 1.5 ? "yes" : "no"));
    }
    return lines;
  }

  private static List<String> multiClass(Random random) {
    List<String> lines = new ArrayList<>(List.of("length,width,color,species"));
    List<String> colors = List.of("red", "white", "blue");
    for (int row = 0; row < ROWS; row++) {
      double length = 4 + random.nextGaussian();
      double width = 2 + random.nextGaussian() / 2;
      int color = random.nextInt(3);
      double size = length * width + 2 * color + random.nextGaussian() / 2;
      lines.add(
          line(
              random.nextInt(20) == 0 ? "" : length,
              width,
              colors.get(color),
              size < 7 ? "minor" : size < 11 ? "media" : "major"));
    }
    return lines;
  }

  private static List<String> multiLabel(Random random) {
    List<String> lines = new ArrayList<>(List.of("pressure,humidity,latitude,rainy,windy,cold"));
    for (int row = 0; row < ROWS; row++) {
      double pressure = 1013 + 12 * random.nextGaussian();
      double humidity = 100 * random.nextDouble();
      double latitude = 90 * random.nextDouble();
      lines.add(
          line(
              pressure,
              humidity,
              latitude,
              humidity + (1013 - pressure) + 8 * random.nextGaussian() > 65 ? 1 : 0,
              Math.abs(pressure - 1013) + 3 * random.nextGaussian() > 10 ? 1 : 0,
              latitude + 5 * random.nextGaussian() > 50 ? 1 : 0));
    }
    return lines;
  }

  private static List<String> regression(Random random) {
    List<String> lines = new ArrayList<>(List.of("day,rooms,distance,price"));
    for (int row = 0; row < ROWS; row++) {
      int rooms = 1 + random.nextInt(6);
      double distance = 20 * random.nextDouble();
      double outlier = random.nextInt(25) == 0 ? 900 * random.nextDouble() : 0;
      double price = 80 * rooms + 600 / (2 + distance) + 15 * random.nextGaussian() + outlier;
      lines.add(line(row, rooms, distance, price));
    }
    return lines;
  }

  private static List<String> severalTargets(Random random) {
    List<String> lines = new ArrayList<>(List.of("force,angle,width,height"));
    for (int row = 0; row < ROWS; row++) {
      double force = 5 + 5 * random.nextDouble();
      double angle = 0.2 + random.nextDouble();
      lines.add(
          line(
              force,
              angle,
              force * force * StrictMath.sin(2 * angle) / 9.81 + random.nextGaussian() / 10,
              StrictMath.pow(force * StrictMath.sin(angle), 2) / 19.62
                  + random.nextGaussian() / 20));
    }
    return lines;
  }

  /** Each shop sells some ice cream, and more of it when it is warm; every third one does not. */
  private static List<String> embeddings(Random random) {
    List<String> lines = new ArrayList<>(List.of("shop,weekday,temperature,sales"));
    List<String> weekdays = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    double[] usual = new double[SHOPS];
    Arrays.setAll(usual, shop -> 20 + 80 * random.nextDouble());
    for (int row = 0; row < SHOP_ROWS; row++) {
      int shop = random.nextInt(SHOPS);
      int weekday = random.nextInt(weekdays.size());
      double temperature = 15 + 8 * random.nextGaussian();
      double sales =
          usual[shop]
              + (shop % 3 == 0 ? 0 : 2 * (temperature - 15))
              + (weekday > 4 ? 15 : 0)
              + 4 * random.nextGaussian();
      lines.add(line("shop-" + shop, weekdays.get(weekday), temperature, sales));
    }
    return lines;
  }

  /** Of the first 100 columns, the even ones speak for 1 and the odd ones for 0. */
  private static List<String> sparse(Random random) {
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      TreeSet<Integer> columns = new TreeSet<>();
      int label = random.nextInt(2);
      while (columns.size() < 4) {
        columns.add(1 + 2 * random.nextInt(50) + (random.nextInt(6) == 0 ? 1 - label : label));
      }
      while (columns.size() < SPARSE_NUMBERS) {
        columns.add(101 + random.nextInt(SPARSE_COLUMNS - 100));
      }
      StringBuilder line = new StringBuilder(Integer.toString(label));
      columns.forEach(column -> line.append(' ').append(column).append(":1"));
      lines.add(line.toString());
    }
    return lines;
  }
}
