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

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import io.atomix.utils.memory.MemorySize;
import java.io.File;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at options as they are written in a configuration file.
 *
 * <p>Atomix's mapper gives a configuration object each value by itself, and none that it does not
 * know: of an unknown key it lists all the known ones. A flag that is an option of Atomix's own
 * classes it takes for false if it is neither true nor false. But each object of ours has a key
 * {@code type}, which may be seen with its place in the file; what stands beside it there is all
 * that the file says. Where that cannot be found (no file, several files for one object, several
 * objects of one type in a line) nothing is said: this adds to Atomix's errors and replaces none.
 */
public final class WrittenOptions {
  private static final Logger LOGGER = LoggerFactory.getLogger(WrittenOptions.class);
  private static final String TYPE = "type";

  private WrittenOptions() {}

  /**
   * Logs the unknown keys beside {@code type}, each with the known one that is nearest, as Atomix
   * is about to refuse them; and notes values that Atomix's mapper would take for something else.
   *
   * @param type the value of the key {@code type}, as the mapper gives it to a setter
   * @param options the class of the configuration object
   * @param values where to note values
   */
  public static void review(ConfigValue type, Class<?> options, OptionValues values) {
    try {
      List<ConfigObject> written = beside(type);
      if (written.size() == 1) {
        review(type, "", written.get(0), options, options, values);
      }
    } catch (ConfigException e) {
      LOGGER.debug("{} cannot be read again", type.origin().description(), e);
    }
  }

  private static void review(
      ConfigValue type,
      String path,
      ConfigObject written,
      Class<?> options,
      Class<?> root,
      OptionValues values) {
    Map<String, Class<?>> known = keys(options);
    written.forEach(
        (name, value) -> {
          String key = path + camelCase(name);
          Class<?> parameter = known.get(camelCase(name));
          if (parameter == null) {
            LOGGER.error("{}", unknown(type, key, value, root));
          } else if (parameter == boolean.class) {
            values.requireFlag(key, value.unwrapped());
          } else if (parameter == int.class || parameter == long.class) {
            values.requireWhole(key, value.unwrapped());
          } else if (isNested(parameter) && value instanceof ConfigObject nested) {
            review(type, key + ".", nested, parameter, root, values);
          }
        });
  }

  private static String unknown(ConfigValue type, String key, ConfigValue value, Class<?> root) {
    List<String> known = new ArrayList<>();
    collect("", root, known);
    Optional<String> nearest = OptionNames.nearest(key, known);
    return value.origin().description()
        + ": "
        + key
        + " is no option of type "
        + type.unwrapped()
        + nearest
            .map(option -> "; did you mean " + option + "?")
            .orElseGet(() -> ", which has " + String.join(", ", new TreeSet<>(known)));
  }

  private static void collect(String path, Class<?> options, List<String> known) {
    keys(options)
        .forEach(
            (key, parameter) -> {
              Class<?> value = parameter == Object.class ? read(options, key) : parameter;
              if (isNested(value)) {
                collect(path + key + ".", value, known);
              } else if (!key.equals(TYPE) && !key.equals("name")) {
                known.add(path + key);
              }
            });
  }

  /** Returns the class that the getter of a key has, where its setter takes what is written. */
  private static Class<?> read(Class<?> options, String key) {
    String getter = "get" + Character.toUpperCase(key.charAt(0)) + key.substring(1);
    return Arrays.stream(options.getMethods())
        .filter(method -> method.getName().equals(getter) && method.getParameterCount() == 0)
        .<Class<?>>map(Method::getReturnType)
        .findFirst()
        .orElse(Object.class);
  }

  /** Returns each key with the class that Atomix's mapper makes of its value. */
  private static Map<String, Class<?>> keys(Class<?> options) {
    Map<String, Class<?>> keys = new LinkedHashMap<>();
    for (Method method : options.getMethods()) {
      if (method.getName().matches("set[A-Z].*") && method.getParameterCount() == 1) {
        String name = method.getName().substring("set".length()).replaceFirst("(?<=.)Config$", "");
        // The nested object's class is of interest only where there is no plainer one.
        keys.merge(
            Character.toLowerCase(name.charAt(0)) + name.substring(1),
            method.getParameterTypes()[0],
            (one, other) -> isNested(one) ? other : one);
      }
    }
    return keys;
  }

  private static boolean isNested(Class<?> parameter) {
    return parameter.getName().startsWith("io.atomix.")
        && parameter != MemorySize.class
        && !parameter.isEnum()
        && !Modifier.isAbstract(parameter.getModifiers());
  }

  /** Returns the objects of the file that have this value, in its line, as their {@code type}. */
  private static List<ConfigObject> beside(ConfigValue type) {
    ConfigOrigin origin = type.origin();
    List<ConfigObject> found = new ArrayList<>();
    if (origin.filename() == null && origin.url() == null) {
      return found;
    }
    Config file =
        origin.filename() != null
            ? ConfigFactory.parseFile(new File(origin.filename()))
            : ConfigFactory.parseURL(origin.url());
    ConfigObject root =
        ConfigFactory.systemProperties()
            .withFallback(file)
            .resolve(ConfigResolveOptions.defaults().setAllowUnresolved(true))
            .root();
    search(root, type, found);
    return found;
  }

  private static void search(ConfigObject object, ConfigValue type, List<ConfigObject> found) {
    try {
      if (isSame(object.get(TYPE), type)) {
        found.add(object);
      }
      for (ConfigValue value : object.values()) {
        if (value instanceof ConfigObject nested) {
          search(nested, type, found);
        }
      }
    } catch (ConfigException.NotResolved e) {
      LOGGER.debug(
          "{} depends on values that are not in its file", object.origin().description(), e);
    }
  }

  private static boolean isSame(ConfigValue one, ConfigValue other) {
    return one != null
        && one.equals(other)
        && one.origin().lineNumber() == other.origin().lineNumber()
        && one.origin().description().equals(other.origin().description());
  }

  /** Returns the name as the mapper takes it: {@code election-timeout} is electionTimeout. */
  static String camelCase(String name) {
    StringBuilder joined = new StringBuilder();
    for (String word : name.split("-+")) {
      joined.append(
          joined.isEmpty() || word.isEmpty()
              ? word
              : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return joined.toString();
  }
}
