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
package io.atomix.mcast.agent.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Table of the processes of this machine, by what they listen on and which files they have open, as
 * Linux tells it in {@code /proc}. It knows nothing of processes of other users, unless it runs as
 * root, and nothing at all on other systems.
 */
public final class ProcessTable {
  private static final String LISTENS = "0A";
  private static final String MAIN = "io.atomix.mcast.agent.Main ";
  private static final int SHOWN = 100;

  private final Path proc;

  /** Reads what is in such a folder, {@code /proc} but for tests. */
  public ProcessTable(Path proc) {
    this.proc = proc;
  }

  /** Returns who listens on a TCP port, in words; nothing if that cannot be found out. */
  Optional<String> listeningOn(int port) {
    Set<String> sockets = new TreeSet<>();
    for (String table : List.of("net/tcp", "net/tcp6")) {
      lines(proc.resolve(table))
          .map(line -> line.strip().split("\\s+"))
          .filter(fields -> fields.length > 9 && fields[3].equals(LISTENS))
          .filter(fields -> fields[1].endsWith(String.format(":%04X", port)))
          .forEach(fields -> sockets.add("socket:[" + fields[9] + "]"));
    }
    return sockets.isEmpty() ? Optional.empty() : processes(sockets::contains);
  }

  /** Returns who has files below a folder open, in words; nothing if nobody is known to. */
  public Optional<String> using(Path folder) {
    try {
      String below = folder.toRealPath() + "/";
      return processes(file -> file.startsWith(below));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Optional<String> processes(Predicate<String> uses) {
    try (Stream<Path> all = Files.list(proc)) {
      String found =
          all.filter(each -> each.getFileName().toString().matches("\\d+"))
              .filter(each -> !isThis(each))
              .filter(each -> openFiles(each).anyMatch(uses))
              .map(each -> words(each.getFileName().toString()))
              .collect(Collectors.joining(", "));
      return found.isEmpty() ? Optional.empty() : Optional.of(found);
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private static boolean isThis(Path process) {
    return process.getFileName().toString().equals("" + ProcessHandle.current().pid());
  }

  /** Mapped files need not be open any more. */
  private static Stream<String> openFiles(Path process) {
    Stream<String> mapped =
        lines(process.resolve("maps"))
            .filter(line -> line.indexOf('/') > 0)
            .map(line -> line.substring(line.indexOf('/')));
    try (Stream<Path> open = Files.list(process.resolve("fd"))) {
      return Stream.concat(open.map(ProcessTable::target).toList().stream(), mapped);
    } catch (IOException | UncheckedIOException e) {
      return mapped;
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }

  /** Reads a file, which may be gone meanwhile, or not be for this user. */
  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  private String words(String pid) {
    String command =
        lines(proc.resolve(pid).resolve("cmdline"))
            .collect(Collectors.joining(" "))
            .replace('\0', ' ')
            .strip();
    int main = command.indexOf(MAIN);
    String shown = main < 0 ? command : "mcast " + command.substring(main + MAIN.length());
    return "process %s (%s)"
        .formatted(pid, shown.length() > SHOWN ? shown.substring(0, SHOWN) + "..." : shown);
  }
}
