// The device's position: asked for only when the person presses the button, never stored.

export function setUpGeolocation() {
  const form = document.querySelector("form[data-here]");
  if (!form || !navigator.geolocation) return;
  form.hidden = false;
  const status = form.querySelector("[data-here-status]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    status.textContent = status.dataset.asking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.longitude.value = coords.longitude;
        form.elements.latitude.value = coords.latitude;
        form.elements.error_m.value = Math.ceil(coords.accuracy);
        form.submit();
      },
      () => { status.textContent = status.dataset.refused; },
      { enableHighAccuracy: true, timeout: 20000, maximumAge: 30000 },
    );
  });
}
