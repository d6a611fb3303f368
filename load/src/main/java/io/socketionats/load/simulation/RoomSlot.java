package io.socketionats.load.simulation;

/**
 * The place of a client among the members of a room.
 *
 * @param room index of the room
 * @param name name of the room; empty for the whole namespace
 * @param slot index of the client among the members
 */
record RoomSlot(int room, String name, int slot) {}
