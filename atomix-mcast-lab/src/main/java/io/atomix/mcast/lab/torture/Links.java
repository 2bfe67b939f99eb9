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

import java.util.HashSet;
import java.util.Set;

/** Links between nodes that are cut in one direction. Thread-safe. */
final class Links {

  private record CutLink(int from, int to) {}

  private final Set<CutLink> cut = new HashSet<>();

  synchronized void cut(int from, int to) {
    cut.add(new CutLink(from, to));
  }

  synchronized void heal(int from, int to) {
    cut.remove(new CutLink(from, to));
    notifyAll();
  }

  synchronized boolean isCut(int from, int to) {
    return cut.contains(new CutLink(from, to));
  }

  /** Returns when the link is whole. */
  synchronized void await(int from, int to) throws InterruptedException {
    while (isCut(from, to)) {
      wait();
    }
  }
}
