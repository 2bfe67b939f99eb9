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
package io.atomix.mcast.agent.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.atomix.mcast.status.NodeStatus;
import java.util.List;

/** The status of a node as JSON: the fields are those of {@link NodeStatus}. */
public final class StatusJson {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          // An agent of a later version may tell more.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .setSerializationInclusion(JsonInclude.Include.NON_NULL);

  private StatusJson() {}

  /** Writes a status; values that are null are left out. */
  public static String write(NodeStatus status) {
    return json(status);
  }

  /** Writes several as an array. */
  public static String write(List<NodeStatus> statuses) {
    return json(statuses);
  }

  private static String json(Object status) {
    try {
      return MAPPER.writeValueAsString(status) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A status cannot be written as JSON", e);
    }
  }

  /**
   * Reads a status.
   *
   * @throws IllegalArgumentException if the text is none
   */
  public static NodeStatus read(String json) {
    try {
      return MAPPER.readValue(json, NodeStatus.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }
}
