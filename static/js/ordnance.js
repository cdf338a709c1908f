// A suspicious object: instructions first, the position only once the person is out. A report that cannot be sent is
// stored on this device and sent before everything else, also from another page and after the next sign-in.

import { newId } from "./device_store.js";
import { all, data, field, find, maybe } from "./dom.js";

/** @typedef {{ id: string, seen_at: string, latitude: string, longitude: string, note: string, user: string }} Sighting */

const KEPT = "zenobia-ordnance-";
const METRES_PER_DEGREE = 111320;
const dialog = () => maybe(document, "#suspicious-dialog", HTMLDialogElement);

/**
 * The point so many metres away in a direction (degrees clockwise from north).
 * @param {number} latitude
 * @param {number} longitude
 * @param {number} metres
 * @param {number} degrees
 * @returns {[string, string]} Latitude and longitude with six decimals.
 */
function moved(latitude, longitude, metres, degrees) {
  const bearing = (degrees * Math.PI) / 180;
  const north = (metres * Math.cos(bearing)) / METRES_PER_DEGREE;
  const east = (metres * Math.sin(bearing)) / (METRES_PER_DEGREE * Math.cos((latitude * Math.PI) / 180));
  return [(latitude + north).toFixed(6), (longitude + east).toFixed(6)];
}

/** @param {Sighting} sighting */
function keep(sighting) {
  try {
    localStorage.setItem(KEPT + sighting.id, JSON.stringify(sighting));
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {HTMLDialogElement} box
 * @param {Sighting} sighting
 * @returns {Promise<string>} "sent" once the server has it, "lost" without a connection or session, else its refusal.
 */
async function send(box, sighting) {
  const form = find(box, "form", HTMLFormElement);
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(sighting),
      headers: { "X-Requested-With": "fetch", "X-CSRFToken": field(form, "csrfmiddlewaretoken").value },
      redirect: "manual",
    });
    if (response.status === 422 || response.status === 409) return (await response.json()).detail;
    if (response.status !== 201) return "lost";
  } catch {
    return "lost";
  }
  localStorage.removeItem(KEPT + sighting.id);
  return "sent";
}

/** @returns {Sighting[]} */
function waiting() {
  const me = document.body.dataset.user;
  return Object.keys(localStorage)
    .filter((one) => one.startsWith(KEPT))
    .map((one) => JSON.parse(localStorage.getItem(one) ?? "{}"))
    .filter((one) => one.user === me);
}

function showWaiting() {
  const line = maybe(document, "[data-ordnance-waiting]", HTMLElement);
  if (line) line.hidden = waiting().length === 0;
}

export async function sendWaiting() {
  const box = dialog();
  if (!box) return;
  for (const sighting of waiting()) await send(box, sighting);
  showWaiting();
}

export function setUpSuspiciousObject() {
  const box = dialog();
  if (!box?.showModal) return;
  const form = find(box, "form", HTMLFormElement);
  const steps = all(box, "[data-step]", HTMLElement);
  /** @param {string} name */
  const show = (name) => {
    for (const one of steps) one.hidden = one.dataset.step !== name;
  };
  for (const link of all(document, "[data-suspicious]", HTMLElement)) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      show("out");
      box.showModal();
    });
  }
  for (const one of all(box, "[data-cancel]", HTMLElement)) {
    one.addEventListener("click", () => {
      form.reset();
      box.close();
    });
  }
  find(box, "[data-out]", HTMLElement).addEventListener("click", () => {
    show("tell");
    field(form, "id").value = newId();
    field(form, "seen_at").value = new Date().toISOString();
    askWhere(form);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const sighting = read(form);
    const isKept = keep(sighting);
    const outcome = await send(box, sighting);
    if (!["sent", "lost"].includes(outcome)) {
      localStorage.removeItem(KEPT + sighting.id);
      find(form, "[data-position]", HTMLElement).textContent = outcome;
      return;
    }
    const status = find(box, "[data-outcome]", HTMLElement);
    status.textContent = data(status, outcome === "sent" ? "whenClosed" : isKept ? "whenKept" : "whenLost");
    show("done");
    form.reset();
    showWaiting();
  });
  window.addEventListener("online", sendWaiting);
}

/** @param {HTMLFormElement} form */
function askWhere(form) {
  const status = find(form, "[data-position]", HTMLElement);
  const none = () => {
    status.textContent = data(status, "none");
  };
  if (!navigator.geolocation) {
    none();
    return;
  }
  status.textContent = data(status, "asking");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      field(form, "latitude").value = coords.latitude.toFixed(6);
      field(form, "longitude").value = coords.longitude.toFixed(6);
      status.textContent = data(status, "found").replace("{metres}", `${Math.ceil(coords.accuracy)}`);
    },
    none,
    { enableHighAccuracy: true, timeout: 20000, maximumAge: 10000 },
  );
}

/**
 * @param {HTMLFormElement} form
 * @returns {Sighting}
 */
function read(form) {
  /** @param {string} name */
  const value = (name) => field(form, name).value.trim();
  const [latitude, longitude] = [Number(value("latitude")), Number(value("longitude"))];
  const metres = Number(value("away"));
  const knowsWhere = value("towards") !== "" && metres > 0 && Number.isFinite(latitude + longitude);
  const at = knowsWhere
    ? moved(latitude, longitude, metres, Number(value("towards")))
    : [value("latitude"), value("longitude")];
  return {
    id: value("id"),
    seen_at: value("seen_at"),
    latitude: at[0],
    longitude: at[1],
    note: value("note"),
    user: document.body.dataset.user ?? "",
  };
}
