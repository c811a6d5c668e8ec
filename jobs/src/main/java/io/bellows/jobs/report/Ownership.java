package io.bellows.jobs.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellows.driver.storage.Storage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that one driver at a time writes to a run's folder. Each attempt at the run has a
 * numbered file in {@code attempts/}, which is written once, and beside it one that it changes
 * every few seconds while it lives. Who comes later looks on, by a monotonic clock of its own: it
 * gives way as soon as that file changes, and takes over when it has not changed for long enough.
 * An attempt that was taken for dead, since its machine had stopped for a while, finds a higher
 * number than its own before it writes.
 *
 * <p>The number has a file of its own since some storages replace a file by deleting it first:
 * whoever died in between would free its number.
 */
public final class Ownership implements AutoCloseable {
  /** The folder of attempts, in a run's folder. */
  static final String FOLDER = "attempts";

  private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);
  private static final String CLAIM = ".json";
  private static final String LIFE = ".life.json";
  private static final long LOOK_EVERY_MILLIS = 200;

  /**
   * How fast the heart beats.
   *
   * @param beat from one change of the file to the next
   * @param silence after which an owner is taken for dead
   */
  public record Rhythm(Duration beat, Duration silence) {
    /** Leaves an owner that is short of breath three more beats. */
    public static final Rhythm USUAL = new Rhythm(Duration.ofSeconds(5), Duration.ofSeconds(20));
  }

  private final String run;
  private final boolean wasThere;
  private final Storage storage;
  private final int attempt;
  private final ObjectNode life = Json.object().put("beat", 0).put("ended", false);
  private final ScheduledExecutorService heart =
      Executors.newSingleThreadScheduledExecutor(Ownership::daemon);

  private Ownership(String run, boolean wasThere, int attempt, Rhythm rhythm) {
    this.run = run;
    this.wasThere = wasThere;
    this.storage = Storage.of(run);
    this.attempt = attempt;
    long nanos = rhythm.beat.toNanos();
    heart.scheduleAtFixedRate(this::beat, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "bellows-heartbeat");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Becomes the owner of a run's folder, which is made if need be; may wait for the silence of an
   * older one.
   *
   * @param say is told of the wait
   * @throws OutputException when the owner lives, or the folder cannot be written to
   */
  public static Ownership claimed(String run, Rhythm rhythm, Consumer<String> say) {
    Storage storage = Storage.of(run);
    String attempts = Storage.child(run, FOLDER);
    try {
      boolean wasThere = storage.exists(run);
      storage.createFolders(attempts);
      while (true) {
        int last = last(storage, attempts);
        if (last > 0) {
          requireSilence(storage, run, last, rhythm, say);
        }
        if (storage.create(file(run, last + 1, CLAIM), claim(last + 1))) {
          return new Ownership(run, wasThere, last + 1, rhythm);
        }
      }
    } catch (IOException e) {
      throw new OutputException(
          "cannot use the output folder " + run + ": it cannot be written to (" + e + ")", e);
    }
  }

  private static String file(String run, int attempt, String suffix) {
    return Storage.child(Storage.child(run, FOLDER), attempt + suffix);
  }

  private static int last(Storage storage, String attempts) throws IOException {
    List<String> names = storage.names(attempts);
    return names.stream()
        .filter(name -> name.matches("\\d{1,9}\\" + CLAIM))
        .mapToInt(name -> Integer.parseInt(name.substring(0, name.length() - CLAIM.length())))
        .max()
        .orElse(0);
  }

  private static byte[] claim(int attempt) {
    ObjectNode claim =
        Json.object()
            .put("attempt", attempt)
            .put("host", host())
            .put("process", ProcessHandle.current().pid())
            .put("began", Instant.now().toString());
    return Json.pretty(claim).getBytes(StandardCharsets.UTF_8);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  /** Looks on until an attempt has ended, or has been silent for long enough. */
  private static void requireSilence(
      Storage storage, String run, int attempt, Rhythm rhythm, Consumer<String> say)
      throws IOException {
    String first = life(storage, run, attempt);
    if (hasEnded(first)) {
      return;
    }
    String owner = named(parsed(storage.readText(file(run, attempt, CLAIM))));
    say.accept(
        String.format(
            Locale.ROOT,
            "an earlier attempt, %s, may still be running; waiting %d s for a sign of life",
            owner,
            rhythm.silence.toSeconds()));
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < rhythm.silence.toNanos()) {
      pause();
      String now = life(storage, run, attempt);
      if (hasEnded(now)) {
        return;
      }
      if (!now.equals(first)) {
        throw new OutputException(
            String.format(
                "cannot train into %s: %s is training into it; wait for its end, stop it, or"
                    + " choose another output",
                run, owner));
      }
    }
    say.accept("it gave none; taking over");
  }

  /** What an attempt has last said of itself; empty before its first beat. */
  private static String life(Storage storage, String run, int attempt) throws IOException {
    try {
      return storage.readText(file(run, attempt, LIFE));
    } catch (FileNotFoundException | NoSuchFileException e) {
      return "";
    }
  }

  private static boolean hasEnded(String life) {
    return parsed(life).path("ended").asBoolean();
  }

  private static String named(JsonNode owner) {
    return String.format(
        "process %s on host %s",
        owner.path("process").asText("unknown"), owner.path("host").asText("unknown"));
  }

  /** Whoever is just writing the file lives. */
  private static JsonNode parsed(String text) {
    try {
      return Json.parsed(text);
    } catch (JsonProcessingException e) {
      return Json.object();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutputException("interrupted while waiting for the output folder", e);
    }
  }

  /** The number of this attempt, from 1. */
  public int attempt() {
    return attempt;
  }

  /**
   * To be called before something is written.
   *
   * @throws OutputException when another driver has taken over meanwhile
   */
  public void require() {
    int last;
    try {
      last = last(storage, Storage.child(run, FOLDER));
    } catch (IOException e) {
      LOG.warn("Cannot look whether another driver has taken {} over ({})", run, e.toString());
      return;
    }
    if (last > attempt) {
      throw new OutputException(
          String.format(
              "cannot go on: %s has taken %s over, since this process gave no sign of life for a"
                  + " while; nothing more is written by this one",
              successor(last), run));
    }
  }

  private String successor(int number) {
    try {
      return named(parsed(storage.readText(file(run, number, CLAIM))));
    } catch (IOException e) {
      return "another process";
    }
  }

  private void beat() {
    life.put("beat", life.path("beat").asLong() + 1);
    try {
      storage.writeText(file(run, attempt, LIFE), Json.pretty(life));
    } catch (IOException | RuntimeException e) {
      LOG.warn("Cannot write the sign of life in {} ({})", run, e.toString());
    }
  }

  /** Ends the attempt. A folder that was made for it, and holds nothing else, goes with it. */
  @Override
  public void close() {
    heart.shutdown();
    try {
      if (!heart.awaitTermination(1, TimeUnit.MINUTES)) {
        LOG.warn("The sign of life in {} takes long to write", run);
      }
      if (storage.names(run).equals(List.of(FOLDER))) {
        storage.delete(wasThere ? Storage.child(run, FOLDER) : run);
      } else {
        storage.writeText(file(run, attempt, LIFE), Json.pretty(life.put("ended", true)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warn("Cannot end the attempt in {} ({})", run, e.toString());
    }
  }
}
