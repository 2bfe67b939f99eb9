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

import io.atomix.mcast.time.LocalTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Does to the processes, links and disks what a {@link Fault} says, and undoes it. */
final class Injector {
  private static final Duration STILL = Duration.ofMillis(700);
  private static final Duration MOVING = Duration.ofMillis(100);

  private final Members members;
  private final ClientProcesses clients;
  private final Network network;
  private final Disks disks;
  private final CatchUp catchUp;
  private final Upgrades upgrades;
  private final DamagedNode damagedNode;
  private final RunLog log;

  Injector(
      Members members,
      ClientProcesses clients,
      Software software,
      Network network,
      Disks disks,
      DamagedNode damagedNode,
      RunLog log) {
    this.members = members;
    this.clients = clients;
    this.network = network;
    this.disks = disks;
    this.catchUp = new CatchUp(members, clients, new Logs(disks), log);
    this.damagedNode = damagedNode;
    this.upgrades = new Upgrades(members, software, disks, log);
    this.log = log;
  }

  /**
   * Carries out a fault and heals it. Nodes are started again, but need not be ready yet.
   *
   * @return whether it was what it is meant to be
   */
  boolean run(Fault fault, int round) {
    log.say("fault: %s", fault);
    boolean done = carryOut(fault, round);
    log.say("healed: %s", fault);
    return done;
  }

  private boolean carryOut(Fault fault, int round) {
    int number = fault.first();
    switch (fault.form()) {
      case KILL_NODE -> {
        members.program(number).kill();
        ProcessWait.pause(fault.length());
        members.startIfDead(number);
      }
      case PAUSE_NODE -> {
        Program paused = members.program(number);
        paused.pause();
        ProcessWait.pause(fault.length());
        paused.resume();
      }
      case STOP_NODE -> {
        members.stop(number);
        ProcessWait.pause(fault.length());
        members.startIfDead(number);
      }
      case RESTART_IN_TURN -> restartInTurn();
      case KILL_ALL_NODES -> {
        members.numbers().forEach(each -> members.program(each).kill());
        ProcessWait.pause(fault.length());
        members.numbers().forEach(members::startIfDead);
      }
      case KILL_CLIENT -> {
        clients.program(number).kill();
        ProcessWait.pause(fault.length());
        clients.start(number);
        clients.program(number).tell("begin " + round);
      }
      case CUT_LINK, CUT_ONE_WAY, ISOLATE_NODE -> {
        links(fault).forEach(link -> network.cut(link.from, link.to));
        ProcessWait.pause(fault.length());
        links(fault).forEach(link -> network.heal(link.from, link.to));
      }
      case SLOW_DISK -> slow(fault);
      case FULL_DISK -> {
        disks.fill(number);
        ProcessWait.pause(fault.length());
        disks.free(number);
        // Its replicas no longer work, nor do they say so: what the operator has to do, too.
        members.program(number).kill();
        members.startIfDead(number);
      }
      case CUT_POWER -> cutPower(List.of(number), fault);
      case CUT_ALL_POWER -> cutPower(members.numbers(), fault);
      case DAMAGE_STOPPED_FILE, DAMAGE_KILLED_FILE, AGE_STOPPED_FILE, AGE_KILLED_FILE -> {
        return damagedNode.run(fault);
      }
      case UPGRADE_IN_TURN -> upgrades.upgradeAll(fault.length());
      case DOWNGRADE_NODE -> upgrades.downgrade(List.of(number), fault.length());
      case DOWNGRADE_IN_TURN -> upgrades.downgrade(members.numbers(), fault.length());
      case CATCH_UP -> {
        return catchUp.run(number, round);
      }
    }
    return true;
  }

  /** All stand still first: none hears that another one has died. */
  private void cutPower(List<Integer> nodes, Fault fault) {
    nodes.forEach(node -> members.program(node).pause());
    nodes.forEach(node -> disks.cutPower(node, fault.length().toMillis() + node));
    nodes.forEach(node -> members.program(node).kill());
    nodes.forEach(disks::restorePower);
    ProcessWait.pause(fault.length());
    nodes.forEach(members::startIfDead);
  }

  private void slow(Fault fault) {
    long end = LocalTime.nanos() + fault.length().toNanos();
    while (LocalTime.nanos() < end) {
      disks.freeze(fault.first());
      ProcessWait.pause(STILL);
      disks.thaw(fault.first());
      ProcessWait.pause(MOVING);
    }
  }

  private void restartInTurn() {
    for (int node : members.numbers()) {
      members.stop(node);
      members.startIfDead(node);
      members.awaitAll();
      log.say("m%d is back", node);
    }
  }

  private record FaultyLink(int from, int to) {}

  private List<FaultyLink> links(Fault fault) {
    List<FaultyLink> links = new ArrayList<>();
    for (int other : members.numbers()) {
      boolean concerned = fault.form() == Fault.Form.ISOLATE_NODE || other == fault.second();
      if (other != fault.first() && concerned) {
        links.add(new FaultyLink(fault.first(), other));
        if (fault.form() != Fault.Form.CUT_ONE_WAY) {
          links.add(new FaultyLink(other, fault.first()));
        }
      }
    }
    return links;
  }
}
