// The colours of the theme, for what is drawn by script.

const style = getComputedStyle(document.documentElement);

/** @param {string} name A custom property of the theme. */
export const ink = (name) => style.getPropertyValue(name).trim();
