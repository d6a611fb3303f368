/** The value of a promise, or `otherwise` when it fails or takes longer than `limit` ms. Leaves no timer behind. */
export async function within(limit, promise, otherwise) {
  let timer;
  const over = new Promise((resolve) => {
    timer = setTimeout(resolve, limit, otherwise);
  });
  try {
    return await Promise.race([promise, over]);
  } catch {
    return otherwise;
  } finally {
    clearTimeout(timer);
  }
}
