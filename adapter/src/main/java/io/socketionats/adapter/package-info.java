/**
 * Joins a netty-socketio server to a cluster of Socket.IO servers that broadcast to each other's
 * clients through NATS. Start with {@link io.socketionats.adapter.NatsAdapter}; a process without
 * clients of its own uses {@link io.socketionats.adapter.NatsEmitter}.
 */
package io.socketionats.adapter;
