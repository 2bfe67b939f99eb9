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
package io.atomix.mcast.agent.client;

import io.atomix.utils.net.Address;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Result of connecting to the addresses of members, before a client is started.
 *
 * @param attempts one for each address, in their order
 */
record MemberProbe(List<ProbedAddress> attempts) {

  /**
   * One address.
   *
   * @param local the address of this machine from which it was reached; null if it was not
   * @param failure why it was not reached; null if it was
   */
  record ProbedAddress(Address address, InetAddress local, String failure) {
    @Override
    public String toString() {
      return address.host() + ":" + address.port() + (failure == null ? "" : " (" + failure + ")");
    }
  }

  /** Tries all addresses at once, each for no longer than the time. */
  static MemberProbe of(List<Address> addresses, Duration timeout) throws InterruptedException {
    ExecutorService threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "mcast-member-probe");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<ProbedAddress>> running =
          addresses.stream()
              .distinct()
              .map(address -> threads.submit(() -> attempt(address, timeout)))
              .toList();
      List<ProbedAddress> attempts = new ArrayList<>();
      for (Future<ProbedAddress> each : running) {
        attempts.add(each.get());
      }
      return new MemberProbe(attempts);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Cannot try to reach members", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private static ProbedAddress attempt(Address address, Duration timeout) {
    InetSocketAddress remote = new InetSocketAddress(address.host(), address.port());
    if (remote.isUnresolved()) {
      return new ProbedAddress(address, null, "no such host");
    }
    try (Socket socket = new Socket()) {
      socket.connect(remote, (int) timeout.toMillis());
      return new ProbedAddress(address, socket.getLocalAddress(), null);
    } catch (SocketTimeoutException e) {
      return new ProbedAddress(address, null, "no answer in " + timeout.toSeconds() + " s");
    } catch (ConnectException e) {
      return new ProbedAddress(address, null, "nothing listens there");
    } catch (IOException e) {
      return new ProbedAddress(address, null, e.getMessage());
    }
  }

  /** Returns an address of this machine from which a member was reached; null if none was. */
  InetAddress local() {
    return attempts.stream()
        .map(ProbedAddress::local)
        .filter(local -> local != null)
        .findFirst()
        .orElse(null);
  }

  /** Returns the addresses and what came of them, for people. */
  String tried() {
    return attempts.stream().map(ProbedAddress::toString).collect(Collectors.joining(", "));
  }

  /** Returns the addresses that were reached, for people. */
  String reached() {
    return attempts.stream()
        .filter(attempt -> attempt.failure() == null)
        .map(ProbedAddress::toString)
        .collect(Collectors.joining(", "));
  }
}
