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

import io.atomix.primitive.partition.ManagedPartitionGroup;
import io.atomix.primitive.protocol.ProxyProtocol;
import java.io.File;
import java.lang.reflect.Method;
import java.util.Collection;

/** Reaches the generic multicast classes by name, so that these tests compile without them. */
final class GenericMulticastSeam {

  private GenericMulticastSeam() {}

  static ManagedPartitionGroup group(
      String name, int partitions, Collection<String> members, File directory) {
    Object builder = builder("io.atomix.mcast.partition.GenericMulticastPartitionGroup", name);
    call(builder, "withNumPartitions", new Class<?>[] {int.class}, partitions);
    call(builder, "withMembers", new Class<?>[] {Collection.class}, members);
    call(builder, "withDataDirectory", new Class<?>[] {File.class}, directory);
    return (ManagedPartitionGroup) call(builder, "build", new Class<?>[0]);
  }

  static ProxyProtocol protocol(String group) {
    Object builder = builder("io.atomix.mcast.GenericMulticastProtocol", group);
    return (ProxyProtocol) call(builder, "build", new Class<?>[0]);
  }

  private static Object builder(String className, String name) {
    try {
      return Class.forName(className).getMethod("builder", String.class).invoke(null, name);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("No builder in " + className + ": " + e, e);
    }
  }

  private static Object call(Object target, String name, Class<?>[] types, Object... arguments) {
    try {
      Method method = target.getClass().getMethod(name, types);
      return method.invoke(target, arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot call " + name + " of " + target.getClass(), e);
    }
  }
}
