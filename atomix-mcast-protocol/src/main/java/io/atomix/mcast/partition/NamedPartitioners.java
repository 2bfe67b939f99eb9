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
package io.atomix.mcast.partition;

import io.atomix.primitive.partition.Partitioner;
import io.atomix.utils.config.ConfigurationException;

/** Partitioners that a configuration file can name. */
public final class NamedPartitioners {
  private static final String MURMUR3 = "murmur3";

  private NamedPartitioners() {}

  /** Returns the partitioner that the name, or the name of a class, stands for. */
  @SuppressWarnings("unchecked")
  public static Partitioner<String> find(OptionChecks checks, String name) {
    if (MURMUR3.equalsIgnoreCase(name)) {
      return Partitioner.MURMUR3;
    }
    checks.require(
        name != null && !name.isBlank(),
        "partitioner",
        name,
        "use " + MURMUR3 + " or the name of a class");
    try {
      Object partitioner = load(name).getConstructor().newInstance();
      checks.require(
          partitioner instanceof Partitioner,
          "partitioner",
          name,
          "this class is no " + Partitioner.class.getName());
      return (Partitioner<String>) partitioner;
    } catch (ReflectiveOperationException e) {
      throw new ConfigurationException(
          checks.subject()
              + ": partitioner = "
              + name
              + ": use "
              + MURMUR3
              + ", or a public class on the class path that has a public constructor without"
              + " arguments",
          e);
    }
  }

  private static Class<?> load(String name) throws ClassNotFoundException {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return Class.forName(
        name, true, context != null ? context : NamedPartitioners.class.getClassLoader());
  }
}
