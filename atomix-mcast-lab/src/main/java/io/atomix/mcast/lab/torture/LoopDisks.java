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

import io.atomix.mcast.agent.CommandException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A small ext4 file system for each node, in a file that is mounted as a loop device; the file
 * stays when it is closed. One is full when another file has taken all that was free, and stands
 * still while it is frozen, as for a backup. Needs root, loop devices, mkfs.ext4 and fsfreeze.
 * Thread-safe.
 */
final class LoopDisks implements Disks {
  private static final long BYTES = 128L << 20;
  private static final Duration UNMOUNT = Duration.ofSeconds(10);
  private static final String BALLAST = "ballast";

  private final Path folder;
  private final Map<Integer, Path> mounted = new TreeMap<>();
  private final Set<Integer> frozen = new TreeSet<>();

  /** Makes and mounts them below {@code folder}. */
  LoopDisks(Path folder, int nodes) {
    this.folder = folder;
    try {
      for (int node = 1; node <= nodes; node++) {
        mount(node);
      }
    } catch (CommandException e) {
      close();
      throw e;
    }
  }

  /** Returns whether this machine lets us do that; makes {@code folder} to find out. */
  static boolean isPossible(Path folder) {
    try (LoopDisks probe = new LoopDisks(folder, 1)) {
      probe.freeze(1);
      probe.thaw(1);
      return true;
    } catch (CommandException e) {
      return false;
    }
  }

  private void mount(int node) {
    Path image = folder.resolve("m" + node + ".img");
    Path point = folder.resolve("m" + node);
    try {
      Files.createDirectories(point);
      try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
        file.setLength(BYTES);
      }
      Shell.run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString());
      Shell.run("mount", "-o", "loop", image.toString(), point.toString());
      mounted.put(node, point);
      Files.createDirectory(folder(node));
    } catch (IOException e) {
      throw new CommandException("Cannot make a disk for m" + node + " in " + folder, e);
    }
  }

  @Override
  public String description() {
    return "ext4 in files of "
        + (BYTES >> 20)
        + " MB, mounted as loop devices, frozen with fsfreeze";
  }

  @Override
  public boolean canFail() {
    return true;
  }

  @Override
  public Path folder(int node) {
    return folder.resolve("m" + node).resolve("node");
  }

  @Override
  public synchronized void freeze(int node) {
    frozen.add(node);
    Shell.run("fsfreeze", "--freeze", mounted.get(node).toString());
  }

  @Override
  public synchronized void thaw(int node) {
    if (frozen.remove(node)) {
      Shell.run("fsfreeze", "--unfreeze", mounted.get(node).toString());
    }
  }

  @Override
  public void fill(int node) {
    for (int size = 1 << 20; size > 0; size >>= 4) {
      try (OutputStream out =
          Files.newOutputStream(
              ballast(node), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        byte[] bytes = new byte[size];
        while (Files.exists(ballast(node))) {
          out.write(bytes);
        }
      } catch (IOException e) {
        // No space left; smaller pieces may fit.
      }
    }
  }

  @Override
  public void free(int node) {
    try {
      Files.deleteIfExists(ballast(node));
    } catch (IOException e) {
      throw new CommandException("Cannot make room on the disk of m" + node, e);
    }
  }

  private Path ballast(int node) {
    return folder.resolve("m" + node).resolve(BALLAST);
  }

  @Override
  public synchronized void close() {
    mounted.forEach(
        (node, point) -> {
          if (frozen.remove(node)) {
            Shell.succeeds("fsfreeze", "--unfreeze", point.toString());
          }
          if (!ProcessWait.until(UNMOUNT, () -> Shell.succeeds("umount", point.toString()))) {
            System.err.println("mcast: cannot unmount " + point + ": do so by hand");
          }
        });
    mounted.clear();
  }
}
