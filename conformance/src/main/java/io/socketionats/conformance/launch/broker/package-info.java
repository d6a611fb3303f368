/**
 * One nats-server, or several as a cluster: found, started, watched, ended. Nothing here speaks
 * NATS but what readiness and monitoring need.
 */
package io.socketionats.conformance.launch.broker;
