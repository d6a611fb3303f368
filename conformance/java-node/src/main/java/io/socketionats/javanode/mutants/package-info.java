/**
 * Java nodes that are broken on purpose. Each must be caught by the requirement that names its
 * fault.
 */
package io.socketionats.javanode.mutants;
