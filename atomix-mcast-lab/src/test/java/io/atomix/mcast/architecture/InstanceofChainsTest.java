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
package io.atomix.mcast.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.InstanceofCheck;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What differs from one kind of a sealed hierarchy to the next is a method of its records, or of a
 * visitor, so that a new kind cannot be forgotten anywhere: no method asks for more than two kinds
 * by {@code instanceof}.
 */
class InstanceofChainsTest {
  private static final String ROOT = "io.atomix.mcast";
  private static final int MOST_KINDS = 2;
  private static final Pattern PRODUCTION =
      Pattern.compile(
          ".*/atomix-mcast-(protocol|primitives|checker|history|agent|lab)"
              + "/target/(classes/|[^/]*\\.jar!/).*");

  /** A hierarchy with two methods that ask for its kinds. */
  private sealed interface Shape {
    record Circle() implements Shape {}

    record Square() implements Shape {}

    record Triangle() implements Shape {}

    static int corners(Shape shape) {
      if (shape instanceof Circle) {
        return 0;
      } else if (shape instanceof Triangle) {
        return 3;
      }
      return shape instanceof Square ? 4 : -1;
    }

    static boolean isRound(Shape shape) {
      return shape instanceof Circle && !(shape instanceof Square);
    }
  }

  @Test
  void noMethodTellsTheKindsOfASealedTypeApart() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(location -> location.matches(PRODUCTION))
            .importPackages(ROOT);
    assertThat(classes).extracting(JavaClass::getPackageName).contains(ROOT, ROOT + ".checker");
    assertThat(chains(classes)).isEmpty();
  }

  @Test
  void findsAChain() {
    JavaClasses classes =
        new ClassFileImporter()
            .importClasses(
                Shape.class, Shape.Circle.class, Shape.Square.class, Shape.Triangle.class);
    assertThat(chains(classes))
        .singleElement()
        .asString()
        .contains("Shape.corners", "Circle", "Square", "Triangle");
  }

  private static List<String> chains(JavaClasses classes) {
    List<String> chains = new ArrayList<>();
    for (JavaClass each : classes) {
      for (JavaCodeUnit unit : each.getCodeUnits()) {
        Map<String, TreeSet<String>> kinds = new TreeMap<>();
        for (InstanceofCheck check : unit.getInstanceofChecks()) {
          for (JavaClass type : check.getRawType().getAllRawInterfaces()) {
            if (type.getPackageName().startsWith(ROOT) && type.reflect().isSealed()) {
              kinds
                  .computeIfAbsent(type.getName(), name -> new TreeSet<>())
                  .add(check.getRawType().getSimpleName());
            }
          }
        }
        kinds.values().stream()
            .filter(some -> some.size() > MOST_KINDS)
            .forEach(some -> chains.add(unit.getFullName() + " asks for " + some));
      }
    }
    return chains;
  }
}
