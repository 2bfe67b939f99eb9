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
package io.atomix.mcast.integration;

import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link TestCluster} that lives as long as the JVM runs tests, one for each
 * subclass, and {@link Primitives} that live as long as the test. Starting a cluster takes seconds,
 * so tests that can share one do.
 *
 * <p>The scope is the launcher's session: a JVM that is handed one class after the other has a root
 * context for each.
 */
public abstract class ClusterOfRun implements ParameterResolver {
  private final Namespace namespace = Namespace.create(getClass());

  /** Starts the cluster. */
  protected abstract TestCluster start();

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == TestCluster.class || type == Primitives.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    TestCluster cluster =
        context
            .getStore(StoreScope.LAUNCHER_SESSION, namespace)
            .getOrComputeIfAbsent(Running.class, key -> new Running(start()), Running.class)
            .cluster;
    if (parameter.getParameter().getType() == TestCluster.class) {
      return cluster;
    }
    return context
        .getStore(namespace)
        .getOrComputeIfAbsent(
            Opened.class, key -> new Opened(new Primitives(cluster)), Opened.class)
        .primitives;
  }

  private record Running(TestCluster cluster) implements AutoCloseable {
    @Override
    public void close() {
      cluster.close();
    }
  }

  private record Opened(Primitives primitives) implements AutoCloseable {
    @Override
    public void close() {
      primitives.delete();
    }
  }
}
