// Where the person stands: asked only when they press the button, never kept.

export function setUpHere() {
  const form = document.querySelector("form[data-here]");
  if (!form || !navigator.geolocation) return;
  form.hidden = false;
  const words = form.querySelector("[data-here-words]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    words.textContent = words.dataset.asking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.longitude.value = coords.longitude;
        form.elements.latitude.value = coords.latitude;
        form.elements.error_m.value = Math.ceil(coords.accuracy);
        form.submit();
      },
      () => { words.textContent = words.dataset.refused; },
      { enableHighAccuracy: true, timeout: 20000, maximumAge: 30000 },
    );
  });
}
