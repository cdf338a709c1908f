// Finding elements with their type, so that the checker knows what they are; a missing one is a defect of the page.

/**
 * @template {Element} T
 * @typedef {{ new (): T, prototype: T }} Type A constructor such as `HTMLInputElement`.
 */

/**
 * The element that this page is known to have.
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {Type<T>} type
 * @returns {T}
 */
export function find(root, selector, type) {
  const found = maybe(root, selector, type);
  if (!found) throw new Error(`this page has no ${type.name} '${selector}'`);
  return found;
}

/**
 * The element, where the page has it.
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {Type<T>} type
 * @returns {T | null}
 */
export function maybe(root, selector, type) {
  const found = root.querySelector(selector);
  return found instanceof type ? found : null;
}

/**
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {Type<T>} type
 * @returns {T[]}
 */
export function all(root, selector, type) {
  return [...root.querySelectorAll(selector)].flatMap((one) => (one instanceof type ? [one] : []));
}

/**
 * A field of a form by its name.
 * @param {HTMLFormElement} form
 * @param {string} name
 * @returns {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement}
 */
export function field(form, name) {
  const found = form.elements.namedItem(name);
  if (isField(found)) return found;
  throw new Error(`this form has no field '${name}'`);
}

/**
 * @param {unknown} one
 * @returns {one is HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement}
 */
export function isField(one) {
  return one instanceof HTMLInputElement || one instanceof HTMLSelectElement || one instanceof HTMLTextAreaElement;
}

/**
 * A text that the template left on an element as `data-…`; "" where it did not.
 * @param {HTMLElement} element
 * @param {string} name In camel case.
 */
export function data(element, name) {
  return element.dataset[name] ?? "";
}
