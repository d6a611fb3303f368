/**
 * The clients: Gatling runs them, in this process or in injector processes of their own. They join
 * rooms, publish at their time and account for everything they receive.
 */
package io.socketionats.load.simulation;
