/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cards in an order: their buttons and the arrow keys move a card where it lies, and the order is saved at once. */
import { send } from "./wire.js";

function sort(form) {
  const list = form.querySelector("ol");
  const state = form.querySelector("[data-state]");
  const whole = document.querySelector("#keep-order [name=value_order]");
  const order = () => [...list.children].map((card) => card.dataset.card).join(" ");
  let saved = order();
  let sending = false;

  const tell = (words, unsaved) => {
    state.textContent = words;
    state.classList.toggle("unsaved", unsaved);
  };

  async function save() {
    if (sending || order() === saved) return;
    sending = true;
    const mine = order();
    const fields = new URLSearchParams({ value_order: mine });
    if (form.elements.id) fields.set("id", form.elements.id.value);
    const answer = await send(form.action, fields).catch(() => null);
    sending = false;
    if (!answer?.ok) return tell(state.dataset.unsaved, true);
    saved = mine;
    return save();
  }

  /* Above or below its neighbor; at the end it stays. */
  function move(card, step) {
    const other = step < 0 ? card.previousElementSibling : card.nextElementSibling;
    if (!other) return;
    const held = document.activeElement;
    if (step < 0) other.before(card);
    else other.after(card);
    if (card.contains(held)) held.focus();
    whole.value = order();
    tell(`${card.querySelector("h2").textContent}: ${form.dataset.at} ${[...list.children].indexOf(card) + 1}`, false);
    save();
  }

  form.addEventListener("submit", (event) => {
    const name = event.submitter?.name;
    if (name !== "raise" && name !== "lower") return;
    event.preventDefault();
    move(event.submitter.closest("[data-card]"), name === "raise" ? -1 : 1);
  });
  form.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const card = event.target.closest("[data-card]");
    if (!step || !card || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move(card, step);
  });
  form.querySelector("[data-hint]").hidden = false;
}

export function start(root) {
  for (const form of root.querySelectorAll("form[data-cards]")) sort(form);
}
