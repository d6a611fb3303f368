// Deliberately broken variants of the adapter, the emitter and the server: a conformance suite has to notice each of them.
import { clients } from "./clients.mjs";
import { emitter } from "./emitter.mjs";
import { engine } from "./engine.mjs";
import { exchanges } from "./exchanges.mjs";
import { extras } from "./extras.mjs";
import { faults } from "./faults.mjs";
import { flags } from "./flags.mjs";
import { lifecycle } from "./lifecycle.mjs";
import { names } from "./names.mjs";
import { namespaces } from "./namespaces.mjs";
import { options } from "./options.mjs";
import { orders } from "./orders.mjs";
import { outages } from "./outages.mjs";
import { overlaps } from "./overlaps.mjs";
import { packets } from "./packets.mjs";
import { payloads } from "./payloads.mjs";
import { repeats } from "./repeats.mjs";
import { robustness } from "./robustness.mjs";
import { rooms } from "./rooms.mjs";
import { scales } from "./scales.mjs";
import { selections } from "./selections.mjs";
import { sessions } from "./sessions.mjs";
import { values } from "./values.mjs";
import { wire } from "./wire.mjs";

/** Faults that show only where there are many, equal, large or oddly named things, or things at the same time. */
export const rare = [...repeats, ...scales, ...values, ...names, ...overlaps, ...extras];

/** Faults of the server, not of the adapter: how it speaks with its clients. */
export const service = [...clients, ...engine, ...sessions, ...packets, ...exchanges];

/**
 * The table: `name`, `breaks` (one sentence), `kills` (the requirements that must fail because of it), and the override:
 * `adapter` or `emitter`, each a function from the sane class to the broken one, or `server`, which breaks a server that
 * does not listen yet: it is given {io, engine, http} and the classes of `internals()`.
 */
export const mutants = [
  ...wire,
  ...namespaces,
  ...rooms,
  ...selections,
  ...flags,
  ...payloads,
  ...orders,
  ...lifecycle,
  ...outages,
  ...faults,
  ...emitter,
  ...options,
  ...robustness,
  ...rare,
  ...service,
];
