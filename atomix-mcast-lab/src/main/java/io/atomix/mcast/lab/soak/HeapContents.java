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
package io.atomix.mcast.lab.soak;

import io.atomix.mcast.agent.CommandException;
import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Contents of the heap of this JVM, by class, after a collection.
 *
 * @param classes by name
 */
record HeapContents(Map<String, Share> classes) {
  /** A line such as {@code 3: 25071 601704 java.lang.String (java.base@17)}. */
  private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*");

  private static final double MEGABYTE = 1 << 20;

  /** The objects of a class. */
  record Share(long objects, long bytes) {}

  /** Looks at the heap as {@code jcmd GC.class_histogram} does. */
  static HeapContents now() {
    try {
      return parse(
          (String)
              ManagementFactory.getPlatformMBeanServer()
                  .invoke(
                      new ObjectName("com.sun.management:type=DiagnosticCommand"),
                      "gcClassHistogram",
                      new Object[] {new String[0]},
                      new String[] {String[].class.getName()}));
    } catch (JMException e) {
      throw new CommandException("This JVM does not tell what its heap consists of", e);
    }
  }

  static HeapContents parse(String histogram) {
    Map<String, Share> classes = new HashMap<>();
    for (String line : histogram.lines().toList()) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        Share share = new Share(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
        // One name may stand for classes of several loaders.
        classes.merge(
            matcher.group(3),
            share,
            (one, other) -> new Share(one.objects + other.objects, one.bytes + other.bytes));
      }
    }
    return new HeapContents(classes);
  }

  /** Returns lines about the classes whose bytes have grown most, so many at most. */
  List<String> growthSince(HeapContents before, int limit) {
    Map<String, Share> growth = new HashMap<>();
    classes.forEach(
        (name, share) -> {
          Share old = before.classes.getOrDefault(name, new Share(0, 0));
          if (share.bytes > old.bytes) {
            growth.put(name, new Share(share.objects - old.objects, share.bytes - old.bytes));
          }
        });
    return growth.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<String, Share>>comparingLong(each -> each.getValue().bytes)
                .reversed()
                .thenComparing(Map.Entry::getKey))
        .limit(limit)
        .map(
            each ->
                String.format(
                    Locale.ROOT,
                    "%+.2f MB, %+d objects: %s",
                    each.getValue().bytes / MEGABYTE,
                    each.getValue().objects,
                    each.getKey()))
        .toList();
  }
}
