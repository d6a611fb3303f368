/** The tag that a client gave in the query of its connection. */
function tagOf(socket) {
  // a client of Engine.IO 3 may give it for one namespace only; the server has it as its auth
  return socket.handshake.query.tag ?? socket.handshake.auth?.tag;
}

/** The namespace of a request. Throws when this node does not serve it. */
export function namespaceOf(io, { namespace = "/" }) {
  const nsp = io._nsps.get(namespace);
  if (!nsp) {
    const open = [...io._nsps.keys()].map((name) => `'${name}'`).join(", ");
    throw new Error(`namespace '${namespace}' is not open here (open: ${open}); send op "open" first`);
  }
  return nsp;
}

/** The socket of a request. Throws when no client has its tag. */
export function socketOf(io, request) {
  const nsp = namespaceOf(io, request);
  for (const socket of nsp.sockets.values()) {
    if (tagOf(socket) === request.socket) {
      return socket;
    }
  }
  const tags = [...nsp.sockets.values()].map(tagOf).join(", ") || "none";
  throw new Error(`no client in namespace '${nsp.name}' has the tag '${request.socket}' (tags: ${tags})`);
}

/** The clients of a namespace as op "sockets" lists them. */
export function listSockets(nsp) {
  return [...nsp.sockets.values()].map((socket) => ({
    tag: tagOf(socket) ?? null,
    id: socket.id,
    rooms: [...socket.rooms].filter((room) => room !== socket.id),
  }));
}
