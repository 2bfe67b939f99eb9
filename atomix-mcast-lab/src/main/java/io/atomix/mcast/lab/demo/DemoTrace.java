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
package io.atomix.mcast.lab.demo;

import io.atomix.core.Atomix;
import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.trace.Merge;
import io.atomix.mcast.observe.Sampling;
import io.atomix.mcast.trace.GenericMulticastTracing;
import io.atomix.mcast.trace.Trace;
import io.atomix.mcast.trace.TraceJson;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Keeps what happened to messages in the last moments of each program of a demo. */
final class DemoTrace implements AutoCloseable {
  /** Number of events of each group that are kept: of each program, some hundreds of messages. */
  private static final int EVENTS = 1500;

  private final List<GenericMulticastTracing> nodes;
  private final List<Trace> taken = new ArrayList<>();

  private DemoTrace(List<GenericMulticastTracing> nodes) {
    this.nodes = nodes;
  }

  /** Begins to trace all messages on these nodes. */
  static DemoTrace start(List<Atomix> nodes) {
    return new DemoTrace(
        nodes.stream()
            .map(
                node ->
                    new GenericMulticastTracing(
                            node.getMembershipService().getLocalMember().id().id(),
                            node.getPartitionService(),
                            Sampling.ALL,
                            EVENTS)
                        .start())
            .toList());
  }

  /** A program has ended. */
  void take() {
    nodes.forEach(node -> taken.add(node.trace()));
  }

  /** Writes what was taken. */
  void write(File file) {
    try {
      Files.writeString(file.toPath(), TraceJson.write(Merge.ofOneClock(taken)));
    } catch (IOException e) {
      throw new CommandException("Cannot write the trace to " + file, e);
    }
  }

  @Override
  public void close() {
    nodes.forEach(GenericMulticastTracing::close);
  }
}
