// A suspicious object: instructions first, the position only once the person is out. What cannot be sent is kept on this
// device and goes before everything else, also from another page and after the next sign-in.

import { newId } from "./kept.js";

const KEPT = "zenobia-ordnance-";
const METRES_PER_DEGREE = 111320;
const dialog = () => document.getElementById("suspicious-dialog");

function moved(latitude, longitude, metres, degrees) {
  const bearing = (degrees * Math.PI) / 180;
  const north = (metres * Math.cos(bearing)) / METRES_PER_DEGREE;
  const east = (metres * Math.sin(bearing)) / (METRES_PER_DEGREE * Math.cos((latitude * Math.PI) / 180));
  return [(latitude + north).toFixed(6), (longitude + east).toFixed(6)];
}

function keep(told) {
  try {
    localStorage.setItem(KEPT + told.id, JSON.stringify(told));
    return true;
  } catch {
    return false;
  }
}

// "sent" once the server has it, "lost" when the line or the session is gone, else the sentence of the refusal.
async function send(told) {
  const body = new URLSearchParams(told);
  try {
    const answer = await fetch(dialog().querySelector("form").action, {
      method: "POST",
      body,
      headers: {
        "X-Requested-With": "fetch",
        "X-CSRFToken": dialog().querySelector("[name=csrfmiddlewaretoken]").value,
      },
      redirect: "manual",
    });
    if (answer.status === 422 || answer.status === 409) return (await answer.json()).detail;
    if (answer.status !== 201) return "lost";
  } catch {
    return "lost";
  }
  localStorage.removeItem(KEPT + told.id);
  return "sent";
}

function waiting() {
  const me = document.body.dataset.user;
  return Object.keys(localStorage)
    .filter((one) => one.startsWith(KEPT))
    .map((one) => JSON.parse(localStorage.getItem(one)))
    .filter((one) => one.user === me);
}

function tellWhatWaits() {
  const line = document.querySelector("[data-ordnance-waiting]");
  if (line) line.hidden = waiting().length === 0;
}

export async function sendWhatIsKept() {
  if (!dialog()) return;
  for (const told of waiting()) await send(told);
  tellWhatWaits();
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
    const told = read(form);
    const isKept = keep(told);
    const outcome = await send(told);
    if (!["sent", "lost"].includes(outcome)) {
      localStorage.removeItem(KEPT + told.id);
      form.querySelector("[data-position]").textContent = outcome;
      return;
    }
    const words = box.querySelector("[data-told]");
    words.textContent = outcome === "sent" ? words.dataset.whenClosed : isKept ? words.dataset.whenKept : words.dataset.whenLost;
    show("told");
    form.reset();
    tellWhatWaits();
  });
  window.addEventListener("online", sendWhatIsKept);
}

function askWhere(form) {
  const words = form.querySelector("[data-position]");
  const none = () => { words.textContent = words.dataset.none; };
  if (!navigator.geolocation) return none();
  words.textContent = words.dataset.asking;
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      form.elements.latitude.value = coords.latitude.toFixed(6);
      form.elements.longitude.value = coords.longitude.toFixed(6);
      words.textContent = words.dataset.found.replace("{metres}", Math.ceil(coords.accuracy));
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
