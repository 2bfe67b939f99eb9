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

import io.atomix.core.Atomix;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.primitives.map.MapResult;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.utils.time.Versioned;
import java.util.Map;
import java.util.TreeMap;

/**
 * A flight and a hotel are booked together or not at all, without a lock, and read at one moment.
 * Needs a configuration with a generic-multicast group named data.
 */
public final class Bookings {
  private Bookings() {}

  /** Runs with a configuration file, such as {@code conf/single-node.conf}. */
  public static void main(String[] arguments) {
    Atomix node = new Atomix(arguments[0]);
    node.start().join();
    try {
      MulticastMap<String, String> bookings =
          node.primitiveBuilder("bookings", MulticastMapType.<String, String>instance())
              .withProtocol(GenericMulticastProtocol.builder("data").build())
              .build();
      System.out.println("alice: " + book(bookings, "alice", "flight 7 seat 1", "hotel room 12"));
      System.out.println("bob: " + book(bookings, "bob", "flight 7 seat 2", "hotel room 12"));

      Map<String, String> all = new TreeMap<>();
      for (Map.Entry<String, Versioned<String>> entry : bookings.snapshot().entrySet()) {
        all.put(entry.getKey(), entry.getValue().value());
      }
      System.out.println(all);
    } finally {
      node.stop().join();
    }
  }

  /** Books both if both are free; one message to the partitions of the two. */
  private static boolean book(
      MulticastMap<String, String> bookings, String who, String seat, String room) {
    MapResult<String, String> result =
        bookings
            .transaction()
            .ifAbsent(seat)
            .ifAbsent(room)
            .then(operations -> operations.put(seat, who).put(room, who))
            .commit();
    return result.succeeded();
  }
}
