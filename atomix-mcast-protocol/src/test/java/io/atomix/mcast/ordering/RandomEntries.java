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
package io.atomix.mcast.ordering;

import static io.atomix.mcast.ordering.Fixtures.G;
import static io.atomix.mcast.ordering.Fixtures.H;
import static io.atomix.mcast.ordering.Fixtures.K;
import static io.atomix.mcast.ordering.Fixtures.groups;
import static io.atomix.mcast.ordering.Fixtures.id;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Entries of a log of group G, drawn so that most mean something, and some repeat, are late or make
 * no sense.
 */
final class RandomEntries {
  private static final List<SortedSet<GroupId>> DESTINATIONS =
      List.of(groups(G, H), groups(G, K), groups(G, H, K), groups(H, K), groups(G));

  /** All ids are below this. */
  static final int HIGHEST_ID = 34;

  private final Random random;
  private final int ids;
  private final int keys;

  /**
   * Draws from the random source, which determines the entries together with what is answered about
   * them.
   */
  RandomEntries(Random random) {
    this.random = random;
    this.ids = 4 + random.nextInt(HIGHEST_ID - 4);
    this.keys = 1 + random.nextInt(6);
  }

  Entry next(Function<MessageId, Optional<MessageStatus>> status) {
    MessageId id = id(random.nextInt(ids));
    Optional<MessageStatus> known = status.apply(id);
    long timestamp = known.map(MessageStatus::timestamp).orElse(0L);
    return switch (random.nextInt(14)) {
      case 0, 1, 2 -> new Entry.SubmitLocal(id, footprint());
      case 3, 4, 5 -> new Entry.SubmitMulticast(id, footprint(), destinations(), lowestVote());
      case 6, 7 -> new Entry.Raise(id, timestamp + random.nextInt(6) - 1);
      case 8, 9, 10 -> new Entry.Execute(id, timestamp + (random.nextInt(10) == 0 ? 1 : 0));
      case 11 -> random.nextBoolean() ? new Entry.Abort(id) : new Entry.Refuse(id, destinations());
      case 12 -> new Entry.Forget(List.of(id, id(random.nextInt(ids))));
      default -> new Entry.Confirm(List.of(id, id(random.nextInt(ids))));
    };
  }

  private long lowestVote() {
    int dice = random.nextInt(40);
    return dice > 12 ? 0 : dice == 0 ? Long.MAX_VALUE >> random.nextInt(4) : dice;
  }

  GroupFootprint footprint() {
    if (random.nextInt(12) == 0) {
      return GroupFootprint.everything(access());
    }
    String primitive = random.nextInt(5) == 0 ? "set" : "map";
    GroupFootprint alone = alone(primitive);
    return random.nextInt(6) == 0
        ? alone.beside(List.of(alone(primitive.equals("set") ? "map" : "set")))
        : alone;
  }

  private GroupFootprint alone(String primitive) {
    Access whole = random.nextInt(8) == 0 ? access() : null;
    TreeMap<Long, Access> touched = new TreeMap<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      touched.put((long) random.nextInt(keys), access());
    }
    return new GroupFootprint(primitive, whole, touched);
  }

  private Access access() {
    return Access.values()[random.nextInt(3)];
  }

  private SortedSet<GroupId> destinations() {
    return DESTINATIONS.get(random.nextInt(12) == 0 ? 3 + random.nextInt(2) : random.nextInt(3));
  }
}
