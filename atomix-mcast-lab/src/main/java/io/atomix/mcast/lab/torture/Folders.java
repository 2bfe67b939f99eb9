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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Folders on whatever disk there is. They can be neither slow nor full. */
final class Folders implements Disks {
  private final Path folder;

  /** Folders below {@code folder}. */
  Folders(Path folder) {
    this.folder = folder;
  }

  @Override
  public String description() {
    return "folders, neither slow nor full: that needs root, loop devices, mkfs.ext4 and fsfreeze";
  }

  @Override
  public boolean canFail() {
    return false;
  }

  @Override
  public Path folder(int node) {
    try {
      return Files.createDirectories(folder.resolve("m" + node));
    } catch (IOException e) {
      throw new CommandException("Cannot make the folder of m" + node, e);
    }
  }

  @Override
  public void freeze(int node) {
    throw new UnsupportedOperationException("No disk of its own: m" + node);
  }

  @Override
  public void thaw(int node) {
    throw new UnsupportedOperationException("No disk of its own: m" + node);
  }

  @Override
  public void fill(int node) {
    throw new UnsupportedOperationException("No disk of its own: m" + node);
  }

  @Override
  public void free(int node) {
    throw new UnsupportedOperationException("No disk of its own: m" + node);
  }

  @Override
  public boolean canLosePower() {
    return false;
  }

  @Override
  public List<String> prefix(int node) {
    return List.of();
  }

  @Override
  public void cutPower(int node, long seed) {
    throw new UnsupportedOperationException("No disk of its own: m" + node);
  }

  @Override
  public void restorePower(int node) {
    throw new UnsupportedOperationException("No disk of its own: m" + node);
  }

  @Override
  public void close() {}
}
