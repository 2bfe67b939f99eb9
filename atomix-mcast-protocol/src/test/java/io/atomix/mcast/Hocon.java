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
package io.atomix.mcast;

import com.typesafe.config.ConfigFactory;
import io.atomix.utils.config.ConfigMapper;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads configurations as Atomix does, and lists the keys that it would take. */
public final class Hocon extends ConfigMapper {

  private Hocon() {
    super(Hocon.class.getClassLoader());
  }

  /** Maps the text to a configuration, with Atomix's own mapper. */
  public static <T> T read(String text, Class<T> type) {
    return new Hocon().map(ConfigFactory.parseString(text), type);
  }

  /**
   * Returns the keys of the configuration class, those of nested objects as paths: {@code
   * storage.level}; without {@code type}, which says of which class it is.
   */
  public static Set<String> keys(Class<?> type, Set<Class<?>> nested) {
    Set<String> keys = new TreeSet<>();
    for (Method method : type.getMethods()) {
      if (method.getName().matches("set[A-Z].*") && method.getParameterCount() == 1) {
        String key = decapitalised(method.getName().substring("set".length()));
        if (key.equals("type")) {
          continue;
        }
        Class<?> parameter = valueType(type, method);
        if (nested.contains(parameter)) {
          keys(parameter, nested).forEach(inner -> keys.add(key + "." + inner));
        } else {
          keys.add(key);
        }
      }
    }
    return keys;
  }

  /** Returns the names of the builder's methods, without {@code with}. */
  public static Set<String> options(Class<?> builder) {
    return Arrays.stream(builder.getMethods())
        .map(Method::getName)
        .filter(name -> name.matches("with[A-Z].*"))
        .map(name -> decapitalised(name.substring("with".length())))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the builder's name of a key: {@code storage.level} is {@code storageLevel}. */
  public static String option(String key) {
    StringBuilder option = new StringBuilder();
    for (String word : key.split("\\.")) {
      option.append(
          option.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return option.toString();
  }

  /** Returns what the setter takes, or, where it takes what is written, what its getter returns. */
  private static Class<?> valueType(Class<?> type, Method setter) {
    String getter = setter.getName().replaceFirst("set", "get");
    return setter.getParameterTypes()[0] != Object.class
        ? setter.getParameterTypes()[0]
        : Arrays.stream(type.getMethods())
            .filter(method -> method.getName().equals(getter))
            .filter(method -> method.getParameterCount() == 0)
            .<Class<?>>map(Method::getReturnType)
            .findFirst()
            .orElse(Object.class);
  }

  private static String decapitalised(String name) {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
