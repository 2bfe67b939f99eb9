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
package io.atomix.mcast.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.LongPredicate;

/**
 * Judgement of a node's status: whether all is well, and otherwise what is wrong and what that
 * means.
 *
 * @param grade the judgement
 * @param troubles what is wrong, such as {@code m2 has not been heard for 14 s}
 * @param fragile the groups that one more failure would stop
 * @param stopped the groups of which the leader hears no majority
 */
public record NodeHealth(
    HealthGrade grade, List<String> troubles, List<String> fragile, List<String> stopped) {
  /** Entries by which a replica may lag behind its leader. */
  private static final long BEHIND = 10_000;

  private static final long MEGABYTE = 1 << 20;

  /** Judgements, from good to bad. */
  public enum HealthGrade {
    /** The node serves, and all members of its groups are there. */
    WELL,
    /** The node serves, but something is wrong that should be mended. */
    DEGRADED,
    /** A group of which the node holds a replica cannot be used from there. */
    NOT_SERVING
  }

  /** Judges a status. */
  public static NodeHealth of(NodeStatus status) {
    List<String> troubles = new ArrayList<>();
    status.members().forEach(member -> members(status, member, troubles));
    disk(status, troubles);
    List<String> stopped = groups(status, heard -> heard < 0);
    boolean serves = status.ready() && stopped.isEmpty();
    return new NodeHealth(
        !serves
            ? HealthGrade.NOT_SERVING
            : troubles.isEmpty() ? HealthGrade.WELL : HealthGrade.DEGRADED,
        List.copyOf(troubles),
        groups(status, heard -> heard == 0),
        stopped);
  }

  /**
   * Returns one line for people, such as {@code m1 is ready; m2 has not been heard for 14 s: one
   * more failure stops data-1}.
   *
   * @param begin how it begins, such as {@code m1 is ready}
   */
  public String sentence(String begin) {
    return begin
        + (troubles.isEmpty() ? "" : "; " + String.join(", ", troubles))
        + clause(": no majority is left of ", stopped)
        + clause(stopped.isEmpty() ? ": one more failure stops " : "; one more stops ", fragile);
  }

  private static String clause(String words, List<String> groups) {
    return groups.isEmpty() ? "" : words + String.join(", ", groups);
  }

  private static void members(NodeStatus status, MemberStatus member, List<String> troubles) {
    String id = member.member();
    List<ReplicaStatus> replicas =
        status.groups().stream()
            .flatMap(group -> group.replicas().stream())
            .filter(replica -> replica.member().equals(id))
            .toList();
    long silent =
        replicas.stream()
            .filter(replica -> Objects.equals(replica.heard(), false))
            .mapToLong(ReplicaStatus::silentMillis)
            .max()
            .orElse(-1);
    if (member.sight().equals("NEVER_SEEN")) {
      // A member that is only starting, here or there, is seen after some seconds.
      troubles.add(
          "%s has never been seen in the %s since %s is up"
              .formatted(id, duration(member.sightMillis()), status.node()));
    } else if (silent >= 0) {
      troubles.add(id + " has not been heard for " + duration(silent));
    } else if (!member.isSeen()) {
      troubles.add(
          "the cluster has not seen %s for %s".formatted(id, duration(member.sightMillis())));
    }
    status.groups().stream()
        .flatMap(
            group ->
                group.replicas().stream()
                    .filter(replica -> replica.member().equals(id) && replica.behind() > BEHIND)
                    .map(
                        replica ->
                            "%s is %d entries behind in %s"
                                .formatted(id, replica.behind(), group.group())))
        .forEach(troubles::add);
  }

  private static void disk(NodeStatus status, List<String> troubles) {
    List<DiskStatus> disks =
        status.groups().stream().map(GroupStatus::disk).filter(Objects::nonNull).toList();
    long needed = disks.stream().mapToLong(DiskStatus::neededBytes).sum();
    disks.stream()
        .filter(disk -> disk.freeBytes() < needed)
        .findFirst()
        .ifPresent(
            disk ->
                troubles.add(
                    "%s has %d MB left on the disk of %s, and should have %d"
                        .formatted(
                            status.node(),
                            disk.freeBytes() / MEGABYTE,
                            disk.directory(),
                            needed / MEGABYTE)));
  }

  /**
   * Returns the groups in which replicas are missing and of whose majority so many may be missing,
   * too; below 0 if there is none.
   */
  private static List<String> groups(NodeStatus status, LongPredicate spare) {
    return status.groups().stream()
        .filter(group -> heard(group) < group.replicas().size())
        .filter(group -> spare.test(heard(group) - group.replicas().size() / 2 - 1))
        .map(GroupStatus::group)
        .toList();
  }

  private static long heard(GroupStatus group) {
    return group.replicas().stream().filter(each -> !Objects.equals(each.heard(), false)).count();
  }

  /** Returns a time as people say it: {@code 0.4 s}, {@code 14 s}, {@code 12 min}, {@code 5 h}. */
  public static String duration(long millis) {
    if (millis < 10_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    } else if (millis < 600_000) {
      return millis / 1000 + " s";
    }
    return millis < 36_000_000 ? millis / 60_000 + " min" : millis / 3_600_000 + " h";
  }
}
