/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notes save themselves while one types. What the server does not have yet is kept on this device and sent
 * again; the line beside the field says which of the two it is. One note a question: the first save makes
 * it, later ones change it. */
import { later, send } from "./wire.js";

const WAIT_MS = 800;
const AGAIN_MS = 5000;
const LEAVE_MS = 1500;

const pause = (wait) => new Promise((done) => setTimeout(done, wait));

const store = {
  read(key) {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? {};
    } catch {
      return {};
    }
  },
  write(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      /* A full or forbidden store only means that nothing is kept here. */
    }
  },
};

function keep(form) {
  const text = form.querySelector("textarea");
  const state = form.querySelector("[data-state]");
  const key = `note:${form.elements.interview.value}:${form.dataset.note}`;
  const note = { saved: "", ...store.read(key) };
  let busy = false;

  const tell = (saved) => {
    state.textContent = saved ? state.dataset.saved : state.dataset.unsaved;
    state.classList.toggle("unsaved", !saved);
  };

  async function save() {
    if (busy || text.value.trim() === "" || text.value === note.saved) return true;
    busy = true;
    const sent = text.value;
    const fields = new FormData(form);
    if (note.id) {
      fields.set("id", note.id);
      fields.set("version", note.version);
    }
    const answer = await send(form.action, fields).catch(() => null);
    busy = false;
    if (!answer?.ok) {
      if (answer && (answer.status === 404 || answer.status === 409)) delete note.id;
      store.write(key, { ...note, text: text.value });
      tell(false);
      setTimeout(save, AGAIN_MS);
      return false;
    }
    const row = await answer.json();
    Object.assign(note, { id: row.id, version: row.version, saved: sent });
    store.write(key, { id: note.id, version: note.version, saved: sent });
    tell(text.value === sent);
    return text.value === sent || save();
  }

  const soon = later(WAIT_MS, save);
  text.addEventListener("input", () => {
    store.write(key, { ...note, text: text.value });
    soon();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  window.addEventListener("online", save);
  window.addEventListener("pagehide", save);

  /* What was written before and not sent, or sent while the page was away, stands here again. */
  if (note.text) text.value = note.text;
  else if (note.saved) text.value = note.saved;
  if (note.text) save();
  return save;
}

export function start(root) {
  const saves = [...root.querySelectorAll("form[data-note]")].map(keep);
  root.addEventListener("submit", async (event) => {
    if (event.target.matches("[data-note]") || event.target.dataset.ready) return;
    event.preventDefault();
    await Promise.race([Promise.all(saves.map((save) => save())), pause(LEAVE_MS)]);
    await pause(0); /* a form that is just being submitted takes no second submission */
    event.target.dataset.ready = "yes";
    event.target.requestSubmit(event.submitter);
  });
}

