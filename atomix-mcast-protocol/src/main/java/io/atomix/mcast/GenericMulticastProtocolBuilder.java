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
package io.atomix.mcast;

import io.atomix.primitive.Recovery;
import io.atomix.primitive.partition.Partitioner;
import io.atomix.primitive.protocol.PrimitiveProtocolBuilder;
import java.time.Duration;
import java.util.Arrays;

/**
 * Builds a {@link GenericMulticastProtocol}. A method is named after the key of the configuration
 * file that does the same. Options are checked by {@link #build}.
 */
public class GenericMulticastProtocolBuilder
    extends PrimitiveProtocolBuilder<
        GenericMulticastProtocolBuilder, GenericMulticastProtocolConfig, GenericMulticastProtocol> {

  GenericMulticastProtocolBuilder(GenericMulticastProtocolConfig config) {
    super(config);
  }

  /** Sets the partition group that holds the primitive; either this or {@link #withGroups}. */
  public GenericMulticastProtocolBuilder withGroup(String group) {
    config.setGroup(group);
    return this;
  }

  /**
   * Sets the partition groups that the primitive is spread over; either this or {@link #withGroup}.
   */
  public GenericMulticastProtocolBuilder withGroups(String... groups) {
    config.setGroups(Arrays.asList(groups));
    return this;
  }

  /**
   * Sets what chooses the partition of a key; every user of the primitive must choose alike.
   * Murmur3 unless set. It is not given the key but its serialized form in hexadecimal digits; see
   * {@link GenericMulticastProtocolConfig#setPartitioner(Partitioner)}.
   */
  public GenericMulticastProtocolBuilder withPartitioner(Partitioner<String> partitioner) {
    config.setPartitioner(partitioner);
    return this;
  }

  /** Sets what a read of one partition may return; linearizable unless set. */
  public GenericMulticastProtocolBuilder withReadConsistency(ReadConsistency readConsistency) {
    config.setReadConsistency(readConsistency);
    return this;
  }

  /**
   * Sets what happens when the primitive's session is lost: a new one (the default), or the
   * primitive is closed.
   */
  public GenericMulticastProtocolBuilder withRecoveryStrategy(Recovery recoveryStrategy) {
    config.setRecoveryStrategy(recoveryStrategy);
    return this;
  }

  /**
   * Sets how often an operation that failed, and is known not to have been applied, is tried again;
   * 0 unless set. A later call of the same client, which did not wait for it, may then take effect
   * before it.
   */
  public GenericMulticastProtocolBuilder withMaxRetries(int maxRetries) {
    config.setMaxRetries(maxRetries);
    return this;
  }

  /** Sets how long to wait before an operation is tried again; 100 ms unless set. */
  public GenericMulticastProtocolBuilder withRetryDelay(Duration retryDelay) {
    config.setRetryDelay(retryDelay);
    return this;
  }

  /**
   * Builds the protocol.
   *
   * @throws io.atomix.utils.config.ConfigurationException if an option is wrong; it names the key,
   *     the value and the remedy
   */
  @Override
  public GenericMulticastProtocol build() {
    return new GenericMulticastProtocol(config);
  }
}
