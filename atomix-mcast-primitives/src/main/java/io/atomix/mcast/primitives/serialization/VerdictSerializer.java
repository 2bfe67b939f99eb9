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
package io.atomix.mcast.primitives.serialization;

import io.atomix.utils.serializer.Serializer;
import java.util.Arrays;

/**
 * Serializer of a service that keeps the encoded forms of true and false at hand: these are what
 * every condition is answered with, on every replica. What it writes and reads is what the other
 * one does. Thread-safe if that is.
 */
public final class VerdictSerializer implements Serializer {
  private final Serializer serializer;
  private final byte[] yes;
  private final byte[] no;

  /** Creates one that does all else as another. */
  public VerdictSerializer(Serializer serializer) {
    this.serializer = serializer;
    this.yes = serializer.encode(true);
    this.no = serializer.encode(false);
  }

  @Override
  public <T> byte[] encode(T object) {
    return object instanceof Boolean verdict
        ? (verdict ? yes : no).clone()
        : serializer.encode(object);
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> T decode(byte[] bytes) {
    if (bytes != null && bytes.length == yes.length) {
      if (Arrays.equals(bytes, yes)) {
        return (T) Boolean.TRUE;
      } else if (Arrays.equals(bytes, no)) {
        return (T) Boolean.FALSE;
      }
    }
    return serializer.decode(bytes);
  }
}
