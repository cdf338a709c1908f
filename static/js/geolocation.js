// The device's position: asked for only when the person presses the button, never stored.

import { data, field, find, maybe } from "./dom.js";

export function setUpGeolocation() {
  const form = maybe(document, "form[data-here]", HTMLFormElement);
  if (!form || !navigator.geolocation) return;
  form.hidden = false;
  const status = find(form, "[data-here-status]", HTMLElement);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    status.textContent = data(status, "asking");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        field(form, "longitude").value = `${coords.longitude}`;
        field(form, "latitude").value = `${coords.latitude}`;
        field(form, "error_m").value = `${Math.ceil(coords.accuracy)}`;
        form.submit();
      },
      () => {
        status.textContent = data(status, "refused");
      },
      { enableHighAccuracy: true, timeout: 20000, maximumAge: 30000 },
    );
  });
}
