// What a failed connection to NATS means, in words for those who have to repair it.
import { mask } from "./secrets.mjs";

const TLS = /TLS|SSL|CERT|SELF_SIGNED|VERIFY|ISSUER/;
const OPTIONS = new Set(["INVALID_OPTION", "NOT_FUNC", "API_ERROR"]);

/** Whether trying again is of no use: nats.js refuses the options themselves. */
export function isForEver(error) {
  return OPTIONS.has(error?.code) || error instanceof TypeError;
}

/** {reason, remedy} of an error of nats.js's connect(), without secrets. */
export function explain(error, { timeout, secrets }) {
  const code = String(error?.code ?? "");
  const text = mask(error?.chainedError?.message ?? error?.message ?? "closed without a reason", secrets);
  if (code === "AUTHORIZATION_VIOLATION") {
    return { reason: "it refuses the user, password or token", remedy: "correct options user and pass, or token" };
  }
  if (code === "SERVER_OPT_NA") {
    return { reason: `it does not offer ${text}, which is asked for`, remedy: `leave out option ${text}` };
  }
  if (isForEver(error)) {
    return { reason: `the NATS client refuses the options: ${text}`, remedy: "correct them" };
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return { reason: `TLS failed: ${text}`, remedy: "use an address that the server's certificate names" };
  }
  if (TLS.test(code)) {
    return {
      reason: `TLS failed: ${text} (${code})`,
      remedy: "correct option tls (its `ca` has to hold the authority that signed the server's certificate)",
    };
  }
  const reason = code === "TIMEOUT" ? `no answer within ${timeout / 1000} s` : text;
  return { reason, remedy: "start NATS there, or correct option servers" };
}
