package io.bellows.driver.input;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Options of readers that look like secrets: they are used, and neither written nor shown. Whoever
 * needs them later gives them again.
 */
public final class SecretOptions {
  /** What is written in place of a secret; never read as one. */
  public static final String WITHHELD = "(withheld)";

  /** Names such as password, authToken, secretKey, and fs.azure.account.key.NAME. */
  private static final Pattern NAME =
      Pattern.compile(
          ".*(password|passwd|pwd|secret|token|credential).*|.*key|(.*[._-])?key[._-].*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** Addresses such as jdbc:…?password=… and https://NAME:PASSWORD@… */
  private static final Pattern VALUE =
      Pattern.compile(
          "(password|passwd|pwd|secret|token|key)=|//[^/@\\s]*:[^/@\\s]*@",
          Pattern.CASE_INSENSITIVE);

  private SecretOptions() {}

  /** Whether an option looks like a secret, by its name or within its value. */
  public static boolean isSecret(String name, String value) {
    return NAME.matcher(name).matches() || VALUE.matcher(value).find();
  }

  /** The options as they may be written and shown. */
  public static Map<String, String> withheld(Map<String, String> options) {
    Map<String, String> shown = new TreeMap<>();
    options.forEach((name, value) -> shown.put(name, isSecret(name, value) ? WITHHELD : value));
    return shown;
  }

  /**
   * Checks that a source has its secrets, before it is read.
   *
   * @throws InputException naming the option that must be given again
   */
  static void requireGiven(DataSource source) {
    source
        .options()
        .forEach(
            (name, value) -> {
              if (value.equals(WITHHELD)) {
                throw new InputException(
                    String.format(
                        "Cannot read %s: the option \"%s\" of the training rows looks like a secret, which is not kept with a model; give it again, by --option %s=…, or to train by a configuration, by --set data.options.%s=…",
                        source.path(), name, name, name));
              }
            });
  }
}
