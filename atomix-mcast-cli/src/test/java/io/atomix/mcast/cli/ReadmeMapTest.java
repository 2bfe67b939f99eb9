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

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows of maps works. */
class ReadmeMapTest {
  @TempDir private Path folder;

  @Test
  @Timeout(300)
  void theExampleCompilesAndRuns() throws Exception {
    Readme.run(
        folder,
        """
        import io.atomix.core.Atomix;
        import io.atomix.mcast.GenericMulticastProtocol;
        import io.atomix.mcast.primitives.map.MapResult;
        import io.atomix.mcast.primitives.map.MulticastMap;
        import io.atomix.mcast.primitives.map.MulticastMapType;
        import io.atomix.utils.time.Versioned;
        import java.util.List;
        import java.util.Map;

        public class Example implements Runnable {
          public void run() {
            Atomix node = new Atomix("%s");
            node.start().join();
        %s
            node.stop().join();
            if (both.size() != 2 || !sold || !seller.equals("alice") || ofBob != 2 || all.size() != 2) {
              throw new AssertionError(both + " " + sold + " " + seller + " " + all + " " + ofBob);
            }
          }
        }
        """
            .formatted(SampleConf.singleNode(folder), Readme.block("MulticastMap", "java")));
  }
}
