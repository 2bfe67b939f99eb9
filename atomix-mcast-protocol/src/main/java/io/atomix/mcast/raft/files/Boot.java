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
package io.atomix.mcast.raft.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Start of this machine's kernel. What was written and not forced survives the end of a process,
 * but not that of the kernel: then some of it may be on the disk, and some that was written before
 * not.
 */
final class Boot {
  /** The name of a boot that is not known. */
  static final String UNKNOWN = "";

  private static final Path ID = Path.of("/proc/sys/kernel/random/boot_id");

  private Boot() {}

  /** Returns the name of this boot, {@link #UNKNOWN} where the system tells none. */
  static String current() {
    try {
      return new String(Files.readAllBytes(ID), StandardCharsets.US_ASCII).strip();
    } catch (IOException | SecurityException e) {
      return UNKNOWN;
    }
  }

  /** Returns whether the machine has been on since then, as far as is known. */
  static boolean isCurrent(String boot) {
    return !boot.equals(UNKNOWN) && boot.equals(current());
  }
}
