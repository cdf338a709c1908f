// A suspicious object: instructions first, the position only once the person is out. A report that cannot be sent is
// stored on this device and sent before everything else, also from another page and after the next sign-in.

import { newId } from "./device_store.js";

const KEPT = "zenobia-ordnance-";
const METRES_PER_DEGREE = 111320;
const dialog = () => document.getElementById("suspicious-dialog");

function moved(latitude, longitude, metres, degrees) {
  const bearing = (degrees * Math.PI) / 180;
  const north = (metres * Math.cos(bearing)) / METRES_PER_DEGREE;
  const east = (metres * Math.sin(bearing)) / (METRES_PER_DEGREE * Math.cos((latitude * Math.PI) / 180));
  return [(latitude + north).toFixed(6), (longitude + east).toFixed(6)];
}

function keep(sighting) {
  try {
    localStorage.setItem(KEPT + sighting.id, JSON.stringify(sighting));
    return true;
  } catch {
    return false;
  }
}

// Returns "sent" once the server has it, "lost" without a connection or session, else the server's error message.
async function send(sighting) {
  const body = new URLSearchParams(sighting);
  try {
    const response = await fetch(dialog().querySelector("form").action, {
      method: "POST",
      body,
      headers: {
        "X-Requested-With": "fetch",
        "X-CSRFToken": dialog().querySelector("[name=csrfmiddlewaretoken]").value,
      },
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

function waiting() {
  const me = document.body.dataset.user;
  return Object.keys(localStorage)
    .filter((one) => one.startsWith(KEPT))
    .map((one) => JSON.parse(localStorage.getItem(one)))
    .filter((one) => one.user === me);
}

function showWaiting() {
  const line = document.querySelector("[data-ordnance-waiting]");
  if (line) line.hidden = waiting().length === 0;
}

export async function sendWaiting() {
  if (!dialog()) return;
  for (const sighting of waiting()) await send(sighting);
  showWaiting();
}

export function setUpSuspiciousObject() {
  const box = dialog();
  if (!box || !box.showModal) return;
  const form = box.querySelector("form");
  const steps = [...box.querySelectorAll("[data-step]")];
  const show = (name) => steps.forEach((one) => { one.hidden = one.dataset.step !== name; });
  for (const link of document.querySelectorAll("[data-suspicious]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      show("out");
      box.showModal();
    });
  }
  box.querySelectorAll("[data-cancel]").forEach((one) => one.addEventListener("click", () => {
    form.reset();
    box.close();
  }));
  box.querySelector("[data-out]").addEventListener("click", () => {
    show("tell");
    form.elements.id.value = newId();
    form.elements.seen_at.value = new Date().toISOString();
    askWhere(form);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const sighting = read(form);
    const isKept = keep(sighting);
    const outcome = await send(sighting);
    if (!["sent", "lost"].includes(outcome)) {
      localStorage.removeItem(KEPT + sighting.id);
      form.querySelector("[data-position]").textContent = outcome;
      return;
    }
    const status = box.querySelector("[data-outcome]");
    status.textContent = outcome === "sent" ? status.dataset.whenClosed : isKept ? status.dataset.whenKept : status.dataset.whenLost;
    show("done");
    form.reset();
    showWaiting();
  });
  window.addEventListener("online", sendWaiting);
}

function askWhere(form) {
  const status = form.querySelector("[data-position]");
  const none = () => { status.textContent = status.dataset.none; };
  if (!navigator.geolocation) return none();
  status.textContent = status.dataset.asking;
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      form.elements.latitude.value = coords.latitude.toFixed(6);
      form.elements.longitude.value = coords.longitude.toFixed(6);
      status.textContent = status.dataset.found.replace("{metres}", Math.ceil(coords.accuracy));
    },
    none,
    { enableHighAccuracy: true, timeout: 20000, maximumAge: 10000 },
  );
}

function read(form) {
  const value = (name) => form.elements[name].value.trim();
  const [latitude, longitude] = [Number(value("latitude")), Number(value("longitude"))];
  const metres = Number(value("away"));
  const knowsWhere = value("towards") !== "" && metres > 0 && Number.isFinite(latitude + longitude);
  const at = knowsWhere ? moved(latitude, longitude, metres, Number(value("towards"))) : [value("latitude"), value("longitude")];
  return {
    id: value("id"), seen_at: value("seen_at"), latitude: at[0], longitude: at[1], note: value("note"),
    user: document.body.dataset.user,
  };
}
