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
package io.atomix.mcast.lab.sabotage;

import java.util.List;

/**
 * A fault that can be put back.
 *
 * @param name the name in the book of bugs
 * @param text the fault, in one line
 * @param method how it is found when it is put back
 * @param foundBy how it was found when it was a fault of the code; a dash if that was not recorded
 * @param module the module whose tests find it
 * @param test the test that finds it, as {@code package.Class} or {@code package.Class#method}
 * @param edits what puts it back into the sources; none if the test does that itself
 */
record KnownFault(
    String name,
    String text,
    Method method,
    String foundBy,
    String module,
    String test,
    List<SourceEdit> edits) {

  /** Ways to find a fault. */
  enum Method {
    /** Whole clusters and their clients in one thread, from a seed. */
    SIMULATION("simulation"),
    /** Every order of the steps of small systems on the ordering core. */
    EXPLORER("explorer"),
    /** A test of one case. */
    TEST("test");

    private final String text;

    Method(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /** Returns the name of the test without its package. */
  String shortTest() {
    int end = test.contains("#") ? test.indexOf('#') : test.length();
    return test.substring(test.lastIndexOf('.', end) + 1);
  }
}
