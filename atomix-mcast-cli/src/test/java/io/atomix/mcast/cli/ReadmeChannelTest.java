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
package io.atomix.mcast.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows of channels works. */
class ReadmeChannelTest {
  private static final String SECTION = "`MulticastChannel`";

  @TempDir private Path folder;

  @Test
  @Timeout(300)
  void theExampleCompilesAndRunsWithItsConfiguration() throws Exception {
    Path config = SampleConf.singleNode(folder);
    Files.writeString(config, Readme.block(SECTION, "hocon"), StandardOpenOption.APPEND);
    String body = Readme.block(SECTION, "java").replace("conf/single-node.conf", config.toString());
    String check =
        """
        if (history.messages().size() != 2) {
          throw new AssertionError("bob's partition holds " + history.messages());
        }
        for (int i = 0; heard.size() < both + 3 && i < 1000; i++) {
          try {
            Thread.sleep(10);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        }
        if (heard.size() != both + 3) {
          throw new AssertionError("heard " + heard);
        }
        """;
    String destinations =
        """
        int both = orders.partitionOf("alice").equals(orders.partitionOf("bob")) ? 1 : 2;
        """;
    Readme.run(
        folder,
        """
        import io.atomix.core.Atomix;
        import io.atomix.mcast.primitives.channel.*;
        import java.util.Queue;
        import java.util.concurrent.ConcurrentLinkedQueue;

        public class Example implements Runnable {
          public void run() {
        %s
          }
        }
        """
            .formatted(
                body.replace(
                    "subscription.close();", destinations + check + "subscription.close();")));
  }
}
