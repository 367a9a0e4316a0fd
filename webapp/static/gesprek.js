/* The clock, the counts and the saving in a conversation; without it the pages refresh or have a button. */
(() => {
  "use strict";

  const place = document.querySelector("[data-stand]");
  if (!place) return;
  const clock = document.querySelector("[data-klok]");
  const form = document.querySelector("form[data-bewaar]");
  const note = document.getElementById("bewaard");
  let left = clock ? Number(clock.dataset.klok) : 0;
  let dirty = false;
  let sending = Promise.resolve(true);

  const show = () => {
    if (clock) clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    const over = document.querySelector("[data-op]");
    if (over) over.hidden = left > 0;
  };
  window.setInterval(() => { left = Math.max(0, left - 1); show(); }, 1000);

  const keep = async () => {
    if (!dirty) return true;
    dirty = false;
    const data = new FormData(form);
    data.append("naar", "bewaar");
    try {
      const reply = await fetch(form.action, { method: "POST", body: data, credentials: "same-origin" });
      const answer = reply.ok ? await reply.json() : {};
      if (!answer.bewaard && !answer.dicht) throw new Error("not kept");
      if (answer.dicht) note.textContent = "Het antwoorden is gesloten.";
      else if (!dirty) note.textContent = "✓ Bewaard";
    } catch {
      dirty = true;
      note.textContent = "Nog niet bewaard. Gebruik de knop ‘Klaar’.";
    }
    return !dirty;
  };

  if (form) {
    let timer = 0;
    const later = (delay) => {
      dirty = true;
      note.textContent = "Bewaren …";
      window.clearTimeout(timer);
      timer = window.setTimeout(() => { sending = sending.then(keep); }, delay);
    };
    window.addEventListener("pagehide", () => {
      if (!dirty) return;
      const data = new FormData(form);
      data.append("naar", "bewaar");
      navigator.sendBeacon(form.action, data);
    });
    form.addEventListener("submit", () => { window.clearTimeout(timer); dirty = false; });
    form.addEventListener("input", () => later(900));
    form.addEventListener("change", (event) => {
      const field = event.target;
      if (field.type === "checkbox" && field.checked) {
        const special = field.value.startsWith("!");
        for (const other of form.querySelectorAll(`input[name="${field.name}"]`)) {
          if (other !== field && (special || other.value.startsWith("!"))) other.checked = false;
        }
      }
      later(100);
    });
  }

  const look = async () => {
    try {
      const reply = await fetch(place.dataset.stand, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (!reply.ok) return;
      const state = await reply.json();
      if (state.stand !== place.dataset.nu) {
        if (form && dirty) return; /* what was typed last goes first; the button says it when it is too late */
        await sending;
        location.reload();
        return;
      }
      left = state.over;
      show();
      for (const line of document.querySelectorAll("[data-tekst]")) line.textContent = state[line.dataset.tekst];
    } catch { /* the network is away for a moment: the next look is soon */ }
  };
  window.setInterval(look, 2500);
})();
