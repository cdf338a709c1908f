// The few assertions that these tests need, with both values in the message.

/**
 * @param {unknown} actual
 * @param {unknown} expected
 */
export function equal(actual, expected) {
  const [found, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (found !== wanted) throw new Error(`${found} is not ${wanted}`);
}

/**
 * @param {unknown} value
 * @param {string} promise
 */
export function ok(value, promise) {
  if (!value) throw new Error(`not so: ${promise}`);
}
