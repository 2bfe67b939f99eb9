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
package io.atomix.mcast.testing.schedules;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Loads this project's classes and Atomix's once more, with calls to the {@link Scheduler}. */
final class ScheduledClasses extends ClassLoader {
  /** Names of classes that stay as they are begin so, for all that follow the schedule. */
  static final String OWN = "io.atomix.mcast.testing.schedules.";

  private static final String CHANGED = "io.atomix.";

  private final ClassLoader parent;
  private final Map<String, Set<String>> finals = new HashMap<>();

  ScheduledClasses(ClassLoader parent) {
    super(parent);
    this.parent = parent;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(CHANGED) || name.startsWith(OWN)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        byte[] changed = changed(name);
        loaded = defineClass(name, changed, 0, changed.length);
      }
      return loaded;
    }
  }

  private byte[] changed(String name) throws ClassNotFoundException {
    ClassReader reader = read(name.replace('.', '/'));
    if (reader == null) {
      throw new ClassNotFoundException(name);
    }
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(new ScheduledClassVisitor(writer, this::isFinal), 0);
    return writer.toByteArray();
  }

  private ClassReader read(String path) {
    try (InputStream file = parent.getResourceAsStream(path + ".class")) {
      return file == null ? null : new ClassReader(file);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read class " + path, e);
    }
  }

  private synchronized boolean isFinal(String owner, String field) {
    return finals.computeIfAbsent(owner, this::finalsOf).contains(field);
  }

  private Set<String> finalsOf(String owner) {
    Set<String> found = new HashSet<>();
    ClassReader reader = read(owner);
    if (reader != null) {
      reader.accept(
          new ClassVisitor(Opcodes.ASM9) {
            @Override
            public FieldVisitor visitField(
                int access, String name, String type, String signature, Object value) {
              if ((access & Opcodes.ACC_FINAL) != 0) {
                found.add(name);
              }
              return null;
            }
          },
          ClassReader.SKIP_CODE);
    }
    return found;
  }
}
