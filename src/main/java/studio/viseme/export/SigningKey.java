package studio.viseme.export;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import studio.viseme.job.JobException;

/**
 * This user's Ed25519 key pair (RFC 8032), made on first use and kept in the user's own
 * configuration folder, readable by nobody else. It proves that films came from one hand and
 * weren't changed since; it doesn't prove whose hand that is.
 */
public final class SigningKey {
  static final String ALGORITHM = "Ed25519";

  private static final String FILE = "signing-key.txt";

  private final PrivateKey privateKey;
  private final PublicKey publicKey;

  private SigningKey(PrivateKey privateKey, PublicKey publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /** The key of whoever runs the program. */
  public static SigningKey ofUser() {
    return in(configurationFolder());
  }

  /**
   * The key in a folder; made, with the folder, when there is none.
   *
   * @throws JobException (input) when it can't be read or written
   */
  public static SigningKey in(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        create(folder, file);
      }
      List<String> lines = Files.readAllLines(file);
      KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
      return new SigningKey(
          keys.generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(lines.get(0)))),
          keys.generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(lines.get(1)))));
    } catch (IOException e) {
      throw new JobException(
          JobException.Kind.INPUT,
          "The signing key can't be kept",
          file.toString(),
          "make the folder writable",
          e);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new JobException(
          JobException.Kind.INPUT,
          "The signing key is damaged",
          file.toString(),
          "put back a copy, or remove it and a new one is made",
          e);
    }
  }

  private static void create(Path folder, Path file) throws IOException, GeneralSecurityException {
    Files.createDirectories(folder);
    KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
    Base64.Encoder base64 = Base64.getEncoder();
    List<String> lines =
        List.of(
            base64.encodeToString(pair.getPrivate().getEncoded()),
            base64.encodeToString(pair.getPublic().getEncoded()));
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    Path fresh =
        posix
            ? Files.createTempFile(
                folder,
                "key",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
            : Files.createTempFile(folder, "key", ".tmp");
    Files.write(fresh, lines, StandardOpenOption.DSYNC);
    try {
      Files.move(fresh, file);
    } catch (FileAlreadyExistsException e) {
      Files.delete(fresh);
    }
  }

  private static Path configurationFolder() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    Path home = Path.of(System.getProperty("user.home"));
    if (system.contains("win")) {
      String roaming = System.getenv("APPDATA");
      return (roaming == null ? home : Path.of(roaming)).resolve("Viseme Studio");
    }
    if (system.contains("mac")) {
      return home.resolve("Library/Application Support/Viseme Studio");
    }
    String configured = System.getenv("XDG_CONFIG_HOME");
    return (configured == null || configured.isBlank()
            ? home.resolve(".config")
            : Path.of(configured))
        .resolve("viseme-studio");
  }

  /** The public key, X.509 in base64. */
  String publicKey() {
    return Base64.getEncoder().encodeToString(publicKey.getEncoded());
  }

  /** The signature of a message, base64. */
  String sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(privateKey);
      signature.update(message);
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Whether a signature was made over this message by the holder of a public key; false for
   * whatever can't be read.
   */
  static boolean verify(byte[] message, String signatureBase64, String publicKeyBase64) {
    try {
      byte[] key = Base64.getDecoder().decode(publicKeyBase64);
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(
          KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(key)));
      signature.update(message);
      return signature.verify(Base64.getDecoder().decode(signatureBase64));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }
}
