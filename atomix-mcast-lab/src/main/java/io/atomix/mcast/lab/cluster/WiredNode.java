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
package io.atomix.mcast.lab.cluster;

import io.atomix.core.Atomix;
import io.atomix.core.AtomixConfig;
import io.atomix.core.AtomixRegistry;
import java.io.File;

/** A node whose messages go over a {@link Wire}. */
final class WiredNode extends Atomix {

  WiredNode(File file, Wire wire) {
    this(Atomix.config(file), wire);
  }

  private WiredNode(AtomixConfig config, Wire wire) {
    super(
        config,
        AtomixRegistry.registry(),
        new WiredMessaging(buildMessagingService(config.getClusterConfig()), wire),
        null,
        null);
  }
}
