const MASK = "***";

/** Hides what authenticates: user information in URLs, and these texts wherever they stand. */
export function mask(text, secrets = []) {
  let masked = String(text).replace(/:\/\/[^\s,]*@/g, `://${MASK}@`);
  for (const secret of secrets) {
    masked = masked.replaceAll(secret, MASK);
  }
  return masked;
}

/** An error that may be shown: itself when it holds no secret, or else what can be told of it. */
export function masked(error, secrets) {
  const shown = [error?.message, error?.stack, error?.chainedError?.message, error?.chainedError?.stack];
  if (shown.every((text) => text === undefined || mask(text, secrets) === text)) {
    return error;
  }
  const safe = new Error(mask(error.message, secrets));
  safe.stack = mask(error.stack, secrets);
  safe.code = error.code;
  return safe;
}
