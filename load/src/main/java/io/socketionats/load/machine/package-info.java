/**
 * What this machine tells about processors, memory and processes. It can also pin processes to
 * processors.
 */
package io.socketionats.load.machine;
