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
package io.atomix.mcast.agent.primitive;

import io.atomix.mcast.agent.Version;
import io.atomix.mcast.agent.client.ClientOptions;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks at a lock. */
@Command(
    name = "lock",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Tells who has a lock: atomic-lock, lock.",
    description = {
      "",
      "mcast lock NAME holders --config FILE|--connect HOST:PORT --cluster-id ID. Options stand"
          + " behind the operation.",
      ""
    })
public final class LockCommand extends PrimitiveCommand {
  /** Creates the command. */
  public LockCommand() {
    super(PrimitiveKind.LOCK);
  }

  @Command(
      name = "holders",
      mixinStandardHelpOptions = true,
      description =
          "Prints the node that has the lock, and those that wait for it, in their order; ends"
              + " with 3 if it is free. On multi-raft only whether it is free.")
  int holders(@Mixin ClientOptions cluster, @Mixin PrimitiveOptions options) {
    return use(
        cluster,
        options,
        "holders",
        (primitive, values, results) -> {
          List<String> nodes = primitive.entry().lockNodes();
          boolean held = nodes == null ? primitive.lock().isLocked() : !nodes.isEmpty();
          if (!held) {
            results.print("free", object -> object.put("held", false));
            return NOT_SO;
          }
          if (nodes == null) {
            results.print(
                "held, by whom is not told on " + primitive.entry().protocol(),
                object -> object.put("held", true).putNull("node"));
            return 0;
          }
          for (int i = 0; i < nodes.size(); i++) {
            boolean holds = i == 0;
            String node = nodes.get(i);
            results.print(
                node + "\t" + (holds ? "holds" : "waits"),
                object -> object.put("held", holds).put("node", node));
          }
          return 0;
        });
  }
}
