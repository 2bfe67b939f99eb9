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
package io.atomix.mcast.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.agent.http.AgentHttp.PageSource;
import io.atomix.mcast.agent.http.NodePages;
import io.atomix.mcast.observe.Sampling;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.MulticastChannelType;
import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.MulticastMapType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever can read the pages of a node learns nothing of what its primitives hold; except for keys,
 * if the operator has asked for traces, from the page that shows these.
 */
class PagesTellNoValuesTest {
  private static final String KEY = "recognisable-key";
  private static final String VALUE = "recognisable-value";

  private static final List<String> SECRETS = List.of(KEY, VALUE);

  @TempDir private Path folder;

  @Test
  @Timeout(300)
  void noPageShowsAValueAndOnlyTracesShowKeys() throws Exception {
    Atomix node = NodeFactory.fromFile(SampleConf.singleNode(folder).toFile());
    NodePages pages = new NodePages(node, Sampling.ALL, Map.of());
    try {
      node.start().get(90, TimeUnit.SECONDS);
      pages.started();
      use(node);
      Map<String, PageSource> all = pages.byPath();
      assertThat(all).containsKeys("/health/ready", "/metrics", "/status", "/trace");
      all.forEach(
          (path, source) ->
              assertTellsNothing(
                  path, source.page().body(), path.equals("/trace") ? List.of(VALUE) : SECRETS));
      // They do tell of what happened, and of which primitives.
      assertThat(all.get("/status").page().body()).contains("accounts", "owners", "orders");
      assertThat(all.get("/trace").page().body()).contains("owners", KEY);
    } finally {
      node.stop().get(60, TimeUnit.SECONDS);
    }
  }

  private static void use(Atomix node) {
    AtomicMap<String, String> accounts = node.getAtomicMap("accounts");
    accounts.put(KEY, VALUE);
    assertThat(accounts.containsValue(VALUE)).isTrue();
    assertThat(accounts.replace(KEY, "other " + VALUE, VALUE)).isFalse();
    MulticastMap<String, String> owners =
        node.primitiveBuilder("owners", MulticastMapType.<String, String>instance()).build();
    owners.putAll(Map.of(KEY, VALUE, "2" + KEY, VALUE, "3" + KEY, VALUE));
    assertThat(
            owners.transaction().ifEquals(KEY, VALUE).then(ops -> ops.get(KEY)).commit().values())
        .containsKey(KEY);
    MulticastChannel<String> orders =
        node.primitiveBuilder("orders", MulticastChannelType.<String>instance()).build();
    orders.multicast(Partitions.all(), Conflicts.on(KEY), VALUE);
  }

  /** Not in the forms either that keys and bytes have on their way. */
  private static void assertTellsNothing(String path, String body, List<String> secrets) {
    for (String secret : secrets) {
      byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
      StringBuilder hex = new StringBuilder();
      for (byte each : bytes) {
        hex.append(String.format("%02x", each));
      }
      // Its beginning, as what comes before may shift the rest, and Kryo marks the last letter.
      String base64 = Base64.getEncoder().encodeToString(bytes).substring(0, 12);
      assertThat(body).as(path).doesNotContain(secret, base64);
      assertThat(body.toLowerCase(Locale.ROOT)).as(path).doesNotContain(hex.substring(0, 20));
    }
  }
}
