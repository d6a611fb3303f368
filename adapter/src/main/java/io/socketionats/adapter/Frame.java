package io.socketionats.adapter;

/**
 * What travels on NATS.
 *
 * @param uid the adapter or emitter that published it
 * @param namespace Socket.IO's name of the namespace, {@code /} for the default one
 * @param event the event
 * @param target whom it is for
 */
record Frame(String uid, String namespace, Event event, Target target) {}
