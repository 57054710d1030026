/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Activities answered one after the other: a digit or a click saves the answer at once and goes on to the next that is
 * open. Arrow keys choose among the five without leaving, as radio buttons do. What could not be saved is sent again,
 * and goes with the form in any case. */
import { send } from "./wire.js";

const AGAIN_MS = 5000;

function keep(form) {
  const asked = [...form.querySelectorAll("fieldset.asked")];
  const state = form.querySelector("[data-state]");
  const waiting = new Map(); /* number of the activity -> its fields */
  let sending = false;

  const answered = (fieldset) => fieldset.querySelector("input:checked");
  const current = () => asked.find((fieldset) => fieldset.contains(document.activeElement)) ?? asked.find((fieldset) => !answered(fieldset));

  const tell = (saved) => {
    state.textContent = saved ? state.dataset.saved : state.dataset.unsaved;
    state.classList.toggle("unsaved", !saved);
  };

  /* The first answer makes the row; what follows belongs to it. */
  function remember(id) {
    if (form.elements.id) return;
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "id", value: id });
    form.append(field);
  }

  async function flush() {
    if (sending || waiting.size === 0) return;
    sending = true;
    const [item, fields] = waiting.entries().next().value;
    const answer = await send(form.action, fields).catch(() => null);
    sending = false;
    if (!answer?.ok) {
      tell(false);
      setTimeout(flush, AGAIN_MS);
      return;
    }
    if (waiting.get(item) === fields) waiting.delete(item);
    const { id } = await answer.json();
    remember(id);
    if (waiting.size === 0) tell(true);
    else flush();
  }

  function save(fieldset) {
    const item = fieldset.querySelector('input[type="hidden"]').value;
    const fields = new URLSearchParams({ item, answer: answered(fieldset).value });
    if (form.elements.id) fields.set("id", form.elements.id.value);
    waiting.set(item, fields);
    state.textContent = "";
    flush();
  }

  function go(fieldset) {
    const next = asked.slice(asked.indexOf(fieldset) + 1).find((other) => !answered(other)) ?? asked.find((other) => !answered(other));
    const goal = next ? next.querySelector("input[type=radio]") : form.querySelector("button.main");
    goal.focus({ preventScroll: true });
    (next ?? goal).scrollIntoView({ block: "center", behavior: "auto" });
  }

  form.addEventListener("change", (event) => {
    if (event.target.type === "radio") save(event.target.closest("fieldset"));
  });
  form.addEventListener("click", (event) => {
    if (event.target.type === "radio" && event.detail > 0) go(event.target.closest("fieldset"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !/^[1-5]$/.test(event.key)) return;
    if (event.target.matches('input:not([type="radio"]), textarea, select')) return;
    const fieldset = current();
    if (!fieldset) return;
    event.preventDefault();
    fieldset.querySelector(`input[type="radio"][value="${event.key}"]`).checked = true;
    save(fieldset);
    go(fieldset);
  });
  window.addEventListener("online", flush);
  window.addEventListener("pagehide", () => waiting.forEach((fields) => send(form.action, fields).catch(() => null)));
  form.querySelector("[data-hint]").hidden = false;
}

export function start(root) {
  for (const form of root.querySelectorAll("form[data-answers]")) keep(form);
}
