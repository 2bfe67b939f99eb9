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
package io.atomix.mcast.cli.torture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Does to the processes, links and disks what a {@link Fault} says, and undoes it. */
final class Injector {
  private final Members members;
  private final Clients clients;
  private final Network network;
  private final Disks disks;
  private final Trace trace;

  Injector(Members members, Clients clients, Network network, Disks disks, Trace trace) {
    this.members = members;
    this.clients = clients;
    this.network = network;
    this.disks = disks;
    this.trace = trace;
  }

  /** Begins a fault. Those that have no length of their own also end. */
  void inject(Fault fault) {
    trace.say("fault: %s", fault);
    int node = fault.first();
    switch (fault.form()) {
      case KILL_NODE -> members.program(node).kill();
      case PAUSE_NODE -> members.program(node).pause();
      case STOP_NODE -> stop(node);
      case KILL_ALL_NODES -> members.numbers().forEach(each -> members.program(each).kill());
      case RESTART_IN_TURN -> restartInTurn();
      case KILL_CLIENT -> clients.program(fault.first()).kill();
      case CUT_LINK, CUT_ONE_WAY, ISOLATE_NODE ->
          links(fault).forEach(link -> network.cut(link.from, link.to));
      case SLOW_DISK -> throw new UnsupportedOperationException();
      case FULL_DISK -> disks.fill(node);
      case CATCH_UP -> throw new UnsupportedOperationException();
    }
  }

  /** Ends a fault. Nodes that died are started by whoever waits for all to be well. */
  void heal(Fault fault, int round) {
    int node = fault.first();
    switch (fault.form()) {
      case KILL_NODE, STOP_NODE -> start(node);
      case PAUSE_NODE -> members.program(node).resume();
      case KILL_ALL_NODES -> members.numbers().forEach(this::start);
      case KILL_CLIENT -> {
        clients.start(fault.first());
        clients.program(fault.first()).tell("begin " + round);
      }
      case CUT_LINK, CUT_ONE_WAY, ISOLATE_NODE ->
          links(fault).forEach(link -> network.heal(link.from, link.to));
      case SLOW_DISK -> disks.thaw(node);
      case FULL_DISK -> disks.free(node);
      case CATCH_UP, RESTART_IN_TURN -> {}
    }
    trace.say("healed: %s", fault);
  }

  private void start(int node) {
    if (!members.program(node).isAlive()) {
      members.start(node);
    }
  }

  private void stop(int node) {
    if (!members.program(node).stop()) {
      trace.say("m%d did not stop within 20 s of SIGTERM, killed", node);
    }
  }

  private void restartInTurn() {
    for (int node : members.numbers()) {
      stop(node);
      members.start(node);
      members.awaitAll();
      trace.say("m%d is back", node);
    }
  }

  private record Link(int from, int to) {}

  private List<Link> links(Fault fault) {
    List<Link> links = new ArrayList<>();
    for (int other : members.numbers()) {
      if (other != fault.first()) {
        boolean all = fault.form() == Fault.Form.ISOLATE_NODE;
        if (all || other == fault.second()) {
          links.add(new Link(fault.first(), other));
          if (fault.form() != Fault.Form.CUT_ONE_WAY) {
            links.add(new Link(other, fault.first()));
          }
        }
      }
    }
    return links;
  }
}
