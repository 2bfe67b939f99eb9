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
package io.atomix.mcast.lab.torture;

import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.testing.Jdk;

/**
 * Javas that the nodes run on: the one that runs this, and for one node another one, so that what
 * the one has written the other one reads. Clients have the former.
 *
 * @param usual the Java of most
 * @param node the one that has the other, from 1 on; 0 if none has
 * @param other that Java; the usual one if none has another
 */
record NodeJavas(Jdk usual, int node, Jdk other) {
  private static final int OLD = 17;
  private static final int RECENT = 25;

  /** All on the Java that runs this. */
  static NodeJavas one() {
    return new NodeJavas(Jdk.running(), 0, Jdk.running());
  }

  /** One node on the other Java of 17 and 25, if there is one; the seed decides which. */
  static NodeJavas two(long seed, int nodes) {
    Jdk here = Jdk.running();
    try {
      return Jdk.find(otherThan(here))
          .map(found -> new NodeJavas(here, (int) Math.floorMod(seed, (long) nodes) + 1, found))
          .orElseGet(NodeJavas::one);
    } catch (IllegalStateException e) {
      throw new CommandException(e.getMessage());
    }
  }

  private static int otherThan(Jdk here) {
    return here.feature() == RECENT ? OLD : RECENT;
  }

  /** The Java of a node. */
  Jdk of(int number) {
    return number == node ? other : usual;
  }

  /** Returns which node runs on what, for the first lines of a run. */
  String description() {
    if (node != 0) {
      return "m%d on %d, all else on %d".formatted(node, other.feature(), usual.feature());
    }
    return "all on " + usual.feature();
  }
}
