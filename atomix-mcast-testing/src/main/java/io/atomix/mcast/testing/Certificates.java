/*
 * Copyright 2026 the atomix-mcast authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 * http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.atomix.mcast.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A certificate authority of its own, made with the JDK's keytool, with one certificate that it has
 * signed; in a folder, as stores of the kind that {@code cluster.messaging.tls} takes. For tests.
 */
public final class Certificates {

  /** The password of all stores. */
  public static final String PASSWORD = "not-a-secret";

  private static final int KEYTOOL_SECONDS = 30;

  private final Path keys;
  private final Path trust;

  private Certificates(Path keys, Path trust) {
    this.keys = keys;
    this.trust = trust;
  }

  /**
   * Makes an authority and a key for a node, in a folder that exists.
   *
   * @throws IOException if keytool fails, with what it said
   */
  public static Certificates make(Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path all = folder.resolve("authority.p12");
    keytool(all, "ca", "-dname", "CN=authority of " + folder.getFileName(), "-ext", "bc:c");
    keytool(all, "node", "-dname", "CN=node", "-signer", "ca", "-ext", "san=ip:127.0.0.1");
    KeyStore authority = KeyStore.getInstance(all.toFile(), PASSWORD.toCharArray());
    KeyStore keys = empty();
    Key key = authority.getKey("node", PASSWORD.toCharArray());
    Certificate[] chain = authority.getCertificateChain("node");
    keys.setKeyEntry("node", key, PASSWORD.toCharArray(), chain);
    KeyStore trust = empty();
    trust.setCertificateEntry("ca", authority.getCertificate("ca"));
    return new Certificates(
        store(keys, folder.resolve("node.p12")), store(trust, folder.resolve("trust.p12")));
  }

  /** The store of the node's key and its certificate. */
  public Path keys() {
    return keys;
  }

  /** The store of the authority's certificate. */
  public Path trust() {
    return trust;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Path store(KeyStore store, Path file)
      throws GeneralSecurityException, IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
    return file;
  }

  private static void keytool(Path store, String alias, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    JvmFlags.SHORT_LIVED.forEach(flag -> command.add("-J" + flag));
    command.addAll(List.of("-genkeypair", "-alias", alias, "-keyalg", "EC"));
    command.addAll(List.of("-groupname", "secp256r1", "-validity", "2"));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    command.addAll(List.of(options));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!keytool.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      keytool.destroyForcibly();
      throw new IOException("keytool failed: " + said);
    }
  }
}
