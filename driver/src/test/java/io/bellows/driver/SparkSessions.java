package io.bellows.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;

/** Spark sessions for tests: one that they share, and others for a while. */
public final class SparkSessions {
  private SparkSessions() {}

  /** The session that tests share, {@code local[2]}; nobody stops it. */
  public static SparkSession local() {
    return session("local[2]", Map.of());
  }

  /** Uses a session of another master, which takes the place of the shared one meanwhile. */
  public static <T> T on(String master, Function<SparkSession, T> use) {
    return on(master, Map.of(), use);
  }

  /** Uses a session of another master with other settings. */
  public static <T> T on(
      String master, Map<String, String> settings, Function<SparkSession, T> use) {
    SparkSession.getDefaultSession().foreach(SparkSessions::stopped);
    SparkSession spark = session(master, settings);
    try {
      return use.apply(spark);
    } finally {
      spark.stop();
    }
  }

  private static SparkSession stopped(SparkSession session) {
    session.stop();
    return session;
  }

  private static SparkSession session(String master, Map<String, String> settings) {
    SparkSession.Builder builder =
        SparkSession.builder()
            .master(master)
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 4)
            // Tables are small: compiling the queries takes longer than running them.
            .config("spark.sql.codegen.wholeStage", false)
            .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
            .config("spark.sql.adaptive.enabled", false);
    if (master.startsWith("local-cluster")) {
      // Executors in JVMs of their own, which get this JVM's class path and no Spark installation.
      builder.config("spark.executor.extraClassPath", System.getProperty("java.class.path"));
      createEmptyInstallation();
    }
    settings.forEach(builder::config);
    return builder.getOrCreate();
  }

  private static void createEmptyInstallation() {
    try {
      Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
