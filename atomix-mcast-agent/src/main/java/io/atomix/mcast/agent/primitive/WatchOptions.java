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
package io.atomix.mcast.agent.primitive;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The option of commands that print what happens, and how they wait for it. */
final class WatchOptions {
  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "0",
      description = "End after so many (default: never).")
  private long count;

  /**
   * Prints what comes, one after the other, on this thread.
   *
   * @param begin begins to listen; what it adds is run later, by this thread
   * @param notes is told once it listens
   * @return the exit status, once as many have come as are wanted
   */
  int run(Consumer<BlockingQueue<Runnable>> begin, Notes notes) {
    BlockingQueue<Runnable> changes = new LinkedBlockingQueue<>();
    begin.accept(changes);
    notes.note("watching" + (count > 0 ? "" : "; Ctrl-C ends it"));
    try {
      for (long seen = 0; count <= 0 || seen < count; seen++) {
        changes.take().run();
      }
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("Interrupted while watching");
    }
  }
}
