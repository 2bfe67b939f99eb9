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
package io.atomix.mcast.partition;

import io.atomix.storage.StorageLevel;
import io.atomix.utils.memory.MemorySize;
import java.util.List;

/**
 * The {@code storage} options of a {@link GenericMulticastPartitionGroup}: where and how its logs
 * are kept.
 *
 * <p>The level is mapped unless set: one operation at a time is up to twice as fast as with disk,
 * which reads twice the largest entry's size for every entry. Disk is faster where many operations
 * gather, and its slowest answers are faster.
 *
 * <p>Atomix forces a file of the log when it is full, and reads all of it again for each reader
 * that leaves it, while nothing is answered; so files are small unless set. It keeps buffers of
 * twice the largest entry's size on the heap for each reader of each file until the file is
 * compacted away, three readers where the replica leads: small files want small entries. With files
 * of 32 MB and entries of 1 MB, Atomix's own defaults, the slowest hundredth of 4 KB puts took up
 * to three times as long where 1024 were under way.
 */
public class GroupStorageConfig {
  /**
   * Room for what surrounds a batch of operations in the log: term, time, session, sequence number,
   * the file's header.
   */
  private static final int ENTRY_OVERHEAD = 1024;

  private static final long DEFAULT_MAX_ENTRY_SIZE_MAPPED = 256L * 1024;
  private static final long DEFAULT_MAX_ENTRY_SIZE_OF_FILES = 128L * 1024;
  private static final String DEFAULT_DATA_PREFIX = ".data";
  private static final int SMALLEST_MAX_ENTRY_SIZE = 4 * ENTRY_OVERHEAD;

  /** Keys that {@link #set} takes. */
  static final List<String> KEYS =
      List.of("directory", "flushOnCommit", "level", "maxEntrySize", "segmentSize");

  private String level = OptionChecks.text(StorageLevel.MAPPED);
  private String directory;
  private long segmentSize = 8L * 1024 * 1024;
  private Long maxEntrySize;
  private boolean flushOnCommit = true;

  /** Not sent to other nodes. */
  private final transient OptionValues values = new OptionValues();

  /**
   * Returns how the log reaches its files.
   *
   * @throws io.atomix.utils.config.ConfigurationException if the level that was set is unknown
   */
  public StorageLevel getLevel() {
    return new OptionChecks("storage").constant("storage.level", StorageLevel.class, level);
  }

  /**
   * Sets how the log reaches its files, by name. An unknown name is reported when the group is
   * built.
   */
  public GroupStorageConfig setLevel(String level) {
    this.level = level;
    return this;
  }

  /** Sets how the log reaches its files. */
  public GroupStorageConfig setLevel(StorageLevel level) {
    return setLevel(OptionChecks.text(level));
  }

  /** Returns the directory as it was set, null if it was not. */
  public String getDirectory() {
    return directory;
  }

  /**
   * Returns the directory for the group: the one that was set, otherwise the group's name below the
   * system property {@code atomix.data}.
   */
  public String getDirectory(String group) {
    return directory != null
        ? directory
        : System.getProperty("atomix.data", DEFAULT_DATA_PREFIX) + "/" + group;
  }

  /**
   * Sets the directory; a relative one is relative to the process's working directory. Each node
   * needs its own.
   */
  public GroupStorageConfig setDirectory(String directory) {
    this.directory = directory;
    return this;
  }

  /** Returns the size of a file of the log. */
  public MemorySize getSegmentSize() {
    return MemorySize.from(segmentSize);
  }

  /**
   * Sets the size of a file of the log, below 2 GB; 8 MB unless set.
   *
   * @param segmentSize a {@link MemorySize}, a number of bytes, or text as in a configuration file,
   *     {@code 8 MB}; anything else is reported when the group is built
   */
  public GroupStorageConfig setSegmentSize(Object segmentSize) {
    this.segmentSize = values.bytes("storage.segmentSize", segmentSize, this.segmentSize);
    return this;
  }

