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
package io.atomix.mcast.tls;

import io.atomix.cluster.ClusterConfig;
import io.atomix.cluster.messaging.ManagedMessagingService;
import io.atomix.cluster.messaging.TlsConfig;
import io.atomix.core.Atomix;
import io.atomix.core.AtomixConfig;
import io.atomix.core.AtomixRegistry;
import io.atomix.utils.config.ConfigurationException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;

/**
 * A node that says nothing to other nodes, and hears nothing from them, but through TLS with
 * certificates on both sides.
 *
 * <p>{@code cluster.messaging.tls} alone does not give that: Atomix encrypts its TCP connections,
 * and still sends who is a member of the cluster by UDP, in the clear, and believes what comes that
 * way from anybody. This node opens no UDP port. Besides, a node that was refused because of its
 * certificate is reached again once it has a right one, which Atomix's own may not do until it is
 * restarted itself. It and stock nodes with TLS understand each other on everything but the
 * membership updates that go by UDP between them; let all nodes of a cluster be of one kind.
 */
public class TlsAtomix extends Atomix {

  /**
   * Makes a node, which has not been started, from a configuration file.
   *
   * @throws ConfigurationException as {@link #TlsAtomix(AtomixConfig)}, or if the file is wrong
   */
  public TlsAtomix(File file) {
    this(Atomix.config(file));
  }

  /**
   * Makes a node that has not been started.
   *
   * @throws ConfigurationException if TLS is not enabled in it, if a key store or trust store
   *     cannot be read or holds nothing of use, or if multicast, which cannot be encrypted, is
   *     enabled
   */
  public TlsAtomix(AtomixConfig config) {
    this(config, messaging(config.getClusterConfig()));
  }

  private TlsAtomix(AtomixConfig config, ManagedMessagingService messaging) {
    super(
        config,
        AtomixRegistry.registry(Thread.currentThread().getContextClassLoader()),
        messaging,
        new TlsUnicastService(messaging),
        null);
  }

  private static ManagedMessagingService messaging(ClusterConfig config) {
    TlsConfig tls = config.getMessagingConfig().getTlsConfig();
    if (!tls.isEnabled()) {
      throw new ConfigurationException(
          "cluster.messaging.tls.enabled = false: a node with TLS needs it to be true");
    }
    if (config.getMulticastConfig().isEnabled()) {
      throw new ConfigurationException(
          "cluster.multicast.enabled = true: multicast is not encrypted; with TLS, use discovery of"
              + " type bootstrap or dns instead");
    }
    if (!holds(tls.getKeyStore(), tls.getKeyStorePassword(), "keyStore", KeyStore::isKeyEntry)) {
      throw new ConfigurationException(
          "cluster.messaging.tls.keyStore = "
              + tls.getKeyStore()
              + ": there is no private key in it; put this node's key and its certificate there");
    }
    if (!holds(
        tls.getTrustStore(),
        tls.getTrustStorePassword(),
        "trustStore",
        KeyStore::isCertificateEntry)) {
      throw new ConfigurationException(
          "cluster.messaging.tls.trustStore = "
              + tls.getTrustStore()
              + ": there is no trusted certificate in it; put that of the authority that signs the"
              + " nodes' certificates there");
    }
    return new TlsMessagingService(config);
  }

  /** Asks a store something about one of its entries. */
  @FunctionalInterface
  private interface EntryTest {
    boolean holds(KeyStore store, String alias) throws GeneralSecurityException;
  }

  private static boolean holds(String file, String password, String option, EntryTest test) {
    try {
      if (!Files.isRegularFile(Path.of(file))) {
        throw new IOException("there is no such file");
      }
      KeyStore store = KeyStore.getInstance(new File(file), password.toCharArray());
      for (String alias : Collections.list(store.aliases())) {
        if (test.holds(store, alias)) {
          return true;
        }
      }
      return false;
    } catch (IOException | GeneralSecurityException e) {
      throw new ConfigurationException(
          "cluster.messaging.tls."
              + option
              + " = "
              + file
              + ": cannot be read with "
              + option
              + "Password: "
              + e.getMessage(),
          e);
    }
  }
}
