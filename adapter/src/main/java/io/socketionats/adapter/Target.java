package io.socketionats.adapter;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Whom a broadcast is for: the union of the rooms (everybody if there are none), less {@code
 * except}.
 *
 * @param rooms room names; iteration order is the order in which they were added
 * @param except names of rooms, socket ids included
 * @param flags Socket.IO's flags by name, in the order in which they were set
 */
record Target(Set<String> rooms, Set<String> except, Map<String, Boolean> flags) {
  static final Target EVERYBODY = new Target(Set.of(), Set.of(), Map.of());

  boolean isVolatile() {
    return flags.getOrDefault("volatile", false);
  }

  boolean mayBeCompressed() {
    return flags.getOrDefault("compress", true);
  }

  Target to(Collection<String> more) {
    return new Target(union("room", rooms, more), except, flags);
  }

  Target except(Collection<String> more) {
    return new Target(rooms, union("except", except, more), flags);
  }

  Target flag(String name, boolean value) {
    Map<String, Boolean> set = new LinkedHashMap<>(flags);
    set.put(name, value);
    return new Target(rooms, except, Collections.unmodifiableMap(set));
  }

  private static Set<String> union(String what, Set<String> some, Collection<String> more) {
    if (more == null) {
      throw new IllegalArgumentException(what + " null: name the rooms, or none");
    }
    Set<String> all = new LinkedHashSet<>(some);
    for (String name : more) {
      requireRoom(what, name);
      all.add(name);
    }
    return Collections.unmodifiableSet(all);
  }

  static void requireRoom(String what, String name) {
    if (name == null) {
      throw new IllegalArgumentException(what + " null: a room must have a name");
    }
    if (!Text.isWellFormed(name)) {
      throw new IllegalArgumentException(
          what
              + " '"
              + Text.printable(name)
              + "' holds an unpaired surrogate and cannot be encoded as UTF-8");
    }
  }
}
