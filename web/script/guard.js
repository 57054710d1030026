/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was typed is not lost: leaving with unsaved words asks first, and a form with data-after sends
 * the form it names first, when that has changed. */
import { send } from "./wire.js";

const written = new WeakMap();

const fields = (form) => new URLSearchParams(new FormData(form)).toString();

export function changed(form) {
  return written.has(form) && written.get(form) !== fields(form);
}

export function saved(form) {
  written.set(form, fields(form));
}

async function first(form, other, submitter) {
  const answer = await send(other.action, new FormData(other)).catch(() => null);
  if (!answer?.ok) {
    other.requestSubmit();
    return;
  }
  saved(other);
  form.requestSubmit(submitter);
}

export function start(root) {
  const forms = [...root.querySelectorAll("form[data-guard]")];
  let leaving = false;
  for (const form of forms) saved(form);
  root.addEventListener("submit", (event) => {
    const other = event.target.dataset.after ? document.querySelector(event.target.dataset.after) : null;
    if (other && changed(other)) {
      event.preventDefault();
      first(event.target, other, event.submitter);
      return;
    }
    leaving = forms.includes(event.target) || forms.every((form) => !changed(form));
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && forms.some(changed)) event.preventDefault();
  });
}
