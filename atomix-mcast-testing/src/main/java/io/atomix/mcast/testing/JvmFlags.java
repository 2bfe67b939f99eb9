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
package io.atomix.mcast.testing;

import java.util.List;

/** Flags of a JVM that runs Atomix 3.1.12, as {@code bin/mcast} gives them. */
public final class JvmFlags {

  /** The first version that warns of {@code sun.misc.Unsafe} and of native libraries. */
  private static final int WARNING_FROM = 24;

  /** Kryo 4 of Atomix reads private fields of the JDK's atomic classes. */
  private static final String OPEN =
      "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED";

  /**
   * For processes that live as long as a test: what is compiled quickly is enough for them, and
   * many of them share few processors.
   */
  public static final List<String> SHORT_LIVED =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private JvmFlags() {}

  /** Returns the flags for the Java that this program runs on. */
  public static List<String> ofThisJava() {
    return of(Runtime.version().feature());
  }

  /**
   * Returns the flags for a version of Java.
   *
   * @param feature the version, such as 17
   */
  public static List<String> of(int feature) {
    return feature < WARNING_FROM
        ? List.of(OPEN)
        : List.of(
            OPEN, "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED");
  }
}
