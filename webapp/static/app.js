/* Helps those who have JavaScript; every page also works without it. */
(() => {
  "use strict";

  const byId = (id) => document.getElementById(id);

  /* --- copying and printing --------------------------------------------------------------------- */

  const copyFrom = async (button) => {
    const source = byId(button.dataset.kopieer);
    const text = "value" in source ? source.value : source.textContent;
    const label = button.textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Gekopieerd";
    } catch {
      const folded = source.closest("details");
      if (folded) folded.open = true;
      if ("select" in source) source.select();
      else window.getSelection().selectAllChildren(source);
      button.textContent = "Druk op Ctrl+C";
    }
    window.setTimeout(() => { button.textContent = label; }, 2500);
  };

  for (const button of document.querySelectorAll("[data-kopieer], [data-druk]")) button.hidden = false;

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if ("kopieer" in button.dataset) copyFrom(button);
    if ("druk" in button.dataset) window.print();
  });

  window.addEventListener("beforeprint", () => {
    for (const folded of document.querySelectorAll(".dan details:not([open]), #tabel details:not([open])")) {
      folded.open = true;
      folded.dataset.druk = "open";
    }
  });
  window.addEventListener("afterprint", () => {
    for (const folded of document.querySelectorAll("details[data-druk]")) {
      folded.open = false;
      delete folded.dataset.druk;
    }
  });

  /* --- a folded part opens when a link points into it ------------------------------------------- */

  const reveal = () => {
    const target = location.hash.length > 1 && byId(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let folded = target.closest("details"); folded; folded = folded.parentElement.closest("details")) folded.open = true;
    if (target.matches("[data-vraag]") && !target.contains(document.activeElement)) target.focus({ preventScroll: true });
    target.scrollIntoView();
  };
  window.addEventListener("hashchange", reveal);
  reveal();
  const list = byId("foutenlijst");
  if (list) list.focus();

  /* --- saving each answer at once --------------------------------------------------------------- */

  const form = document.querySelector("form[data-invullen]");
  if (!form) return;
  const status = byId("opgeslagen");
  const token = form.querySelector("[name=csrf_token]").value;
  let queue = Promise.resolve();

  const say = (text, kind = "") => {
    status.textContent = text;
    status.className = `opgeslagen ${kind}`;
  };

  const fieldsOf = (question) => {
    const data = new FormData();
    for (const field of question.querySelectorAll("input, select, textarea")) {
      if (!field.name || field.disabled || "nietBewaren" in field.dataset || /^[tok]-/.test(field.name)) continue;
      if ((field.type === "radio" || field.type === "checkbox") && !field.checked) continue;
      data.append(field.name, field.value);
    }
    return data;
  };

  const asNode = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html.trim();
    return holder.content.firstElementChild;
  };

  /* What was typed while the answer was on its way stays, and so does the place in it. */
  const swap = (old, fresh) => {
    const typed = [...old.querySelectorAll("input:not([type=hidden]), select, textarea")].filter((field) => field.name);
    for (const field of typed) {
      const same = [...fresh.querySelectorAll("input, select, textarea")].filter((other) => other.name === field.name);
      for (const other of same) {
        if (field.type !== "radio" && field.type !== "checkbox") other.value = field.value;
        else if (other.value === field.value) other.checked = field.checked;
      }
    }
    const active = old.contains(document.activeElement) ? document.activeElement : null;
    const opened = [...old.querySelectorAll("details")].map((folded) => folded.open);
    old.replaceWith(fresh);
    const lead = fresh.querySelectorAll("details").length - opened.length;
    if (!lead) fresh.querySelectorAll("details").forEach((folded, at) => { folded.open = folded.open || opened[at]; });
    const again = active && active.id && byId(active.id);
    if (!again) return;
    again.focus({ preventScroll: true });
    if ("selectionStart" in active && active.tagName === "TEXTAREA") again.setSelectionRange(active.selectionStart, active.selectionEnd);
  };

  const place = (answer) => {
    for (const old of form.querySelectorAll("[data-vraag]")) {
      if (!answer.volgorde.includes(old.dataset.vraag)) old.remove();
    }
    let previous = null;
    for (const key of answer.volgorde) {
      const present = byId(`vraag-${key}`);
      const node = present || (answer.nieuw[key] && asNode(answer.nieuw[key]));
      if (!present && node) {
        if (previous) previous.after(node);
        else form.querySelector("[data-vragen]").prepend(node);
      }
      previous = node || previous;
    }
  };

  const show = (question, answer) => {
    const key = question.dataset.vraag;
    const stamp = form.querySelector(`[name="z-${key}"]`);
    if (stamp && !answer.vraag) stamp.value = answer.stempel;
    if (answer.vraag) swap(question, asNode(answer.vraag));
    place(answer);
    const path = document.querySelector("[data-voortgang]");
    const folded = byId("paneel") && byId("paneel").open;
    path.innerHTML = answer.voortgang;
    byId("paneel-plek").innerHTML = answer.paneel;
    byId("paneel").open = folded;
    if (answer.melding) byId("meldingen").replaceChildren(asNode(answer.melding));
    const line = !answer.vraag && question.querySelector(".foutregel");
    if (answer.opgeslagen && line) {
      line.remove();
      question.classList.remove("fout");
    }
    if (answer.opgeslagen) say(`✓ ${answer.tekst}`);
    else say(answer.nodig || answer.tekst, "bezig");
  };

  const save = async (question) => {
    const data = fieldsOf(question);
    const present = [...form.querySelectorAll("[data-vraag]")].map((item) => item.dataset.vraag);
    data.append("aanwezig", present.join(","));
    say("Opslaan …", "bezig");
    try {
      const reply = await fetch(form.dataset.adres.replace("VRAAG", question.dataset.vraag), {
        method: "POST",
        body: data,
        headers: { "X-CSRFToken": token, Accept: "application/json" },
        credentials: "same-origin",
      });
      if (!reply.ok) throw new Error(String(reply.status));
      show(question, await reply.json());
    } catch {
      say("Dit is nog niet opgeslagen. Gebruik de knop onderaan de pagina.", "mis");
    }
  };

  /* "none of these" and "not known yet" exclude the rest of a list of boxes */
  const keepApart = (field) => {
    if (field.type !== "checkbox" || !field.checked) return;
    const special = field.value.startsWith("!");
    for (const other of form.querySelectorAll(`input[name="${field.name}"]`)) {
      if (other !== field && (special || other.value.startsWith("!"))) other.checked = false;
    }
  };

  form.addEventListener("change", (event) => {
    const question = event.target.closest("[data-vraag]");
    if (!question || /^[tok]-/.test(event.target.name)) return;
    keepApart(event.target);
    queue = queue.then(() => save(byId(question.id) || question)); // a clash may have replaced it meanwhile
  });
})();
