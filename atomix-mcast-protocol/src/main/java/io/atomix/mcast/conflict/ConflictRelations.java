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
package io.atomix.mcast.conflict;

import io.atomix.mcast.ConflictRelation;
import io.atomix.mcast.Footprint;
import io.atomix.mcast.Invocation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * The {@link ConflictRelation}s of this JVM. For each service interface they are looked for once,
 * by the class loader of this module and by that of the service interface, so that neither depends
 * on which thread asks first.
 */
public final class ConflictRelations {
  private static final String FILE = "META-INF/services/" + ConflictRelation.class.getName();
  private static final ClassValue<ConflictRelation> RELATIONS =
      new ClassValue<>() {
        @Override
        protected ConflictRelation computeValue(Class<?> serviceType) {
          Set<ClassLoader> loaders = new LinkedHashSet<>();
          loaders.add(ConflictRelation.class.getClassLoader());
          loaders.add(serviceType.getClassLoader());
          return find(serviceType, loaders);
        }
      };

  private ConflictRelations() {}

  /**
   * Returns the relation of a service interface, or one by which everything conflicts (but queries
   * not with queries) if there is none. Safe to call from any thread.
   *
   * @throws IllegalStateException if two relations name that service, or one cannot be loaded
   */
  public static ConflictRelation forService(Class<?> serviceType) {
    return RELATIONS.get(Objects.requireNonNull(serviceType, "serviceType"));
  }

  static ConflictRelation find(Class<?> serviceType, Iterable<ClassLoader> loaders) {
    Map<String, ConflictRelation> byProvider = new LinkedHashMap<>();
    for (ClassLoader loader : loaders) {
      for (ServiceLoader.Provider<ConflictRelation> provider : providers(serviceType, loader)) {
        String name = provider.type().getName();
        if (!byProvider.containsKey(name)) {
          ConflictRelation relation = instantiate(serviceType, provider);
          if (serviceType == serviceTypeOf(serviceType, relation)) {
            byProvider.put(name, relation);
          }
        }
      }
    }
    if (byProvider.size() > 1) {
      throw new IllegalStateException(
          "Cannot choose a conflict relation for "
              + serviceType.getName()
              + ": "
              + String.join(" and ", byProvider.keySet())
              + " both name it. Remove all but one from the class path (each is listed in a "
              + FILE
              + ").");
    }
    return byProvider.values().stream()
        .findFirst()
        .orElseGet(() -> new EverythingConflicts(serviceType));
  }

  private static List<ServiceLoader.Provider<ConflictRelation>> providers(
      Class<?> serviceType, ClassLoader loader) {
    try {
      List<ServiceLoader.Provider<ConflictRelation>> providers = new ArrayList<>();
      ServiceLoader.load(ConflictRelation.class, loader).stream().forEach(providers::add);
      return providers;
    } catch (ServiceConfigurationError e) {
      throw failure(serviceType, e.getMessage(), e);
    }
  }

  private static ConflictRelation instantiate(
      Class<?> serviceType, ServiceLoader.Provider<ConflictRelation> provider) {
    try {
      return provider.get();
    } catch (ServiceConfigurationError | LinkageError e) {
      throw failure(serviceType, provider.type().getName() + " could not be created: " + e, e);
    }
  }

  private static Class<?> serviceTypeOf(Class<?> serviceType, ConflictRelation relation) {
    try {
      return Objects.requireNonNull(relation.serviceType(), "it names no service interface");
    } catch (RuntimeException | LinkageError e) {
      throw failure(
          serviceType,
          relation.getClass().getName() + " does not say which service it is for: " + e,
          e);
    }
  }

  private static IllegalStateException failure(
      Class<?> serviceType, String found, Throwable cause) {
    return new IllegalStateException(
        "Cannot look for a conflict relation for "
            + serviceType.getName()
            + ": "
            + found
            + ". Repair it, or remove it from the class path (it is listed in a "
            + FILE
            + ").",
        cause);
  }

  /** The relation of a service that brings none. */
  private record EverythingConflicts(Class<?> serviceType) implements ConflictRelation {
    @Override
    public Footprint footprint(Invocation invocation) {
      return ConflictRelation.everythingConflicts(invocation);
    }
  }
}