  /**
   * Returns the size of the largest log entry: what was set, otherwise 256 KB with mapped storage
   * and 128 KB with the other levels.
   *
   * @throws io.atomix.utils.config.ConfigurationException if the level that was set is unknown
   */
  public MemorySize getMaxEntrySize() {
    return MemorySize.from(maxEntrySize());
  }

  /**
   * Sets the size of the largest log entry, and with it of the largest operation: about 1 KB less.
   * A member whose log holds a larger entry does not start.
   *
   * @param maxEntrySize a {@link MemorySize}, a number of bytes, or text as in a configuration
   *     file, {@code 256 KB}; anything else is reported when the group is built
   */
  public GroupStorageConfig setMaxEntrySize(Object maxEntrySize) {
    this.maxEntrySize =
        values.bytes("storage.maxEntrySize", maxEntrySize, DEFAULT_MAX_ENTRY_SIZE_OF_FILES);
    return this;
  }

  private long maxEntrySize() {
    if (maxEntrySize != null) {
      return maxEntrySize;
    }
    return getLevel() == StorageLevel.MAPPED
        ? DEFAULT_MAX_ENTRY_SIZE_MAPPED
        : DEFAULT_MAX_ENTRY_SIZE_OF_FILES;
  }

  /**
   * Returns whether an entry is on the disks of a majority of the replicas before it takes effect.
   */
  public boolean isFlushOnCommit() {
    return flushOnCommit;
  }

  /**
   * Sets whether an entry is on the disks of a majority of the replicas before it takes effect, so
   * that what was acknowledged survives a power cut of all nodes at once. Without, the operating
   * system decides when it is written: only as long as a majority of the nodes keeps running is
   * nothing lost.
   *
   * @param flushOnCommit a boolean, or {@code true}, {@code false} and the like as text; anything
   *     else is reported when the group is built
   */
  public GroupStorageConfig setFlushOnCommit(Object flushOnCommit) {
    this.flushOnCommit = values.flag("storage.flushOnCommit", flushOnCommit, this.flushOnCommit);
    return this;
  }

  /** Sets one of {@link #KEYS} to a value as a configuration file has it. */
  void set(String key, Object value) {
    switch (key) {
      case "directory" -> setDirectory(String.valueOf(value));
      case "flushOnCommit" -> setFlushOnCommit(value);
      case "level" -> setLevel(String.valueOf(value));
      case "maxEntrySize" -> setMaxEntrySize(value);
      case "segmentSize" -> setSegmentSize(value);
      default -> throw new IllegalArgumentException("storage has no option " + key);
    }
  }

  void check(OptionChecks checks) {
    values.check(checks);
    checks.constant("storage.level", StorageLevel.class, level);
    checks.require(
        directory == null || !directory.isBlank(),
        "storage.directory",
        "'" + directory + "'",
        "must name a directory; leave it out for the default");
    checks.positive("storage.segmentSize", segmentSize);
    checks.require(
        segmentSize <= Integer.MAX_VALUE,
        "storage.segmentSize",
        segmentSize,
        "a file of the log must stay below 2 GB (2147483647)");
    long largest = maxEntrySize();
    checks.positive("storage.maxEntrySize", largest);
    checks.require(
        largest >= SMALLEST_MAX_ENTRY_SIZE,
        "storage.maxEntrySize",
        largest,
        "too small for the group's own entries; use " + SMALLEST_MAX_ENTRY_SIZE + " bytes or more");
    checks.require(
        largest <= segmentSize - ENTRY_OVERHEAD,
        "storage.maxEntrySize",
        largest,
        "such an entry does not fit into a file of the log (storage.segmentSize = "
            + segmentSize
            + ", of which "
            + ENTRY_OVERHEAD
            + " bytes are overhead); lower it or raise storage.segmentSize");
  }
}
