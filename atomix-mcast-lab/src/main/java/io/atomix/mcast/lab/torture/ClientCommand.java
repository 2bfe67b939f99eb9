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
package io.atomix.mcast.lab.torture;

import io.atomix.core.Atomix;
import io.atomix.mcast.agent.NodeFactory;
import io.atomix.mcast.lab.cluster.ReadRounds;
import io.atomix.mcast.observe.Sampling;
import io.atomix.mcast.trace.GenericMulticastTracing;
import io.atomix.mcast.trace.TraceJson;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A client process of the torture. It obeys lines of its input, and answers each with one line that
 * begins with {@code done} or {@code failed} and the line itself:
 *
 * <pre>
 * begin ROUND         open the round's primitives and work on them
 * end ROUND           stop that
 * drain ROUND         listen until all is heard that there is of the round, and no more
 * read ROUND TAG      read all that there is of a round
 * fill ROUND          write so much that logs get new segments
 * delete ROUND        delete the round's primitives
 * </pre>
 *
 * <p>It ends with its input. Histories are in {@code rounds/ROUND} of its folder.
 */
@Command(name = "torture-client", hidden = true)
public final class ClientCommand implements Callable<Integer> {
  @Option(names = "--config", required = true)
  private File config;

  @Option(names = "--name", required = true)
  private String name;

  @Option(names = "--folder", required = true)
  private Path folder;

  @Option(names = "--seed", required = true)
  private long seed;

  @Option(names = "--rate", required = true)
  private double rate;

  @Option(names = "--trace")
  private boolean trace;

  private final Map<Integer, Objects> opened = new HashMap<>();
  private final Map<Integer, ClientLoad> loads = new HashMap<>();
  private final Map<Integer, RoundEvents> events = new HashMap<>();
  private Atomix node;

  /** Null if nothing is traced. */
  private GenericMulticastTracing tracing;

  @Override
  public Integer call() throws IOException {
    node = NodeFactory.startFromFile(config);
    if (new SplittableRandom(seed).nextBoolean()) {
      ReadRounds.always(node);
    }
    if (trace) {
      tracing = new GenericMulticastTracing(name, node.getPartitionService(), Sampling.ALL).start();
    }
    System.out.println("ready");
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      try {
        obey(line.split(" "));
        System.out.println("done " + line);
      } catch (RuntimeException e) {
        System.out.println("failed " + line + ": " + e);
        e.printStackTrace(System.out);
      }
    }
    return 0;
  }

  private void obey(String[] words) {
    int round = Integer.parseInt(words[1]);
    switch (words[0]) {
      case "begin" -> begin(round);
      case "end" -> {
        ClientLoad load = loads.remove(round);
        if (load != null) {
          load.end();
        }
        if (tracing != null) {
          keepTrace(round);
        }
      }
      case "drain" -> {
        if (!events.containsKey(round)) {
          listen(round);
        }
        events.get(round).drain();
      }
      case "read" -> {
        try (Journal journal = journal(round, words[2])) {
          new LastReads(name + "/" + words[2], round, objects(round), journal).run();
        }
      }
      case "fill" -> objects(round).fill();
      case "delete" -> {
        objects(round).delete();
        opened.remove(round);
      }
      default -> throw unknown(words[0]);
    }
  }

  /**
   * Returns the exception for an order that a client does not know; earlier builds had the same.
   */
  static IllegalArgumentException unknown(String order) {
    return new IllegalArgumentException("There is no " + order);
  }

  private void keepTrace(int round) {
    Path traces = RoundTraces.in(folderOf(round));
    try {
      Files.createDirectories(traces);
      Files.writeString(traces.resolve(name + ".json"), TraceJson.write(tracing.trace()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the trace of " + name + " to " + traces, e);
    }
  }

  private void listen(int round) {
    RoundEvents listening = new RoundEvents(name, objects(round), folderOf(round));
    events.put(round, listening);
    listening.begin();
  }

  private void begin(int round) {
    listen(round);
    ClientLoad load =
        new ClientLoad(
            name,
            round,
            objects(round),
            journal(round, "load"),
            new EventLog<>(folderOf(round).resolve("sent-" + name + ".events"), ChannelLine.class),
            new EventLog<>(
                folderOf(round).resolve("called-" + name + ".events"), ElectionCall.class),
            rate);
    loads.put(round, load);
    load.start(new SplittableRandom(seed + round));
  }

  private Objects objects(int round) {
    return opened.computeIfAbsent(round, number -> new Objects(node, number));
  }

  private Journal journal(int round, String tag) {
    return new Journal(folderOf(round).resolve(tag + "-" + name + ".journal"));
  }

  private Path folderOf(int round) {
    return folder.resolve("rounds").resolve(String.valueOf(round));
  }
}
