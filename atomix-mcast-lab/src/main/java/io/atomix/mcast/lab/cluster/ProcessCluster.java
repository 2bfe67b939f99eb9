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
package io.atomix.mcast.lab.cluster;

import io.atomix.core.Atomix;
import io.atomix.mcast.testing.FreePorts;
import io.atomix.mcast.testing.JvmFlags;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Three nodes, each a process of its own, and clients in this JVM. */
public final class ProcessCluster implements Cluster {
  private static final long STOP_SECONDS = 20;

  private final NodeFiles files;
  private final List<Process> members = new ArrayList<>();
  private final List<Atomix> clients = new ArrayList<>();

  private ProcessCluster(NodeFiles files) {
    this.files = files;
  }

  /**
   * Starts the nodes, with the Java and the class path of this JVM, and waits until all are ready.
   *
   * @param file the configuration of each node, with variables that conf/bench.conf explains
   * @param variables more variables of that file
   * @throws ClusterException if the file is wrong or the nodes do not start
   */
  public static ProcessCluster start(File file, Map<String, Object> variables) {
    ProcessCluster cluster = new ProcessCluster(new NodeFiles(file, variables));
    try {
      for (int number = 1; number <= NodeFiles.MEMBERS; number++) {
        cluster.members.add(process(cluster.files.member(number)));
      }
      for (Process member : cluster.members) {
        awaitReady(member);
      }
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private static Process process(File file) {
    String java = ProcessHandle.current().info().command().orElse("java");
    List<String> command = new ArrayList<>();
    command.add(java);
    command.addAll(JvmFlags.ofThisJava());
    // The collector and the compilers of this JVM.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("-XX:"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(NodeProcess.class.getName(), file.getPath()));
    try {
      return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException e) {
      throw new ClusterException("Cannot start " + java + " for a node of " + file, e);
    }
  }

  private static void awaitReady(Process member) {
    // Left open: the process ends when its input does, which is when this JVM ends at the latest.
    BufferedReader output = member.inputReader(StandardCharsets.UTF_8);
    try {
      String line = output.readLine();
      if (!NodeProcess.READY.equals(line)) {
        throw new ClusterException("A node's process did not get ready, but said: " + line);
      }
    } catch (IOException e) {
      throw new ClusterException("Cannot read what a node's process says", e);
    }
  }

  @Override
  public Atomix addClient() throws InterruptedException {
    Atomix client =
        LocalNodes.fromFile(files.client(clients.size() + 1, FreePorts.find(1).get(0)), null);
    clients.add(client);
    LocalNodes.start(List.of(client));
    return client;
  }

  @Override
  public long processorNanos() {
    return ProcessorTime.ofThisJvm()
        + memberProcessorNanos().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Returns the processor time that each node has taken so far, in nanoseconds, m1 first. Linux
   * counts it in hundredths of a second.
   */
  public List<Long> memberProcessorNanos() {
    return members.stream()
        .map(member -> member.info().totalCpuDuration().map(Duration::toNanos).orElse(0L))
        .toList();
  }

  /**
   * Kills a node's process as {@code kill -9} does: it can neither say goodbye nor write anything.
   *
   * @param number which node, from 1
   */
  public void kill(int number) {
    members.get(number - 1).destroyForcibly();
  }

  /** Returns the nodes' process ids, m1 first. */
  public List<Long> pids() {
    return members.stream().map(Process::pid).toList();
  }

  /**
   * Lets processes run on some cores only, with the command taskset of Linux.
   *
   * @param pids the processes, nodes of this cluster or this JVM
   * @param cores the cores as the command names them, from 0, as in {@code 0,1}
   * @return whether that could be done
   */
  public static boolean limit(List<Long> pids, String cores) throws InterruptedException {
    for (long pid : pids) {
      try {
        Process taskset =
            new ProcessBuilder("taskset", "-apc", cores, Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (taskset.waitFor() != 0) {
          return false;
        }
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    try {
      LocalNodes.stop(clients);
      for (Process member : members) {
        member.getOutputStream().close();
      }
      for (Process member : members) {
        if (!member.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
          member.destroyForcibly();
        }
      }
    } catch (IOException e) {
      throw new ClusterException("Cannot stop the nodes' processes", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      members.forEach(Process::destroyForcibly);
      files.close();
    }
  }
}
