package io.bellows.jobs.cli;

import io.bellows.jobs.report.BuildVersion;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry point of every command. */
@Command(
    name = "bellows",
    description = "Trains feed-forward neural networks on Apache Spark.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Main.Version.class,
    footer = {
      "",
      "bellows COMMAND --help tells more. conf/reference.conf documents every setting.",
    })
public final class Main implements Runnable {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Shows this help and exits.")
  @SuppressWarnings("UnusedVariable")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Prints the version and exits.")
  @SuppressWarnings("UnusedVariable")
  private boolean version;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Shows stack traces of errors.")
  private boolean verbose;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Names the version. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      BuildVersion build = BuildVersion.CURRENT;
      return new String[] {
        "bellows " + build.version() + build.commit().map(commit -> " (" + commit + ")").orElse("")
      };
    }
  }

  /** Runs the command that {@code args} name. Success returns; other ends leave the JVM. */
  public static void main(String[] args) {
    StopRequest stop = new StopRequest();
    Console console =
        new Console(
            System.out,
            System.err,
            InstantSource.system(),
            name -> SparkBackend.start(name, stop),
            stop,
            Deployment.ofThisProcess());
    Signals signals = Signals.heardBy(stop, console::say);
    int code = ExitCode.UNEXPECTED.number();
    try {
      code = run(console, List.of(args));
    } finally {
      signals.commandEnded();
    }
    // After a signal the JVM is ending already, with that signal's code.
    if (code != ExitCode.OK.number()) {
      System.exit(code);
    }
  }

  /** Runs a command and returns its exit code. Everything it started has ended. */
  static int run(Console console, List<String> args) {
    Main main = new Main();
    CommandLine line = new CommandLine(main);
    line.addSubcommand("train", new TrainCommand(console));
    line.addSubcommand("evaluate", new EvaluateCommand(console));
    line.addSubcommand("predict", new PredictCommand(console));
    line.addSubcommand("quickstart", new QuickstartCommand(console));
    line.addSubcommand("bench", new BenchCommand(console));
    documentExitCodes(line);
    line.getSubcommands().values().forEach(Main::documentExitCodes);
    line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    line.setParameterExceptionHandler((error, rest) -> main.usageError(console, error));
    line.setExecutionExceptionHandler(
        (error, command, parsed) -> main.failed(console, error).number());
    try {
      return line.execute(args.toArray(String[]::new));
    } catch (Error e) {
      return main.failed(console, e).number();
    }
  }

  private static void documentExitCodes(CommandLine line) {
    line.getCommandSpec()
        .usageMessage()
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(ExitCode.list());
  }

  private int usageError(Console console, ParameterException error) {
    StringBuilder sentence = new StringBuilder(error.getMessage());
    if (error instanceof UnmatchedArgumentException unmatched) {
      List<String> near = unmatched.getSuggestions();
      if (!near.isEmpty()) {
        sentence.append("; did you mean ").append(near.get(0)).append('?');
      }
    }
    console.say(
        sentence
            + " ("
            + error.getCommandLine().getCommandSpec().qualifiedName()
            + " --help tells more)");
    return ExitCode.USAGE.number();
  }

  private ExitCode failed(Console console, Throwable error) {
    if (error instanceof StopRequest.Stopped) {
      console.say(String.valueOf(error.getMessage()));
      return ExitCode.STOPPED;
    }
    Failure failure = Failure.of(error);
    console.say(failure.message());
    if (verbose) {
      error.printStackTrace(console.err());
    }
    return failure.code();
  }

  /** No command was named. */
  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Missing command: train, evaluate, predict, quickstart or bench");
  }
}
