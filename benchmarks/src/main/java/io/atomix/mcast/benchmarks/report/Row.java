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
package io.atomix.mcast.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Map;

/**
 * What was measured of one workload, done by one contender: one object of the JSON array. Of each
 * number that differs from round to round it has the median.
 *
 * @param workload what was done
 * @param contender what it was done with
 * @param outstanding how many operations were under way at once; of operations that block, threads
 * @param opsPerSecond operations that ended in a second
 * @param opsPerSecondLow the same, of the slowest round
 * @param opsPerSecondHigh the same, of the fastest round
 * @param p50Micros half of the operations took no longer, in microseconds
 * @param p99Micros 99 of 100 operations took no longer, in microseconds
 * @param overOneSecond operations of all rounds that took longer than a second
 * @param cpuMicrosPerOperation processor time of client and nodes for each operation
 * @param aborts how often an operation of any round was aborted, because of others, and begun anew
 * @param errors operations of all rounds that failed
 * @param rounds how many rounds there were
 * @param ratio for generic multicast: from each other contender to our operations a second divided
 *     by its own in the same round
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"workload", "contender", "outstanding", "opsPerSecond"})
public record Row(
    String workload,
    String contender,
    int outstanding,
    double opsPerSecond,
    double opsPerSecondLow,
    double opsPerSecondHigh,
    double p50Micros,
    double p99Micros,
    long overOneSecond,
    double cpuMicrosPerOperation,
    long aborts,
    long errors,
    int rounds,
    Map<String, Double> ratio) {}
