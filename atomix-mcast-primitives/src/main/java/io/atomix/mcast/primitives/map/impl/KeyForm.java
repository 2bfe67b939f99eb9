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
package io.atomix.mcast.primitives.map.impl;

import com.esotericsoftware.kryo.io.Input;
import com.google.common.io.BaseEncoding;

/**
 * Reads keys where the classes of users are not known: strings and numbers, in the form in which
 * this project and Atomix write them. Whatever a key is, nothing is thrown.
 */
final class KeyForm {
  /** The class String, and that it is no reference. */
  private static final String TEXT = "0301";

  private static final String NUMBER = "09";

  private KeyForm() {}

  /** Returns the string that a key is, null if it is none. */
  static String text(String key) {
    if (!key.startsWith(TEXT)) {
      return null;
    }
    byte[] bytes = bytes(key);
    return bytes == null || claimsMore(bytes) ? null : text(bytes);
  }

  private static String text(byte[] bytes) {
    try {
      Input input = new Input(bytes, 2, bytes.length - 2);
      String text = input.readString();
      return input.position() == bytes.length ? text : null;
    } catch (RuntimeException e) {
      return null;
    }
  }

  /** Returns whether the length in front of a string is greater than what follows can be. */
  private static boolean claimsMore(byte[] bytes) {
    if (bytes.length < 3 || (bytes[2] & 0x80) == 0) {
      return false;
    }
    long length = bytes[2] & 0x3f;
    boolean goesOn = (bytes[2] & 0x40) != 0;
    int shift = 6;
    for (int i = 3; goesOn && i < bytes.length && i < 8; i++) {
      length |= (long) (bytes[i] & 0x7f) << shift;
      goesOn = (bytes[i] & 0x80) != 0;
      shift += 7;
    }
    return length > bytes.length;
  }

  /** Returns the number that a key is, null if it is none. */
  static Long number(String key) {
    byte[] bytes = key.startsWith(NUMBER) ? bytes(key) : null;
    if (bytes == null) {
      return null;
    }
    try {
      Input input = new Input(bytes, 1, bytes.length - 1);
      long number = input.readLong(false);
      return input.position() == bytes.length ? number : null;
    } catch (RuntimeException e) {
      return null;
    }
  }

  private static byte[] bytes(String key) {
    try {
      return BaseEncoding.base16().decode(key);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
