// Numbers, times and sizes of files in words, in the page's language, with the digits that its other numbers have.

/** @returns {string} The locale of the page for `Intl`, such as "ar-u-nu-arab". */
export function pageLocale() {
  const { lang, dataset } = document.documentElement;
  return `${lang || "en"}-u-nu-${dataset.digits || "latn"}`;
}

const STEPS = /** @type {const} */ (["byte", "kilobyte", "megabyte", "gigabyte"]);

/**
 * @param {number} bytes
 * @returns {string} Such as "3.2 MB".
 */
export function fileSize(bytes) {
  const step = Math.min(STEPS.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  return new Intl.NumberFormat(pageLocale(), {
    style: "unit",
    unit: STEPS[step],
    unitDisplay: step ? "short" : "long",
    maximumFractionDigits: step ? 1 : 0,
  }).format(bytes / 1000 ** step);
}
