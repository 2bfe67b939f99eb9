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

import com.google.common.base.Throwables;
import io.atomix.core.Atomix;
import io.atomix.primitive.PrimitiveBuilder;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.SyncPrimitive;
import io.atomix.primitive.protocol.ProxyCompatibleBuilder;
import io.atomix.primitive.protocol.ProxyProtocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Opens primitives for one test and closes them when it ends. Names are made unique to the test, so
 * that tests can share a cluster; within one test the same name means the same primitive, on
 * whatever node it is opened.
 */
public final class Primitives implements AutoCloseable {

  private static final AtomicInteger TESTS = new AtomicInteger();

  private final TestCluster cluster;
  private final String suffix = "-" + TESTS.incrementAndGet();
  private final List<SyncPrimitive> opened = new ArrayList<>();

  /** Opens primitives on nodes of {@code cluster}, in its data group. */
  public Primitives(TestCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Opens a primitive on the member of this number, with a session of its own.
   *
   * @param builder the method of {@link Atomix} that gives the builder, as in {@code
   *     Atomix::atomicCounterBuilder}
   */
  public <P extends SyncPrimitive, B extends PrimitiveBuilder<B, ?, P> & ProxyCompatibleBuilder<B>>
      P open(int member, String name, BiFunction<Atomix, String, B> builder) {
    return open(cluster.node(member), name, builder);
  }

  /** As {@link #open(int, String, BiFunction)}, on any node. */
  public <P extends SyncPrimitive, B extends PrimitiveBuilder<B, ?, P> & ProxyCompatibleBuilder<B>>
      P open(Atomix node, String name, BiFunction<Atomix, String, B> builder) {
    return open(node, name, builder, cluster.protocol());
  }

  /** As {@link #open(int, String, BiFunction)}, on any node and protocol. */
  public <P extends SyncPrimitive, B extends PrimitiveBuilder<B, ?, P> & ProxyCompatibleBuilder<B>>
      P open(Atomix node, String name, BiFunction<Atomix, String, B> builder, ProxyProtocol on) {
    ProxyCompatibleBuilder<B> configured = builder.apply(node, name(name));
    P primitive = Await.result("opening of " + name, configured.withProtocol(on).buildAsync());
    opened.add(primitive);
    return patient(primitive);
  }

  /** The same primitive: its calls wait longer than Atomix's 5 s, as a busy machine may need. */
  @SuppressWarnings("unchecked")
  private static <P extends SyncPrimitive> P patient(P primitive) {
    return (P) primitive.async().sync(Await.LIMIT);
  }

  /** The name under which this test's primitive is known in the cluster. */
  public String name(String name) {
    return name + suffix;
  }

  /** Closes what was opened so far; more may be opened afterwards, under the same names. */
  @Override
  public void close() {
    List<SyncPrimitive> closing = List.copyOf(opened);
    opened.clear();
    closing.forEach(each -> end(each, SyncPrimitive::close));
  }

  /**
   * Closes what was opened so far, and deletes what it was, so that a cluster that tests share does
   * not keep what all of them have written. What cannot be deleted through the instance that was
   * opened first, because it is closed or read-only, stays.
   */
  public void delete() {
    Map<String, SyncPrimitive> first = new LinkedHashMap<>();
    opened.forEach(each -> first.putIfAbsent(each.name(), each));
    opened.removeAll(first.values());
    close();
    first.values().forEach(each -> end(each, SyncPrimitive::delete));
  }

  private static void end(SyncPrimitive primitive, Consumer<SyncPrimitive> how) {
    try {
      how.accept(patient(primitive));
    } catch (RuntimeException e) {
      if (Throwables.getCausalChain(e).stream().noneMatch(Primitives::mayBe)) {
        throw e;
      }
    }
  }

  /** Returns whether a test closed the instance before, or has opened it to read only. */
  private static boolean mayBe(Throwable cause) {
    return cause instanceof PrimitiveException.ClosedSession
        || cause instanceof UnsupportedOperationException;
  }
}
