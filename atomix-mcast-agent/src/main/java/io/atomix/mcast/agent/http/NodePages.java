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
package io.atomix.mcast.agent.http;

import io.atomix.core.Atomix;
import io.atomix.mcast.agent.http.AgentHttp.Page;
import io.atomix.mcast.agent.http.AgentHttp.PageSource;
import io.atomix.mcast.metrics.GenericMulticastMetrics;
import io.atomix.mcast.observe.Sampling;
import io.atomix.mcast.status.NodeStatus;
import io.atomix.mcast.status.Readiness;
import io.atomix.mcast.trace.GenericMulticastTracing;
import io.atomix.mcast.trace.TraceJson;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The pages of one node. */
public final class NodePages {
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;
  private static final String JSON = "application/json";
  private static final int PATIENCE_SECONDS = 8;
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final Atomix node;
  private final Map<String, String> settings;
  private final Supplier<List<String>> logged;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final GenericMulticastMetrics metrics;
  private final GenericMulticastTracing tracing;
  private volatile NodeState state = NodeState.STARTING;

  private enum NodeState {
    STARTING,
    RUNNING,
    STOPPING
  }

  /** Makes pages that show nothing of the log. */
  public NodePages(Atomix node, Sampling sampling, Map<String, String> settings) {
    this(node, sampling, settings, List::of);
  }

  /**
   * Makes the pages of a node that has not been started.
   *
   * @param sampling which messages to trace, or null for none and no page of them
   * @param settings options that must be the same on all nodes, by their keys
   * @param logged tells which messages of the log to show
   */
  public NodePages(
      Atomix node, Sampling sampling, Map<String, String> settings, Supplier<List<String>> logged) {
    this.node = node;
    this.logged = logged;
    this.settings = Map.copyOf(settings);
    this.tracing =
        sampling == null
            ? null
            : new GenericMulticastTracing(name(), node.getPartitionService(), sampling);
    NodeStatus.watch(
        node.getPartitionService(), node.getCommunicationService(), node.getMembershipService());
    new UptimeMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    this.metrics = new GenericMulticastMetrics(node.getPartitionService());
    metrics.bindTo(registry);
  }

  /** The node has started. */
  public void started() {
    // It may have learned of groups that its configuration does not have.
    metrics.bindTo(registry);
    if (tracing != null) {
      // The entries that a replica catches up with at its start are older, and have other times.
      tracing.start();
    }
    state = NodeState.RUNNING;
  }

  /** The node is about to stop. */
  public void stopping() {
    state = NodeState.STOPPING;
  }

  /** Returns the pages by their paths. */
  public Map<String, PageSource> byPath() {
    Map<String, PageSource> pages = new TreeMap<>();
    pages.put("/health/live", () -> AgentHttp.ok("live\n"));
    pages.put("/health/ready", this::ready);
    pages.put("/metrics", () -> new Page(OK, PROMETHEUS, registry.scrape()));
    pages.put("/status", this::status);
    if (tracing != null) {
      pages.put("/trace", () -> new Page(OK, JSON, TraceJson.write(tracing.trace())));
    }
    return pages;
  }

  private Page ready() {
    if (state != NodeState.RUNNING) {
      return Page.text(UNAVAILABLE, "not ready\nthe node is " + text() + "\n");
    }
    List<String> problems = await(Readiness.problems(node.getPartitionService()));
    return problems.isEmpty()
        ? AgentHttp.ok("ready\n")
        : Page.text(UNAVAILABLE, "not ready\n" + String.join("\n", problems) + "\n");
  }

  private String text() {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private Page status() {
    String name = name();
    NodeStatus found = await(NodeStatus.of(name, node.getPartitionService()));
    return new Page(
        OK,
        JSON,
        StatusJson.write(
            new NodeStatus(
                name,
                found.ready() && state == NodeState.RUNNING,
                found.info().with(text(), settings, logged.get()),
                found.members(),
                found.groups())));
  }

  private String name() {
    return node.getMembershipService().getLocalMember().id().id();
  }

  private static <T> T await(Future<T> answer) {
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The agent stops", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "no answer of the node's groups within " + PATIENCE_SECONDS + " s", e);
    }
  }
}
