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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A small ext4 file system for each node, in a file that is mounted as a loop device; the file
 * stays when it is closed. One is full when another file has taken all that was free, and stands
 * still while it is frozen, as for a backup; it loses its power when it is shut down without
 * writing anything more. Needs root, loop devices, mkfs.ext4 and fsfreeze, and perl for the power.
 * Thread-safe.
 */
final class LoopDisks implements Disks {
  private static final long BYTES = 128L << 20;
  private static final Duration UNMOUNT = Duration.ofSeconds(10);
  private static final String BALLAST = "ballast";
  private static final String ANCHOR = "anchor";

  private final Path folder;
  private final Map<Integer, Path> mounted = new TreeMap<>();
  private final Set<Integer> frozen = new TreeSet<>();
  private final boolean losesPower;
  private boolean shared;

  /** Makes and mounts them below {@code folder}. */
  LoopDisks(Path folder, int nodes) {
    this.folder = folder;
    try {
      share();
      for (int node = 1; node <= nodes; node++) {
        mount(node);
      }
      losesPower = tryPower(1);
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

  @Override
  public boolean canLosePower() {
    return losesPower;
  }

  /** Returns whether the power of a disk that is not used yet can be cut, and be given back. */
  private boolean tryPower(int node) {
    try {
      Shell.run(prefixed(node, "true"));
      cutPower(node, 0);
    } catch (CommandException e) {
      return false;
    }
    restorePower(node);
    return true;
  }

  private List<String> prefixed(int node, String command) {
    return Stream.concat(bootPrefix(node).stream(), Stream.of(command)).toList();
  }

  @Override
  public List<String> prefix(int node) {
    return losesPower ? bootPrefix(node) : List.of();
  }

  /** A node asks the kernel whether the machine has lost its power since it wrote its files. */
  private List<String> bootPrefix(int node) {
    return List.of(
        "unshare",
        "--mount",
        "--propagation",
        "slave",
        "sh",
        "-c",
        "mount --bind \"$0\" /proc/sys/kernel/random/boot_id && exec \"$@\"",
        boot(node).toString());
  }

  @Override
  public synchronized void cutPower(int node, long seed) {
    thaw(node);
    PowerLoss.writeSome(folder(node), new SplittableRandom(seed));
    PowerLoss.shutDown(anchor(node));
  }

  @Override
  public synchronized void restorePower(int node) {
    Path point = folder.resolve("m" + node);
    if (mounted.containsKey(node)) {
      unmount(point);
      mounted.remove(node);
    }
    Shell.run("mount", "-o", "loop", image(node).toString(), point.toString());
    mounted.put(node, point);
    try {
      Files.writeString(boot(node), UUID.randomUUID() + "\n");
    } catch (IOException e) {
      throw new CommandException("Cannot write " + boot(node), e);
    }
  }

  private Path image(int node) {
    return folder.resolve("m" + node + ".img");
  }

  private Path boot(int node) {
    return folder.resolve("m" + node + ".boot");
  }

  /** A file that is always there. */
  private Path anchor(int node) {
    return folder.resolve("m" + node).resolve(ANCHOR);
  }

  /**
   * Shares with all namespaces of mounts what is mounted below the folder, and unmounted: those of
   * running processes would hold a file system that has lost its power.
   */
  private void share() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new CommandException("Cannot make " + folder, e);
    }
    Shell.run("mount", "--bind", folder.toString(), folder.toString());
    shared = true;
    Shell.run("mount", "--make-shared", folder.toString());
  }

  private void mount(int node) {
    Path image = image(node);
    try {
      Files.createDirectories(folder.resolve("m" + node));
      try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
        file.setLength(BYTES);
      }
      Shell.run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString());
      restorePower(node);
      Files.createDirectory(folder(node));
      Files.createFile(anchor(node));
      Shell.run("sync", "--file-system", anchor(node).toString());
    } catch (IOException e) {
      throw new CommandException("Cannot make a disk for m" + node + " in " + folder, e);
    }
  }

  @Override
  public String description() {
    return "ext4 in files of "
        + (BYTES >> 20)
        + " MB, mounted as loop devices, frozen with fsfreeze"
        + (losesPower ? ", and shut down" : "");
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

  private static void unmount(Path point) {
    if (!ProcessWait.until(UNMOUNT, () -> Shell.succeeds("umount", point.toString()))) {
      throw new CommandException("Cannot unmount " + point + ": do so by hand");
    }
  }

  @Override
  public synchronized void close() {
    mounted.forEach(
        (node, point) -> {
          if (frozen.remove(node)) {
            Shell.succeeds("fsfreeze", "--unfreeze", point.toString());
          }
          try {
            unmount(point);
          } catch (CommandException e) {
            System.err.println("mcast: " + e.getMessage());
          }
        });
    mounted.clear();
    if (shared && !ProcessWait.until(UNMOUNT, () -> Shell.succeeds("umount", folder.toString()))) {
      System.err.println("mcast: cannot unmount " + folder + ": do so by hand");
    }
    shared = false;
  }
}
