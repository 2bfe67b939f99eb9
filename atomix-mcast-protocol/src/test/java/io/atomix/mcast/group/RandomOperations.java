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
package io.atomix.mcast.group;

import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.HostedOperation;
import java.util.Random;
import java.util.TreeMap;

/** What the clients of a {@link RandomRun} do to single keys of a store. */
final class RandomOperations {
  private final Random random;

  RandomOperations(Random random) {
    this.random = random;
  }

  /** Returns any key. */
  String key() {
    return RandomRun.KEYS.get(random.nextInt(RandomRun.KEYS.size()));
  }

  /** Returns a footprint of one key, or of the whole primitive. */
  GroupFootprint touching(String name, String key, Access access) {
    if (random.nextInt(8) == 0) {
      return GroupFootprint.whole(name, access);
    }
    TreeMap<Long, Access> keys = new TreeMap<>();
    keys.put((long) key.charAt(0), access);
    return new GroupFootprint(name, null, keys);
  }

  /** Returns any operation of one group. */
  Command.Local local(TestClient client, long session, String name) {
    String key = key();
    String value = "l" + random.nextInt(100);
    GroupFootprint write = touching(name, key, Access.WRITE);
    // A timer or the end of a session may touch any key: that is what they conflict with, whole.
    return switch (random.nextInt(8)) {
      case 0 -> Texts.local(client, session, Texts.command("listen"), GroupFootprint.none(name));
      case 1 -> Texts.local(client, session, Texts.command("owned", key, value), write);
      case 2 ->
          Texts.local(
              client, session, Texts.command("leased", key, value, random.nextInt(80)), write);
      case 3, 4 ->
          Texts.local(
              client, session, Texts.command("expiring", key, value, random.nextInt(80)), write);
      case 5 ->
          Texts.local(client, session, Texts.query("get", key), touching(name, key, Access.READ));
      case 6 -> Texts.local(client, session, Texts.command("remove", key), write);
      default -> Texts.local(client, session, Texts.command("put", key, value), write);
    };
  }

  /** Puts one value if there is none in any group but of local messages, and else another. */
  static ConditionalAction conditional(String key, String value, boolean toldAtVote) {
    return new ConditionalAction(
        Texts.query("below", key, "m"),
        Texts.query("get", key),
        write(key, "m" + value, toldAtVote),
        write(key, "n" + value, toldAtVote));
  }

  static HostedOperation write(String key, String value, boolean toldAtVote) {
    return toldAtVote
        ? Texts.toldAtVote("mark", "marked", key, value)
        : Texts.command("put", key, value);
  }
}
